import type { Clock } from '#domain/clock/clock.ts'

/** The machine's own clock since the program's start; it does not jump when the wall clock is set. */
export const monotonicClock: Clock = {
  now: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}
