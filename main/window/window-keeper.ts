import type { BrowserWindow } from 'electron'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'

/** Opens the one window, and finds it again. */
export interface WindowKeeper {
  /** Brings the window to the front; opens it when it was closed. */
  show(): BrowserWindow
  current(): BrowserWindow | null
  /** Told each time the window is gone. */
  onClosed(listener: () => void): Unsubscribe
  /** Told each time there is a new one. */
  onOpened(listener: () => void): Unsubscribe
}

/** The app lives on without its window; `open` makes a new one each time it is wanted. */
export function createWindowKeeper(open: () => BrowserWindow): WindowKeeper {
  const closed = createListeners<void>()
  const opens = createListeners<void>()
  let window: BrowserWindow | null = null
  return {
    show() {
      if (window === null || window.isDestroyed()) {
        const opened = open()
        opened.once('closed', () => {
          if (window === opened) window = null
          closed.tell()
        })
        window = opened
        opens.tell()
        return opened
      }
      if (window.isMinimized()) window.restore()
      window.show()
      window.focus()
      return window
    },
    current: () => window,
    onClosed: closed.subscribe,
    onOpened: opens.subscribe,
  }
}
