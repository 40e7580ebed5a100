import type { Ending } from '#contract/ending.ts'
import type { Snapshot, TunnelView } from '#contract/snapshot.ts'
import type { TunnelSupervisor } from '#core/app/tunnels/supervisor.ts'
import { endAtMost, keepOpen, mayEnd, openConnections } from '#domain/ending/ending.ts'
import type { AskedOutside } from '../system/ending-question.ts'

/** What orders from outside the window reach. */
export interface EndingOrderDeps {
  readonly supervisor: Pick<TunnelSupervisor, 'disarm' | 'disconnect'>
  snapshot(): Snapshot
  /** Asks the person; false keeps everything as it is. */
  ask(order: AskedOutside, tunnels: readonly TunnelView[]): Promise<boolean>
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
  const agreed = async (order: AskedOutside, tunnels: readonly TunnelView[]): Promise<Ending | null> => {
    if (mayEnd(order, tunnels, keepOpen).ok) return keepOpen
    if (isAsking) return null
    isAsking = true
    const connections = openConnections(tunnels)
    const isAgreed = await ask(order, tunnels).finally(() => (isAsking = false))
    return isAgreed ? endAtMost(connections) : null
  }
  const one = async (order: 'disarm' | 'disconnect', id: string): Promise<void> => {
    const ending = await agreed(
      order,
      snapshot().tunnels.filter((tunnel) => tunnel.id === id),
    )
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
    async quit() {
      if ((await agreed('quit', snapshot().tunnels)) !== null) quit()
    },
  }
}
