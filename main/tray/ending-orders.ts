import type { Ending } from '#contract/ending.ts'
import type { Snapshot } from '#contract/snapshot.ts'
import type { TunnelSupervisor } from '#core/app/tunnels/supervisor.ts'
import { mayLose } from '#domain/shell/live.ts'
import { endAtMost, keepOpen, mayEnd, openConnections } from '#domain/ending/ending.ts'
import type { AskedOutside, Losing } from '../system/ending-question.ts'

/** What orders from outside the window reach. */
export interface EndingOrderDeps {
  readonly supervisor: Pick<TunnelSupervisor, 'disarm' | 'disconnect'>
  snapshot(): Snapshot
  /** Asks the person; false keeps everything as it is. */
  ask(order: AskedOutside, losing: Losing): Promise<boolean>
  quit(): void
}

/** Orders of the tray and the menu bar that may end connections; each asks once, and only when it would. */
export interface EndingOrders {
  disarm(id: string): Promise<void>
  disconnect(id: string): Promise<void>
  stopAll(): Promise<void>
  quit(): Promise<void>
}

/** Joins orders, question and supervisor. While one question is open, no second is asked. */
export function createEndingOrders({ supervisor, snapshot, ask, quit }: EndingOrderDeps): EndingOrders {
  let isAsking = false
  const agreed = async (order: AskedOutside, losing: Losing): Promise<Ending | null> => {
    const { tunnels, shells } = losing
    if (mayEnd(order, tunnels, keepOpen).ok && shells.length === 0) return keepOpen
    if (isAsking) return null
    isAsking = true
    const connections = openConnections(tunnels)
    const isAgreed = await ask(order, losing).finally(() => (isAsking = false))
    return isAgreed ? endAtMost(connections) : null
  }
  const one = async (order: 'disarm' | 'disconnect', id: string): Promise<void> => {
    const tunnels = snapshot().tunnels.filter((tunnel) => tunnel.id === id)
    const ending = await agreed(order, { tunnels, shells: [] })
    if (ending !== null) await supervisor[order](id, ending)
  }
  return {
    disarm: (id) => one('disarm', id),
    disconnect: (id) => one('disconnect', id),
    async stopAll() {
      const { tunnels } = snapshot()
      const ending = await agreed('stop-all', { tunnels, shells: [] })
      if (ending !== null) await Promise.all(tunnels.map(({ id }) => supervisor.disarm(id, ending)))
    },
    async quit() {
      const { tunnels, shells } = snapshot()
      const losing = { tunnels, shells: shells.filter(({ status }) => mayLose(status)) }
      if ((await agreed('quit', losing)) !== null) quit()
    },
  }
}
