import type { Ending } from '#contract/ending.ts'
import type { Snapshot } from '#contract/snapshot.ts'
import type { TunnelSupervisor } from '#core/app/tunnels/supervisor.ts'
import { endAtMost, keepOpen, mayEnd, openConnections } from '#domain/ending/ending.ts'
import { isNothing, outstandingOf, type Outstanding } from '#domain/ending/outstanding.ts'
import type { AskedOutside, EndingAnswer } from '../system/ending-question.ts'
import type { QuitWait } from '../system/quit-wait.ts'

/** What orders from outside the window reach. */
export interface EndingOrderDeps {
  readonly supervisor: Pick<TunnelSupervisor, 'disarm' | 'disconnect'>
  snapshot(): Snapshot
  /** Asks the person; `keep` leaves everything as it is. */
  ask(order: AskedOutside, losing: Outstanding): Promise<EndingAnswer>
  readonly quitWait: QuitWait
  quit(): void
}

/** Orders of the tray and the menu bar that may end connections; each asks once, and only when it would. */
export interface EndingOrders {
  disarm(id: string): Promise<void>
  disconnect(id: string): Promise<void>
  stopAll(): Promise<void>
  quit(): Promise<void>
  /** Takes back that the app quits once everything has ended. */
  keepRunning(): void
}

/** Joins orders, question and supervisor. While one question is open, no second is asked. */
export function createEndingOrders({ supervisor, snapshot, ask, quitWait, quit }: EndingOrderDeps): EndingOrders {
  let isAsking = false
  /** Null while another question is open. */
  const answered = async (order: AskedOutside, losing: Outstanding): Promise<EndingAnswer | null> => {
    if (isNothing(losing)) return 'end'
    if (isAsking) return null
    isAsking = true
    return await ask(order, losing).finally(() => (isAsking = false))
  }
  const agreed = async (order: 'disarm' | 'disconnect' | 'stop-all', tunnels: Outstanding['tunnels']) => {
    if (mayEnd(order, tunnels, keepOpen).ok) return keepOpen
    const connections = openConnections(tunnels)
    const answer = await answered(order, { tunnels, shells: [], transfers: [] })
    return answer === 'end' ? endAtMost(connections) : null
  }
  const one = async (order: 'disarm' | 'disconnect', id: string): Promise<void> => {
    const own = snapshot().tunnels.filter((tunnel) => tunnel.id === id)
    const ending: Ending | null = await agreed(order, own)
    if (ending !== null) await supervisor[order](id, ending)
  }
  return {
    disarm: (id) => one('disarm', id),
    disconnect: (id) => one('disconnect', id),
    async stopAll() {
      const { tunnels } = snapshot()
      const ending = await agreed('stop-all', tunnels)
      if (ending !== null) await Promise.all(tunnels.map(({ id }) => supervisor.disarm(id, ending)))
    },
    quit: leaveBy(async () => await answered('quit', outstandingOf(snapshot())), quitWait, quit),
    keepRunning: () => quitWait.cancel(),
  }
}

/** Quits as the person answers. Who is asked again while the app waits answers anew: to keep it is to wait for nothing. */
function leaveBy(
  asked: () => Promise<EndingAnswer | null>,
  quitWait: QuitWait,
  quit: () => void,
): EndingOrders['quit'] {
  const leave = async (): Promise<void> => {
    const answer = await asked()
    if (answer === 'keep') quitWait.cancel()
    if (answer === 'wait') quitWait.begin(() => void leave())
    if (answer === 'end') quit()
  }
  return leave
}
