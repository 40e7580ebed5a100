const startMs = 100
const shortestTimeoutMs = 200
const longestTimeoutMs = 1_000
const baseSpanMs = 30_000

/** Smoothed round trip of messages, its variance, and the lowest seen lately. Milliseconds; the clock is the caller's. */
export class RoundTrip {
  #smoothed = startMs
  #variance = 0
  #measured = false
  #lowest = Infinity
  #previousLowest = Infinity
  #spanStart = 0

  /** Takes one sample of a message that was sent once. */
  sample(elapsed: number, now: number): void {
    this.#noteLowest(elapsed, now)
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

  /** What the path adds by queueing, beyond its shortest round trip of the last minute. */
  get queueing(): number {
    const base = Math.min(this.#lowest, this.#previousLowest)
    return base === Infinity ? 0 : this.#smoothed - base
  }

  get base(): number {
    const base = Math.min(this.#lowest, this.#previousLowest)
    return base === Infinity ? this.#smoothed : base
  }

  #noteLowest(elapsed: number, now: number): void {
    if (now - this.#spanStart > baseSpanMs) {
      this.#previousLowest = this.#lowest
      this.#lowest = Infinity
      this.#spanStart = now
    }
    if (elapsed < this.#lowest) this.#lowest = elapsed
  }
}
