import type { Clock } from '#domain/clock/clock.ts'

/** What comes within so long (ms) is told as one. */
const periodMs = 250

/** Clients that were let go: with a message in their own protocol, or without a word. */
export interface LetGoCounts {
  readonly told: number
  readonly untold: number
}

/** Counts the clients that were let go, and reports them together. */
export class LetGoCount {
  readonly #clock: Clock
  readonly #report: (counts: LetGoCounts) => void
  #counts: LetGoCounts = { told: 0, untold: 0 }
  #cancel: (() => void) | null = null

  constructor(clock: Clock, report: (counts: LetGoCounts) => void) {
    this.#clock = clock
    this.#report = report
  }

  /** One more. */
  add(how: keyof LetGoCounts): void {
    this.#counts = { ...this.#counts, [how]: this.#counts[how] + 1 }
    this.#cancel ??= this.#clock.after(periodMs, () => this.#tell())
  }

  /** Tells what is not told yet, and nothing more. */
  dispose(): void {
    if (this.#cancel === null) return
    this.#cancel()
    this.#tell()
  }

  #tell(): void {
    const counts = this.#counts
    this.#counts = { told: 0, untold: 0 }
    this.#cancel = null
    this.#report(counts)
  }
}
