import type { Mutation } from './mutation.ts'

const kept = {
  line: 'network-address',
  file: 'core/app/tunnels/exposures.ts',
  killedBy: ['test/unit/tunnels/exposures.test.ts'],
}
const steps = {
  line: 'network-address',
  file: 'domain/exposure/exposure.ts',
  killedBy: ['test/unit/exposure/network-addresses.test.ts', 'test/unit/tunnels/exposures.test.ts'],
}

/** What would leave a tunnel open to a network that nobody has opened it to. */
export const exposureMutations: readonly Mutation[] = [
  {
    line: 'network-address',
    name: 'any-address-is-private',
    file: 'contract/forms.ts',
    text: '|192\\.168)(?:',
    replacement: '|192\\.168|\\d+\\.\\d+)(?:',
    killedBy: ['test/unit/exposure/network-addresses.test.ts'],
  },
  {
    ...kept,
    name: 'a-changed-tunnel-stays-open',
    text: 'kept.leadsTo === leadsTo(unit.saved)',
    replacement: 'kept.tunnelId === unit.id',
  },
  {
    ...kept,
    name: 'production-is-opened',
    text: "if (this.#isProduction(unit)) return fail('EXPOSURE_REFUSED', { why: 'of-production' })",
    replacement: '',
  },
  {
    ...kept,
    name: 'the-same-address-in-another-network',
    text: ' && one.network === other.network && one.interfaceName === other.interfaceName',
    replacement: '',
  },
  {
    line: 'network-address',
    name: 'a-tunnel-that-was-not-shown',
    file: 'core/app/tunnels/exposing.ts',
    text: 'if (leadsTo(unit.saved) !== leadsTo(shown))',
    replacement: 'if (unit.id !== shown.id)',
    killedBy: ['test/unit/tunnels/exposures.test.ts'],
  },
  {
    ...steps,
    name: 'a-late-answer-stays',
    text: 'return address === null ? { state } : { state, order: null }',
    replacement: 'return { state }',
  },
  {
    ...steps,
    name: 'others-beside-own-programs',
    text: 'if (context.isOwnProgramsOnly)',
    replacement: 'if (context.isOwnProgramsOnly && !context.isDoorOpen)',
  },
  {
    ...steps,
    name: 'an-address-that-is-gone',
    text: 'if (!context.isHere(place))',
    replacement: 'if (!context.isHere(place) && !context.isDoorOpen)',
  },
  {
    line: 'network-address',
    name: 'who-came-in-stays',
    file: 'relay/front-door/exposed-listener.ts',
    text: 'socket.destroy()',
    replacement: 'socket.resume()',
    killedBy: ['test/integration/relay/exposed-door.test.ts'],
    tests: 'is closed at once',
  },
  {
    line: 'network-address',
    name: 'others-are-own-programs',
    file: 'relay/front-door/doorkeeper.ts',
    text: 'if (client.from !== null) return this.#refuseOther(client)',
    replacement: 'if (client.from !== null) return this.#reception.receive(client)',
    killedBy: ['test/integration/relay/exposed-door.test.ts'],
    tests: 'lets nobody in',
  },
  {
    line: 'network-address',
    name: 'dialogs-without-end',
    file: 'main/handlers/exposure-handlers.ts',
    text: 'if (isAsking) return ok(undefined)',
    replacement: '',
    killedBy: ['test/unit/main/exposure-handlers.test.ts'],
  },
]
