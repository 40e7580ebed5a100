import type { Destination } from '#contract/calls.ts'
import { revealTunnel } from './reveal-tunnel.ts'
import type { Overlay, ViewState } from './view-store.ts'

/** What lies over the window makes room for what is shown; a form that is being filled in stays. */
function afterwards(overlay: Overlay | null): Overlay | null {
  return overlay?.name === 'new-tunnel' || overlay?.name === 'edit-tunnel' ? overlay : null
}

/** What of the window changes when the tray, the menu bar or a notification asks for something. */
export function navigated(
  target: Exclude<Destination, { to: 'shell-on' | 'shell' }>,
  state: ViewState,
): Partial<ViewState> {
  const overlay = afterwards(state.overlay)
  switch (target.to) {
    case 'tunnel':
      return { ...revealTunnel(target.id, 'panel'), overlay }
    case 'sign-in':
      return { screen: { name: 'sign-in', session: target.session } }
    case 'new-tunnel':
      return { screen: { name: 'tunnels' }, overlay: overlay ?? { name: 'new-tunnel', from: null } }
    case 'tunnels':
    case 'shells':
    case 'settings':
      return { screen: { name: target.to }, overlay }
    case 'about':
      return { screen: { name: 'settings' }, settingsSection: 'general', overlay }
    case 'shortcuts':
      return { showsShortcuts: true }
  }
}
