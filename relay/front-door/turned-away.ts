import type { Clock } from '#domain/clock/clock.ts'

/** What comes within so long (ms) is told as one: a port scanner must not flood those who listen. */
const periodMs = 1_000

/** What the count needs. */
interface TurnedAwayOptions {
  readonly clock: Clock
  report(clients: number): void
}

/** Counts the clients that found no place to wait. */
export class TurnedAway {
  readonly #options: TurnedAwayOptions
  #clients = 0
  #cancel: (() => void) | null = null

  constructor(options: TurnedAwayOptions) {
    this.#options = options
  }

  /** One more. */
  add(): void {
    this.#clients += 1
    this.#cancel ??= this.#options.clock.after(periodMs, () => this.#tell())
  }

  /** Tells what is not told yet, and nothing more. */
  dispose(): void {
    this.#cancel?.()
    if (this.#clients > 0) this.#tell()
  }

  #tell(): void {
    const clients = this.#clients
    this.#clients = 0
    this.#cancel = null
    this.#options.report(clients)
  }
}
