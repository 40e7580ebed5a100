import { exposureMutations } from './exposures.ts'
import type { Mutation } from './mutation.ts'

const listen = {
  file: 'relay/front-door/listen.ts',
  line: 'loopback',
  killedBy: ['test/integration/relay/doors.test.ts'],
  tests: 'listens on both loopback addresses',
}
const room = {
  file: 'relay/front-door/waiting-room.ts',
  line: 'waiting-room',
  killedBy: ['test/unit/relay/waiting-room.test.ts'],
}
const forecourt = {
  file: 'relay/front-door/forecourt.ts',
  line: 'waiting-room',
  killedBy: ['test/unit/relay/forecourt.test.ts'],
}
const farewells = {
  file: 'relay/front-door/farewells.ts',
  line: 'farewells',
  killedBy: ['test/integration/relay/let-go.test.ts'],
}
const rule = { line: 'one-rule', killedBy: ['test/integration/relay/one-rule.test.ts'] }

/** Who comes in at a local port, and what is done to them. */
export const doorMutations: readonly Mutation[] = [
  ...exposureMutations,
  {
    ...listen,
    name: 'doors-on-all-addresses',
    text: "const addresses = ['127.0.0.1', '::1'] as const",
    replacement: "const addresses: readonly string[] = ['0.0.0.0', '::1']",
  },
  {
    ...listen,
    name: 'doors-on-all-addresses-of-ipv6',
    text: "const addresses = ['127.0.0.1', '::1'] as const",
    replacement: "const addresses: readonly string[] = ['127.0.0.1', '::']",
  },
  {
    ...listen,
    name: 'a-door-of-one-address-on-all',
    text: 'addresses : [own]',
    replacement: "addresses : ['0.0.0.0']",
    killedBy: ['test/integration/relay/own-address.test.ts'],
    tests: 'listens there alone',
  },
  {
    line: 'loopback',
    name: 'an-address-of-its-own-anywhere',
    file: 'contract/forms.ts',
    text: '/^127(?!',
    replacement: '/^(?:127|10|0)(?!',
    killedBy: ['test/unit/domain/local-address.test.ts'],
  },
  {
    ...room,
    name: 'any-number-waits',
    text: 'if (this.#waiters.size >= waitingPlaces) {',
    replacement: 'if (this.#waiters.size >= waitingPlaces * 100) {',
  },
  {
    ...room,
    name: 'wait-without-end',
    text: 'const timers = [clock.after(limitMs, () => this.#timeOver(client))]',
    replacement: 'const timers = [clock.after(limitMs * 1_000, () => this.#timeOver(client))]',
  },
  {
    ...room,
    name: 'a-waiting-client-says-anything',
    file: 'relay/front-door/client.ts',
    text: 'if (this.#held.bytes >= heldBytesLimit) this.socket.pause()',
    replacement: '',
    killedBy: ['test/unit/relay/client.test.ts'],
  },
  {
    line: 'other-users',
    name: 'programs-of-any-user',
    file: 'relay/front-door/doorkeeper.ts',
    text: 'if (owner !== null && owner === ownUser())',
    replacement: 'if (owner !== null)',
    killedBy: ['test/unit/relay/doorkeeper.test.ts'],
  },
  {
    line: 'other-users',
    name: 'programs-of-nobody-known',
    file: 'relay/front-door/doorkeeper.ts',
    text: 'if (owner !== null && owner === ownUser())',
    replacement: 'if (owner === null || owner === ownUser())',
    killedBy: ['test/unit/relay/doorkeeper.test.ts'],
  },
  {
    ...forecourt,
    name: 'any-number-stands-before-a-door',
    text: 'if (this.#standing.size >= forecourtPlaces) return turnAway(socket)',
    replacement: '',
  },
  {
    ...forecourt,
    name: 'stands-before-a-door-for-ever',
    text: 'if (clock.now() - since < limitMs) break',
    replacement: 'if (since < Infinity) break',
  },
  {
    line: 'client-starts',
    name: 'starts-without-limit',
    file: 'core/app/tunnels/client-starts.ts',
    text: 'if (budget.left > 0) return start(unit, budget)',
    replacement: 'if (budget.left > -1_000) return start(unit, budget)',
    killedBy: ['test/unit/tunnels/client-starts.test.ts'],
  },
  {
    line: 'client-starts',
    name: 'refusals-are-told-each-time',
    file: 'relay/front-door/refused-clients.ts',
    text: 'if (this.#cancel !== null) return',
    replacement: '',
    killedBy: ['test/unit/relay/reporters.test.ts'],
  },
  {
    ...farewells,
    name: 'a-long-command-is-never-answered',
    file: 'domain/client-answer/answers.ts',
    text: 'return said.length < unansweredLimit ? listening',
    replacement: 'return said.length < Number.MAX_SAFE_INTEGER ? listening',
    killedBy: ['test/unit/client-answer/answers.test.ts'],
  },
  {
    ...farewells,
    name: 'a-client-that-was-told-is-joined',
    file: 'relay/front-door/waiting-room.ts',
    text: "for (const client of clients) this.#end(client, 'refused')",
    replacement: '',
  },
  {
    ...farewells,
    name: 'a-client-whose-time-is-over-is-joined',
    file: 'relay/front-door/waiting-room.ts',
    text: "this.#end(client, 'waited-too-long')",
    replacement: '',
  },
  {
    ...farewells,
    name: 'answered-client-is-let-go-as-silent',
    file: 'relay/front-door/silent-far-ends.ts',
    text: 'this.#heard(source)\n        watch.answered',
    replacement: 'watch.answered',
    killedBy: ['test/unit/relay/silent-far-ends.test.ts', 'test/integration/relay/silent-far-end.test.ts'],
  },
  {
    ...farewells,
    name: 'told-after-the-server-spoke',
    file: 'relay/front-door/follow-far-end.ts',
    text: "if (far === 'answered' || client.destroyed) return follow(client, upstream)",
    replacement: 'if (client.destroyed) return follow(client, upstream)',
  },
  {
    ...farewells,
    name: 'encryption-is-promised',
    file: 'domain/client-answer/postgresql.ts',
    text: "asciiBytes('N')",
    replacement: "asciiBytes('S')",
  },
  {
    ...rule,
    name: 'a-cause-is-not-named',
    file: 'relay/front-door/front-door.ts',
    text: "recordCause(socket, 'session-over')",
    replacement: '',
  },
  {
    ...rule,
    name: 'a-proof-is-not-told',
    file: 'relay/front-door/front-door.ts',
    text: "if (reason !== 'carried') options.clientLost(reason, waitedMs)",
    replacement: 'void [reason, waitedMs]',
  },
  {
    ...rule,
    name: 'the-door-says-a-byte-of-its-own',
    file: 'relay/front-door/follow-far-end.ts',
    text: 'upstream.pipe(client, { end: false })',
    replacement: "upstream.pipe(client, { end: false })\n  client.write('!')",
  },
  {
    ...rule,
    name: 'what-the-far-end-said-is-cut-off',
    file: 'relay/front-door/follow-far-end.ts',
    text: 'if (upstream.destroyed) client.destroySoon()',
    replacement: 'if (upstream.destroyed) client.destroy()',
    killedBy: ['test/unit/relay/follow-far-end.test.ts'],
  },
  {
    ...rule,
    name: 'silent-clients-of-a-door-are-closed',
    file: 'relay/front-door/splice.ts',
    text: 'if (client.destroyed) upstream.destroy()',
    replacement: 'if (client.destroyed) upstream.destroy()\n  else if (held.length === 1) client.destroySoon()',
  },
]
