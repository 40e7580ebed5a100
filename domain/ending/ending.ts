import type { Ending } from '#contract/ending.ts'
import type { Result } from '#contract/result.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { fail, ok } from '../result.ts'

/** What a person can tell tunnels to do that may end connections. A change is named by what changes. */
export type EndingOrder =
  | 'disarm'
  | 'disconnect'
  | 'another-match'
  | 'remove'
  | 'change-port'
  | 'change-route'
  | 'change-options'
  | 'stop-all'
  | 'quit'

/** Nobody was asked. */
export const keepOpen: Ending = { connections: 'keep' }

/** The answer of somebody who has seen that so many connections are open, and wants them ended. */
export const endAtMost = (atMost: number): Ending => ({ connections: 'end', atMost })

/** A tunnel, as far as its connections are concerned. */
type Carrying = Pick<TunnelView, 'clients'>

/**
 * CONNECTIONS_OPEN when an order would end more open connections than somebody agreed to. Every way in which a person ends
 * something asks here: window, keys, menus, tray. The system's own (a signal, logout, shutdown) does not ask.
 */
export function mayEnd(order: EndingOrder, tunnels: readonly Carrying[], ending: Ending): Result<void> {
  const connections = order === 'change-options' ? 0 : openConnections(tunnels)
  const agreed = ending.connections === 'end' ? ending.atMost : 0
  return connections > agreed ? fail('CONNECTIONS_OPEN', { connections }) : ok(undefined)
}

/** How many connections tunnels carry now. A client that only waits for a session loses nothing by its end. */
export function openConnections(tunnels: readonly Carrying[]): number {
  return tunnels.reduce((sum, { clients }) => sum + clients.open, 0)
}
