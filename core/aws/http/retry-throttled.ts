import type { Clock } from '#domain/clock/clock.ts'
import { isThrottled } from '../errors/translate.ts'

/** How long to go on asking a service that asks for patience. */
interface RetryThrottledDeps {
  readonly clock: Clock
  /** 0 ≤ n < 1. */
  random(): number
  /** Tries in all. */
  readonly attempts: number
  /** Pauses double from the first to the longest; each is shortened by up to a half at random (ms). */
  readonly firstPauseMs: number
  readonly longestPauseMs: number
}

/** Asks again while the answer is "too many requests"; every other failure is thrown at once. */
export type RetryThrottled = <T>(ask: () => Promise<T>) => Promise<T>

export function createRetryThrottled(deps: RetryThrottledDeps): RetryThrottled {
  const pause = (attempt: number): Promise<void> => {
    const ceiling = Math.min(deps.firstPauseMs * 2 ** attempt, deps.longestPauseMs)
    return new Promise((resolve) => void deps.clock.after(ceiling / 2 + (deps.random() * ceiling) / 2, resolve))
  }
  const persist = async <T>(ask: () => Promise<T>, attempt: number): Promise<T> => {
    try {
      return await ask()
    } catch (error) {
      if (!isThrottled(error) || attempt + 1 >= deps.attempts) throw error
    }
    await pause(attempt)
    return persist(ask, attempt + 1)
  }
  return (ask) => persist(ask, 0)
}
