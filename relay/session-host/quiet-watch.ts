import type { Clock } from '#domain/clock/clock.ts'

/** So long (ms) nothing may come back while something is asked for; then it is asked whether the session lives. */
const quietLimitMs = 20_000

/** What the watch needs. */
interface QuietWatchOptions {
  readonly clock: Clock
  /** Asks the session itself. `unknown`: it can not be asked. */
  ask(): Promise<'alive' | 'unknown'>
  /** Nothing came for so long (ms), and nobody can be asked why. */
  suspected(quietMs: number): void
  /** Something came of a session that was suspected, or of which nothing was known. `latencyMs` since it was asked for. */
  heard(latencyMs: number): void
}

/** One connection of the session: told of each piece that goes there and comes back. */
interface ConnectionBytes {
  said(): void
  heard(): void
  closed(): void
}

/**
 * Notices that a session is quiet: bytes were asked for, and none came back on any of its connections. That is a suspicion and
 * no proof, since a query that takes its time looks the same. Only connections that were answered before count; a first answer
 * that is late is told of elsewhere.
 */
export class QuietWatch {
  readonly #options: QuietWatchOptions
  /** Connections that have asked since they heard something last, with the time of asking, oldest first. */
  readonly #asking = new Map<object, number>()
  /** When the session gave a sign of life last. */
  #heardAt = Number.NEGATIVE_INFINITY
  #trust: 'well' | 'suspected' | 'unproven' = 'well'
  #cancel: (() => void) | null = null
  #isAsking = false

  constructor(options: QuietWatchOptions) {
    this.#options = options
  }

  get isSuspected(): boolean {
    return this.#trust === 'suspected'
  }

  /** Since when nothing came back, as long (ms) as it is now. */
  get quietMs(): number {
    const [since = Number.NEGATIVE_INFINITY] = this.#asking.values()
    return this.#options.clock.now() - Math.max(since, this.#heardAt)
  }

  connect(): ConnectionBytes {
    const connection = {}
    let hasAnswer = false
    return {
      said: () => {
        if (!hasAnswer || this.#asking.has(connection)) return
        this.#asking.set(connection, this.#options.clock.now())
        this.#watch()
      },
      heard: () => {
        hasAnswer = true
        this.#heard(connection)
      },
      closed: () => void this.#asking.delete(connection),
    }
  }

  /** Nobody knows whether the session lives, and it can not be asked: the next answer tells. */
  doubt(): void {
    if (this.#trust === 'well') this.#trust = 'unproven'
  }

  dispose(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#asking.clear()
  }

  #heard(connection: object): void {
    const now = this.#options.clock.now()
    const askedAt = this.#asking.get(connection)
    this.#asking.delete(connection)
    this.#heardAt = now
    // What comes unasked is not an answer yet.
    if (this.#trust === 'well' || (this.#trust === 'unproven' && askedAt === undefined)) return
    this.#trust = 'well'
    this.#options.heard(askedAt === undefined ? 0 : now - askedAt)
    this.#watch()
  }

  #watch(): void {
    if (this.#cancel !== null || this.#isAsking || this.#asking.size === 0 || this.isSuspected) return
    this.#cancel = this.#options.clock.after(Math.max(0, quietLimitMs - this.quietMs), () => {
      this.#cancel = null
      if (this.#asking.size === 0) return
      if (this.quietMs >= quietLimitMs) void this.#look()
      else this.#watch()
    })
  }

  async #look(): Promise<void> {
    this.#isAsking = true
    const answer = await this.#options.ask()
    this.#isAsking = false
    if (answer === 'alive') this.#heardAt = this.#options.clock.now()
    if (this.#asking.size === 0 || this.quietMs < quietLimitMs) return this.#watch()
    this.#trust = 'suspected'
    this.#options.suspected(this.quietMs)
  }
}
