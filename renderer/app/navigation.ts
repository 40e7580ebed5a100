import { useEffect } from 'react'
import type { EventPayload } from '#contract/calls.ts'
import { navigated } from './navigated.ts'
import { useServices, type Services } from './services.ts'
import { shellActions } from './shell-actions.ts'

/** A shell on a tunnel's bastion takes what is known of the tunnel. */
function follow(target: EventPayload<'navigate'>, services: Services): void {
  const { view, snapshots } = services
  if (target.to === 'shell') {
    const { openShell, chooseShell } = shellActions(services)
    return target.request === null ? chooseShell() : openShell(target.request)
  }
  if (target.to !== 'shell-on') return view.setState(navigated(target, view.getState()))
  const tunnel = snapshots.getState().snapshot?.tunnels.find(({ id }) => id === target.tunnel)
  if (tunnel !== undefined) shellActions(services).shellOn(tunnel)
}

/** Follows what the tray, the menu bar and notifications ask the window to show. */
export function useNavigation(): void {
  const services = useServices()
  useEffect(() => services.client.on('navigate', (target) => follow(target, services)), [services])
}
