import type { BrowserWindow } from 'electron'
import type { Clock } from '#domain/clock/clock.ts'
import type { Log } from '#core/app/ports.ts'

/** A page that goes more often than this within {@link withinMs} would most likely only go again. */
const mostRevivals = 3
const withinMs = 60_000

interface RevivalDeps {
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  /** Asks the person, in a dialog of main's, whether the page is loaded once more; else the window is closed. */
  askAgain(window: BrowserWindow): Promise<boolean>
}

/**
 * Loads the page again when its process is gone (it crashed, or the system took its memory): it holds no truth, so it comes
 * back as it was, and the tunnels never noticed. One that goes again and again is not left blank: the person says what becomes of
 * the window, and the tunnels go on without it.
 */
export function revivePage(window: BrowserWindow, { clock, log, askAgain }: RevivalDeps): void {
  let revivals: readonly number[] = []
  const revive = (): void => {
    revivals = [...revivals, clock.now()]
    window.webContents.reload()
  }
  const giveUp = async (): Promise<void> => {
    const isWanted = await askAgain(window).catch(() => false)
    if (window.isDestroyed()) return
    revivals = []
    if (isWanted) revive()
    else window.destroy()
  }
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    const now = clock.now()
    revivals = revivals.filter((at) => now - at < withinMs)
    const isRevived = revivals.length < mostRevivals
    log.error('page-gone', { reason, exitCode, isRevived })
    if (window.isDestroyed()) return
    if (isRevived) revive()
    else void giveUp()
  })
}
