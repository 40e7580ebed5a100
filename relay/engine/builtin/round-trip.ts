import { RecentLowest } from './recent-lowest.ts'

const startMs = 100
const shortestTimeoutMs = 200
const longestTimeoutMs = 1_000
const baseSpanMs = 30_000
const standingSpanMs = 20

/** Smoothed round trip of messages, its variance, and how much of it is a queue. Milliseconds; the clock is the caller's. */
export class RoundTrip {
  #smoothed = startMs
  #variance = 0
  #measured = false
  readonly #base = new RecentLowest()
  readonly #standing = new RecentLowest()

  /** Takes one sample of a message that was sent once. */
  sample(elapsed: number, now: number): void {
    this.#base.note(elapsed, now, baseSpanMs)
    this.#standing.note(elapsed, now, Math.max(standingSpanMs, this.#smoothed / 2))
    if (!this.#measured) {
      this.#measured = true
      this.#smoothed = elapsed
      this.#variance = elapsed / 2
      return
    }
    this.#variance += (Math.abs(this.#smoothed - elapsed) - this.#variance) / 4
    this.#smoothed += (elapsed - this.#smoothed) / 8
  }

  get smoothed(): number {
    return this.#smoothed
  }

  /** When a message counts as lost. */
  get timeout(): number {
    const estimate = this.#smoothed + Math.max(10, 4 * this.#variance)
    return Math.min(longestTimeoutMs, Math.max(shortestTimeoutMs, estimate))
  }

  /**
   * The standing queue: what even the fastest message of the last round trip waited beyond the path's own delay. A mean
   * would take a busy processor's pauses for a queue.
   */
  get queueing(): number {
    return (this.#standing.value ?? 0) - (this.#base.value ?? 0)
  }

  /** The path's own delay: the shortest of the last half minute to minute. */
  get base(): number {
    return this.#base.value ?? this.#smoothed
  }
}
