import type { Relabel } from '#core/app/production/relabelling.ts'
import { createTunnelHandlers } from '../handlers/tunnel-handlers.ts'
import type { ControlPlane } from './control-plane.ts'

/** What a window may do with tunnels. What accounts are for goes by them too, where nobody has said it. */
export function tunnelHandlersOf(plane: ControlPlane, relabel: Relabel): ReturnType<typeof createTunnelHandlers> {
  const { supervisor, service, localPorts, targets } = plane
  const changes = { beforeChange: targets.holdProduction, afterChange: () => relabel() }
  return createTunnelHandlers({ supervisor, sessions: service, localPorts, ...changes })
}
