import type { Clock } from '#domain/clock/clock.ts'

/** The time of day with real timers, as main has it. */
export const wallClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}
