import type { Problem, ProblemOf } from '#contract/problem.ts'
import type { RefusedClient } from '#contract/refused-client.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import type { ClientTroubles } from './client-troubles.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

/** The same client that comes again within this time is one line of history (ms). */
const sameClientMs = 60_000

/** Clients that doors refused: a line in the tunnel's history, and for web pages a notice. */
export interface Refusals {
  hear(unit: TunnelUnit, client: RefusedClient, clients: number): void
  /** The last web page at each tunnel's port. */
  problems(): readonly Problem[]
  onProblems(listener: (problems: readonly Problem[]) => void): Unsubscribe
  forget(unit: TunnelUnit): void
}

interface Last {
  readonly at: number
  readonly problem: ProblemOf<'CLIENT_REFUSED'>
}

interface RefusalDeps {
  readonly clock: Clock
  readonly troubles: Pick<ClientTroubles, 'raise'>
}

/** Creates the book of refusals; it holds the last of each tunnel. */
export function createRefusals({ clock, troubles }: RefusalDeps): Refusals {
  const last = new Map<TunnelUnit, Last>()
  const notices = new Map<TunnelUnit, Last>()
  const listeners = createListeners<readonly Problem[]>()
  const problems = (): readonly Problem[] => [...notices.values()].map(({ problem }) => problem)

  return {
    hear(unit, client, clients) {
      const at = clock.now()
      const before = last.get(unit)
      const isSame = before !== undefined && at - before.at < sameClientMs && isLike(before.problem, client)
      const problem = refusalOf(unit, client, clients + (isSame ? before.problem.details.clients : 0))
      last.set(unit, { at, problem })
      unit.note('refused', problem)
      if (client.reason !== 'web') return
      const shown = notices.get(unit)
      const isNewer = shown === undefined || at - shown.at >= sameClientMs
      if (!isNewer && saysOfItself(shown.problem.details.client) > saysOfItself(client)) return
      notices.set(unit, { at, problem })
      listeners.tell(problems())
      troubles.raise(unit, { why: 'problem', problem })
    },
    problems,
    onProblems: listeners.subscribe,
    forget(unit) {
      last.delete(unit)
      if (notices.delete(unit)) listeners.tell(problems())
    },
  }
}

/** How much a client said of itself: a browser tries TLS as well, and that tells neither its page nor its name. */
function saysOfItself(client: RefusedClient): number {
  if (client.reason !== 'web') return 0
  return [client.origin, client.browser].filter((fact) => fact !== undefined).length
}

function refusalOf({ saved }: TunnelUnit, client: RefusedClient, clients: number): ProblemOf<'CLIENT_REFUSED'> {
  const { id, definition, preference } = saved
  const tunnelName = fullName({ definition })
  const { localPort: port, localAddress: address } = preference
  return problemOf('CLIENT_REFUSED', { port, address, tunnelId: id, tunnelName, client, clients })
}

function isLike({ details }: ProblemOf<'CLIENT_REFUSED'>, client: RefusedClient): boolean {
  return JSON.stringify(details.client) === JSON.stringify(client)
}
