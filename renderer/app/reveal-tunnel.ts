import type { ViewState } from './view-store.ts'

/**
 * The change of the window by which somebody who comes from elsewhere (the tray, a notification, a banner, the form) sees a tunnel:
 * its row, or its panel from the top or at its history. What else hides the row the list takes away, for it knows that.
 */
export function revealTunnel(id: string, part: 'row' | 'panel' | 'events'): Partial<ViewState> {
  return {
    screen: { name: 'tunnels' },
    overlay: null,
    current: id,
    revealed: id,
    chosen: [],
    ...(part === 'row' ? {} : { panelOpen: true, panelAt: part === 'events' ? 'events' : 'top' }),
  }
}
