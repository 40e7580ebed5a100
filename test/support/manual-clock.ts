/** A clock that only a test moves. */
export class ManualClock {
  #now = 0
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>()

  readonly now = (): number => this.#now

  readonly after = (delayMs: number, run: () => void): (() => void) => {
    const timer = { at: this.#now + delayMs, run }
    this.#timers.add(timer)
    return () => void this.#timers.delete(timer)
  }

  /** Timers that are set and neither ran nor were cancelled. */
  get pending(): number {
    return this.#timers.size
  }

  /** Lets time pass; timers run in order, also those that are set on the way. */
  pass(ms: number): void {
    const end = this.#now + ms
    for (;;) {
      const next = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
      if (next === undefined) break
      this.#timers.delete(next)
      this.#now = next.at
      next.run()
    }
    this.#now = end
  }
}
