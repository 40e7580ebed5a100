import type { Clock } from '#domain/clock/clock.ts'
import { isThrottled } from '../errors/translate.ts'

/** Sessions started at the same time; the service allows only a few starts per second. */
const parallelStarts = 2
/** Tries of one start while it is throttled, about five seconds in all. */
const attempts = 10
/** Time between two starts once the service asked for patience, and at the most (ms). */
const pace = { firstMs: 300, longestMs: 5_000, slower: 1.15, faster: 0.88, forgottenBelowMs: 100 }

/** Runs starts two at a time, in order, and no faster than the service lets it. */
export type StartQueue = <T>(start: () => Promise<T>) => Promise<T>

interface StartQueueDeps {
  readonly clock: Clock
  /** 0 ≤ n < 1. */
  random(): number
}

export function createStartQueue(deps: StartQueueDeps): StartQueue {
  const queue = new Queue(deps)
  return (start) => queue.run(start)
}

/**
 * A start that is throttled slows down all that follow: fifty that each back off by themselves leave the service idle between their
 * tries. The time between two starts grows with each refusal and shrinks with each that works, so that it stays where the service is.
 */
class Queue {
  readonly #deps: StartQueueDeps
  readonly #waiting: (() => void)[] = []
  #running = 0
  /** Time between two starts (ms); nothing until the service asks for it. */
  #gapMs = 0
  /** Before then nothing is started (epoch ms). */
  #freeAt = 0

  constructor(deps: StartQueueDeps) {
    this.#deps = deps
  }

  async run<T>(start: () => Promise<T>): Promise<T> {
    await this.#enter()
    try {
      return await this.#persist(start, 1)
    } finally {
      this.#leave()
    }
  }

  async #persist<T>(start: () => Promise<T>, attempt: number): Promise<T> {
    await this.#turn()
    try {
      const started = await start()
      this.#gapMs = this.#gapMs < pace.forgottenBelowMs ? 0 : this.#gapMs * pace.faster
      return started
    } catch (error) {
      if (!isThrottled(error) || attempt >= attempts) throw error
    }
    this.#gapMs = Math.min(Math.max(this.#gapMs * pace.slower, pace.firstMs), pace.longestMs)
    // Whoever else is throttled must not come back at the same moment.
    const pauseMs = this.#gapMs * (0.1 + this.#deps.random() / 10)
    this.#freeAt = Math.max(this.#freeAt, this.#deps.clock.now() + pauseMs)
    return await this.#persist(start, attempt + 1)
  }

  /** Waits until the next start may be, and takes that moment. */
  async #turn(): Promise<void> {
    const now = this.#deps.clock.now()
    // A clock that was set back must not hold anything up for hours.
    const waitMs = Math.min(Math.max(this.#freeAt - now, 0), 2 * pace.longestMs)
    this.#freeAt = now + waitMs + this.#gapMs
    if (waitMs > 0) await new Promise<void>((resolve) => void this.#deps.clock.after(waitMs, resolve))
  }

  async #enter(): Promise<void> {
    if (this.#running >= parallelStarts) await new Promise<void>((resolve) => this.#waiting.push(resolve))
    else this.#running += 1
  }

  /** Hands the place straight to the next in line. */
  #leave(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#running -= 1
  }
}
