/**
 * How a dead relay is started again: twice at once, since every port refuses meanwhile, then after 1, 2, 4, 8 and 16 s; seven times
 * within ten minutes, then no more.
 */
const delaysMs = [0, 0, 1_000, 2_000, 4_000, 8_000, 16_000] as const
const windowMs = 10 * 60_000

/** Counts deaths and says how long to wait before the next start. */
interface RestartBudget {
  /** Milliseconds until the next start, or null when the budget is spent. */
  next(now: number): number | null
}

/** A fresh budget. A relay that lived for ten minutes has earned all its restarts back. */
export function createRestartBudget(): RestartBudget {
  let deaths: readonly number[] = []
  return {
    next(now) {
      deaths = [...deaths.filter((at) => now - at < windowMs), now]
      return delaysMs[deaths.length - 1] ?? null
    },
  }
}
