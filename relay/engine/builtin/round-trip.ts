import { RecentLowest } from './recent-lowest.ts'

const startMs = 100
/** Before anything was measured. A way over half of the world takes 0.3 s. */
const unmeasuredTimeoutMs = 500
/** A busy machine, or agent, may be so much later than it ever was (ms) and has lost nothing. */
const marginMs = 200
const longestTimeoutMs = 3_000
/** Where later messages were acknowledged, one counts as lost so soon (ms), or so soon beyond what is usual. */
const missed = { soonestMs: 200, marginMs: 10 } as const
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

  /** How long after its sending a message counts as lost that later ones have overtaken. */
  get missedTimeout(): number {
    return Math.max(missed.soonestMs, Math.min(this.timeout, this.#smoothed + this.#margin(missed.marginMs)))
  }

  /** How long after its sending a message counts as lost, where nothing tells but its lateness. */
  get timeout(): number {
    if (!this.#measured) return unmeasuredTimeoutMs
    return Math.min(longestTimeoutMs, this.#smoothed + this.#margin(marginMs))
  }

  /** The path's own delay: the shortest of the last eleven to twenty-two seconds. */
  get base(): number {
    return this.#base.value ?? this.#smoothed
  }

  #margin(leastMs: number): number {
    return Math.max(leastMs, 4 * this.#variance)
  }
}
