import { app } from 'electron'
import type { Log } from '#core/app/ports.ts'
import { within } from '#domain/clock/clock.ts'
import { wallClock } from './wall-clock.ts'

/** One thing to stop on the way out. */
export interface StopStep {
  readonly name: string
  stop(): Promise<void> | void
  /** Milliseconds after which the next step runs anyway. */
  readonly deadlineMs: number
}

/** Runs the steps one after the other; a step that fails or hangs is reported and does not keep the app alive. */
export async function stopInOrder(steps: readonly StopStep[], log: Pick<Log, 'info' | 'error'>): Promise<void> {
  for (const { name, stop, deadlineMs } of steps) {
    try {
      const outcome = await within(wallClock, deadlineMs, Promise.resolve(stop()))
      if (outcome === 'late') log.error('stop-late', { name, deadlineMs })
      else log.info('stopped', { name })
    } catch (error) {
      log.error('stop-failed', { name, error: error instanceof Error ? error.message : String(error) })
    }
  }
}

/**
 * Makes every way out take the same road: quit from the menu or tray, the system's shut-down, SIGTERM, SIGINT and SIGHUP.
 * The app exits when the steps are done, and until then nothing takes another road. An app that still starts is waited for, so
 * that what it has begun is stopped as well, but not longer than {@link startDeadlineMs}; one whose start fails just exits.
 */
export function quitThrough(steps: () => Promise<readonly StopStep[]>, log: Log): void {
  let phase: 'running' | 'stopping' = 'running'
  const quit = (): void => app.quit()
  const leave = (): void => {
    app.off('before-quit', heard)
    for (const signal of signals) process.off(signal, quit)
    app.exit(0)
  }
  const heard = (event: { preventDefault(): void }): void => {
    event.preventDefault()
    if (phase === 'stopping') return
    phase = 'stopping'
    log.info('quitting')
    void stepsInTime(steps())
      .then((known) => stopInOrder(known, log))
      .finally(leave)
  }
  app.on('before-quit', heard)
  for (const signal of signals) process.on(signal, quit)
}

/** Longer than any start that goes well takes on a busy machine. */
const startDeadlineMs = 10_000

async function stepsInTime(steps: Promise<readonly StopStep[]>): Promise<readonly StopStep[]> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<readonly StopStep[]>((resolve) => (timer = setTimeout(resolve, startDeadlineMs, [])))
  return await Promise.race([steps.catch(() => []), late]).finally(() => clearTimeout(timer))
}

const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const
