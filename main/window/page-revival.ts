import type { BrowserWindow } from 'electron'
import type { Clock } from '#domain/clock/clock.ts'
import type { Log } from '#core/app/ports.ts'

/** A page that goes more often than this within {@link withinMs} would only go again. */
const mostRevivals = 3
const withinMs = 60_000

/**
 * Loads the page again when its process is gone (it crashed, or the system took its memory): it holds no truth, so it comes
 * back as it was, and the tunnels never noticed. Without this the window stays blank until somebody closes it.
 */
export function revivePage(window: BrowserWindow, clock: Pick<Clock, 'now'>, log: Log): void {
  let revivals: readonly number[] = []
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    const now = clock.now()
    revivals = revivals.filter((at) => now - at < withinMs)
    const isRevived = revivals.length < mostRevivals
    log.error('page-gone', { reason, exitCode, isRevived })
    if (!isRevived || window.isDestroyed()) return
    revivals = [...revivals, now]
    window.webContents.reload()
  })
}
