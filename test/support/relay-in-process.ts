import { plainGuard } from '#test/support/door-guard.ts'
import type { RelayOrder, SessionGrant } from '#contract/relay.ts'
import type { StartEngine } from '#relay/engine/engine.ts'
import { forwardOnly } from './straight-engine.ts'
import { createRelay } from '#relay/relay.ts'
import { FactRecorder } from './fact-recorder.ts'
import { freePort } from './tcp.ts'

/** A relay in the test's own process, over the given engine for both names. */
export interface RelayUnderTest {
  readonly facts: FactRecorder
  order(order: RelayOrder): void
  /** Starts a session that serves a door once it is ready. */
  serve(tunnelId: string, grant: SessionGrant): void
  /** Opens a door on a free port; resolves with the port once it accepts. */
  openDoor(
    tunnelId: string,
    given?: Partial<
      Pick<Extract<RelayOrder, { type: 'open-door' }>, 'clientWaitMs' | 'port' | 'address' | 'kind' | 'guard'>
    >,
  ): Promise<number>
  dispose(): Promise<void>
}

export function createRelayUnderTest(start: StartEngine): RelayUnderTest {
  const facts = new FactRecorder()
  const relay = createRelay({ send: facts.add, engines: forwardOnly(start) })
  return {
    facts,
    order: (order) => relay.order(order),
    serve(tunnelId, grant) {
      relay.order({ type: 'start-session', grant })
      relay.order({ type: 'serve-door', tunnelId, sessionId: grant.sessionId, before: 'drains' })
    },
    async openDoor(tunnelId, { clientWaitMs = 30_000, port, address, kind = 'tcp', guard = plainGuard } = {}) {
      const doorPort = port ?? (await freePort())
      const since = facts.mark
      relay.order({ type: 'open-door', tunnelId, port: doorPort, address, kind, guard, clientWaitMs })
      await facts.waitFor('door-opened', { since, match: (fact) => fact.tunnelId === tunnelId })
      return doorPort
    },
    async dispose() {
      await relay.dispose(1_000)
      facts.checkRule()
    },
  }
}
