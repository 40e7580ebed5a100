import type { Clock } from '#domain/clock/clock.ts'
import { createRetryThrottled } from '../http/retry-throttled.ts'

/** Sessions started at the same time; the service allows only a few starts per second. */
const parallelStarts = 2
const retries = { attempts: 5, firstPauseMs: 300, longestPauseMs: 5_000 }

/** Runs starts two at a time, in order, each with a backoff while it is throttled. */
export type StartQueue = <T>(start: () => Promise<T>) => Promise<T>

interface StartQueueDeps {
  readonly clock: Clock
  /** 0 ≤ n < 1. */
  random(): number
}

export function createStartQueue(deps: StartQueueDeps): StartQueue {
  const retryThrottled = createRetryThrottled({ ...retries, clock: deps.clock, random: () => deps.random() })
  const waiting: (() => void)[] = []
  let running = 0

  const enter = async (): Promise<void> => {
    if (running >= parallelStarts) await new Promise<void>((resolve) => waiting.push(resolve))
    else running += 1
  }

  /** Hands the place straight to the next in line. */
  const leave = (): void => {
    const next = waiting.shift()
    if (next) next()
    else running -= 1
  }

  return async (start) => {
    await enter()
    try {
      return await retryThrottled(start)
    } finally {
      leave()
    }
  }
}
