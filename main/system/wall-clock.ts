import type { Clock } from '#domain/clock/clock.ts'

/** The time of day, in epoch milliseconds: it may be compared with what AWS and files say, and it jumps when it is set. */
export const wallClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}
