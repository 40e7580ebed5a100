import type { Clock } from '#domain/clock/clock.ts'

/** The time of day with real timers, whose hands a test can put forward. */
export class ForwardClock implements Clock {
  readonly #timers = new Map<() => void, { readonly at: number; readonly timer: NodeJS.Timeout }>()
  #aheadMs = 0

  readonly now = (): number => Date.now() + this.#aheadMs

  readonly after = (delayMs: number, run: () => void): (() => void) => {
    const due = (): void => {
      this.#timers.delete(due)
      run()
    }
    this.#timers.set(due, { at: this.now() + delayMs, timer: setTimeout(due, delayMs) })
    return () => this.#stop(due)
  }

  /** So much time has passed (ms); what has become due runs, in order. */
  pass(ms: number): void {
    this.#aheadMs += ms
    const overdue = [...this.#timers].filter(([, { at }]) => at <= this.now())
    for (const [due] of overdue.toSorted(([, one], [, other]) => one.at - other.at)) {
      if (!this.#timers.has(due)) continue
      this.#stop(due)
      due()
    }
  }

  #stop(due: () => void): void {
    clearTimeout(this.#timers.get(due)?.timer)
    this.#timers.delete(due)
  }
}
