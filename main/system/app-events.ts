import type { Unsubscribe } from '#domain/listeners/listeners.ts'
import { app } from 'electron'

/** What the app hears of the system and of a second start of itself, while somebody listens. */
interface AppEvents {
  /** The user wants the window: a second start of the program, or a click on its icon in the dock. */
  wanted(): void
}

/**
 * Listens until the returned function is called. The last window's end is heard and does nothing: the ports are the app, the
 * window is only a view of them, and quit is in the menu and in the tray.
 */
export function watchApp({ wanted }: AppEvents): Unsubscribe {
  const lastClosed = (): void => {}
  app.on('second-instance', wanted)
  app.on('activate', wanted)
  app.on('window-all-closed', lastClosed)
  return () => {
    app.off('second-instance', wanted)
    app.off('activate', wanted)
    app.off('window-all-closed', lastClosed)
  }
}

/** Calls back each time the user comes back to a window, until the returned function is called. */
export function watchFocus(focused: () => void): Unsubscribe {
  app.on('browser-window-focus', focused)
  return () => void app.off('browser-window-focus', focused)
}
