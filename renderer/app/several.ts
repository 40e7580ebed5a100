import type { CallInput, CallName, CallOutput } from '#contract/calls.ts'
import type { Ending } from '#contract/ending.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { endAtMost, keepOpen, openConnections } from '#domain/ending/ending.ts'
import type { Services } from './services.ts'

type Call = <N extends CallName>(
  name: N,
  ...input: undefined extends CallInput<N> ? [] : [CallInput<N>]
) => Promise<CallOutput<N> | null>

/** What can be done with several tunnels at once. Each is told by itself: one that fails leaves the others alone. */
export function severalActions(call: Call, { snapshots, view }: Pick<Services, 'snapshots' | 'view'>) {
  const tunnelsOf = (ids: readonly string[]): readonly TunnelView[] => {
    const wanted = new Set(ids)
    return snapshots.getState().snapshot?.tunnels.filter(({ id }) => wanted.has(id)) ?? []
  }
  const stop = (tunnels: readonly TunnelView[], endingOf: (tunnel: TunnelView) => Ending): void => {
    for (const tunnel of tunnels)
      if (tunnel.status.kind !== 'stopped') void call('tunnel.disarm', { id: tunnel.id, ending: endingOf(tunnel) })
  }
  return {
    /** Opens the ports of those that are stopped, in their order. */
    armAll: (ids: readonly string[]): void => {
      for (const { id, status } of tunnelsOf(ids)) if (status.kind === 'stopped') void call('tunnel.arm', { id })
    },
    /** Stops all of them; where connections are open it asks first, once for all. */
    stopAll: (ids: readonly string[]): void => {
      const tunnels = tunnelsOf(ids)
      if (openConnections(tunnels) > 0) view.setState({ pendingStop: ids })
      else stop(tunnels, () => keepOpen)
    },
    /** A person has seen these tunnels with their open connections, and wants them stopped. */
    endAll: (seen: readonly TunnelView[]): void => {
      view.setState({ pendingStop: null })
      stop(seen, ({ clients }) => endAtMost(clients.open))
    },
    keepAllRunning: () => view.setState({ pendingStop: null }),
    moveAll: (ids: readonly string[], environment: string): void => {
      for (const { id, definition, preference } of tunnelsOf(ids))
        if (definition.environment !== environment)
          void call('tunnel.change', { id, draft: { definition: { ...definition, environment }, preference } })
    },
  }
}

/** Whether a switch for all of them would open ports: as soon as one is stopped. */
export function someStopped(tunnels: readonly TunnelView[]): boolean {
  return tunnels.some(({ status }) => status.kind === 'stopped')
}
