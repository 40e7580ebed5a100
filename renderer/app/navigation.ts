import { useEffect } from 'react'
import type { Destination } from '#contract/calls.ts'
import { navigated } from './navigated.ts'
import { useServices, type Services } from './services.ts'
import { shellActions } from './shell-actions.ts'

/** A shell on a tunnel's bastion takes what is known of the tunnel. */
function follow(target: Destination, services: Services): void {
  const { view, snapshots } = services
  if (target.to === 'shell') {
    const { openShell, chooseShell } = shellActions(services)
    return target.request === null ? chooseShell() : openShell(target.request)
  }
  if (target.to !== 'shell-on') return view.setState(navigated(target, view.getState()))
  const tunnel = snapshots.getState().snapshot?.tunnels.find(({ id }) => id === target.tunnel)
  if (tunnel !== undefined) shellActions(services).shellOn(tunnel)
}

/** Follows what the tray, the menu bar and notifications ask the window to show, also before it could hear them. */
export function useNavigation(): void {
  const services = useServices()
  useEffect(() => {
    const stop = services.client.on('navigate', (target) => follow(target, services))
    void followEarlier(services)
    return stop
  }, [services])
}

async function followEarlier(services: Services): Promise<void> {
  const asked = await services.client.call('window.follow')
  if (asked.ok) for (const target of asked.value) follow(target, services)
}
