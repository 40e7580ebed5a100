import { app } from 'electron'
import type { Log } from '#core/app/ports.ts'
import type { QuitGate } from './quit-gate.ts'
import { stopInOrder, type StopStep } from './stop-in-order.ts'

/**
 * Makes every way out take the same road: quit from the menu or tray, the system's shut-down, SIGTERM, SIGINT and SIGHUP.
 * The app exits when the steps are done, and until then nothing takes another road. An app that still starts is waited for, so
 * that what it has begun is stopped as well, but not longer than {@link startDeadlineMs}; one whose start fails just exits. What
 * does not pass the gate quits nothing; signals are not held up there.
 */
export function quitThrough(
  steps: () => Promise<readonly StopStep[]>,
  log: Log,
  gate: Pick<QuitGate, 'passes' | 'open'>,
): void {
  let phase: 'running' | 'stopping' = 'running'
  const quit = (): void => {
    gate.open()
    app.quit()
  }
  const leave = (): void => {
    app.off('before-quit', heard)
    for (const signal of signals) process.off(signal, quit)
    app.exit(0)
  }
  const heard = (event: { preventDefault(): void }): void => {
    event.preventDefault()
    if (phase === 'stopping' || !gate.passes()) return
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
