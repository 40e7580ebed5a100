import type { CallHandlers } from '#contract/calls.ts'
import type { Relabel } from '#core/app/production/relabelling.ts'
import type { Messages } from '#words/messages.ts'
import { chooseNetwork } from '../dialogs/choose-network.ts'
import { createExposureHandlers } from '../handlers/exposure-handlers.ts'
import { createTunnelHandlers } from '../handlers/tunnel-handlers.ts'
import type { ControlPlane } from './control-plane.ts'

type TunnelCalls = ReturnType<typeof createTunnelHandlers> & Pick<CallHandlers, 'tunnel.expose' | 'tunnel.conceal'>

/** What a window may do with tunnels. What accounts are for goes by them too, where nobody has said it. */
export function tunnelHandlersOf(plane: ControlPlane, relabel: Relabel, words: () => Messages): TunnelCalls {
  const { supervisor, service, localPorts, targets } = plane
  const changes = { beforeChange: targets.holdProduction, afterChange: () => relabel() }
  return {
    ...createTunnelHandlers({ supervisor, sessions: service, localPorts, ...changes }),
    ...createExposureHandlers({
      tunnels: supervisor,
      choose: ({ tunnel, places }) => chooseNetwork(tunnel, places, words()),
    }),
  }
}
