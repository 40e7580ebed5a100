/** The lowest of the values noted during the last one to two spans. */
export class RecentLowest {
  #current = Infinity
  #previous = Infinity
  #startedAt = -Infinity

  /** Null before the first value. */
  get value(): number | null {
    const lowest = Math.min(this.#current, this.#previous)
    return lowest === Infinity ? null : lowest
  }

  note(value: number, now: number, span: number): void {
    if (now - this.#startedAt > span) {
      this.#previous = this.#current
      this.#current = Infinity
      this.#startedAt = now
    }
    if (value < this.#current) this.#current = value
  }
}
