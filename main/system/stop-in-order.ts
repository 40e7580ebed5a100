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
