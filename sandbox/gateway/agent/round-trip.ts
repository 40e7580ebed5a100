const INITIAL_MS = 100
const INITIAL_TIMEOUT_MS = 200
const GRANULARITY_MS = 10
const MAX_TIMEOUT_MS = 1000

/** The round-trip estimate of both real programs, in milliseconds: capped at a second, retransmissions counted too. */
export class RoundTrip {
  #smoothed = INITIAL_MS
  #variation = 0
  #timeout = INITIAL_TIMEOUT_MS

  /** After how many milliseconds without an acknowledgement a message counts as lost. */
  get timeout(): number {
    return this.#timeout
  }

  sample(milliseconds: number): void {
    this.#variation = 0.75 * this.#variation + 0.25 * Math.abs(this.#smoothed - milliseconds)
    this.#smoothed = 0.875 * this.#smoothed + 0.125 * milliseconds
    this.#timeout = Math.min(MAX_TIMEOUT_MS, this.#smoothed + Math.max(GRANULARITY_MS, 4 * this.#variation))
  }
}
