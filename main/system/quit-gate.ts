import type { Unsubscribe } from '#domain/listeners/listeners.ts'
import { powerMonitor } from 'electron'

/**
 * Stands before every way out that the app did not order itself. On macOS the Dock's Quit is one, and comes as logout and shutdown
 * come; the system announces those first, and they are never asked about. Elsewhere nobody quits the app from outside.
 */
export interface QuitGate {
  /** Whether the app may go now. When not, the question has been asked, and its answer quits or keeps. */
  passes(): boolean
  /** From now on the app goes unasked: somebody has agreed. */
  open(): void
  /** Tells how to ask, until the returned function is called; before and after there is nothing to ask about. */
  asksBy(ask: () => void): Unsubscribe
}

export function createQuitGate(platform: NodeJS.Platform): QuitGate {
  let ask: (() => void) | null = null
  const open = (): void => {
    ask = null
  }
  return {
    passes() {
      if (ask === null) return true
      ask()
      return false
    },
    open,
    asksBy(how) {
      if (platform !== 'darwin') return open
      ask = how
      powerMonitor.on('shutdown', open)
      return () => {
        open()
        powerMonitor.off('shutdown', open)
      }
    },
  }
}
