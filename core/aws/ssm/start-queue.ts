import type { Clock } from '../../app/ports.ts'
import { isThrottled } from '../errors/translate.ts'

/** Sessions started at the same time; the service allows only a few starts per second. */
const parallelStarts = 2
/** Tries of one start while the service asks for patience. */
const attempts = 5
/** First pause before trying again, and the longest (ms). */
const firstPauseMs = 300
const longestPauseMs = 5_000

/** Runs starts two at a time, each with a jittered backoff while it is throttled. */
export type StartQueue = <T>(start: () => Promise<T>) => Promise<T>

export interface StartQueueDeps {
  readonly clock: Clock
  /** 0 ≤ n < 1. */
  random(): number
}

export function createStartQueue({ clock, random }: StartQueueDeps): StartQueue {
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

  const pause = (attempt: number): Promise<void> => {
    const ceiling = Math.min(firstPauseMs * 2 ** attempt, longestPauseMs)
    return new Promise((resolve) => void clock.after(ceiling / 2 + random() * ceiling / 2, resolve))
  }

  const persist = async <T>(start: () => Promise<T>, attempt: number): Promise<T> => {
    try {
      return await start()
    } catch (error) {
      if (!isThrottled(error) || attempt + 1 >= attempts) throw error
    }
    await pause(attempt)
    return persist(start, attempt + 1)
  }

  return async (start) => {
    await enter()
    try {
      return await persist(start, 0)
    } finally {
      leave()
    }
  }
}
