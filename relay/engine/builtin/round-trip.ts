import { RecentLowest } from './recent-lowest.ts'

const startMs = 100
const shortestTimeoutMs = 200
const longestTimeoutMs = 1_000
const baseSpanMs = 11_000

/** Smoothed round trip of messages, its variance, and the path's own delay. Milliseconds; the clock is the caller's. */
export class RoundTrip {
  #smoothed = startMs
  #variance = 0
  #measured = false
  readonly #base = new RecentLowest()

  /** Takes one sample of a message that was sent once. */
  sample(elapsed: number, now: number): void {
    this.#base.note(elapsed, now, baseSpanMs)
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

  /** The path's own delay: the shortest of the last eleven to twenty-two seconds. */
  get base(): number {
    return this.#base.value ?? this.#smoothed
  }
}
