import type { Clock } from '#domain/clock/clock.ts'

/** Connections that end within so long (ms) end at once. */
const atOnceMs = 500
/** A connection that was open for less (ms) may have been sent away: a wrong password, a database that does not exist. */
const settledMs = 2_000
/** One connection that was alone says little, unless it was open for so long (ms): servers close idle ones after minutes or hours. */
const longMs = 60_000

/** What it needs. */
interface DeparturesOptions {
  readonly clock: Clock
  /** The far end closed every connection that there was. */
  departed(): void
}

/** One connection, from its first answer on. */
interface Departing {
  answered(): void
  /** Its client ended it. */
  left(): void
  closed(): void
}

/**
 * Notices that the far end has closed every connection at once, as a database does that restarts or fails over. Its name may lead
 * elsewhere from then on, and an agent has resolved that once for its session.
 */
export class Departures {
  readonly #options: DeparturesOptions
  /** Connections that were answered and are open, with the time of that. */
  readonly #open = new Map<object, number>()
  /** Those that the far end has closed lately. */
  #closed: readonly { readonly at: number; readonly heldMs: number }[] = []

  constructor(options: DeparturesOptions) {
    this.#options = options
  }

  connect(): Departing {
    const connection = {}
    let hasLeft = false
    return {
      answered: () => void this.#open.set(connection, this.#options.clock.now()),
      left: () => {
        hasLeft = true
      },
      closed: () => {
        const since = this.#open.get(connection)
        this.#open.delete(connection)
        if (since !== undefined && !hasLeft) this.#look(since)
      },
    }
  }

  #look(since: number): void {
    const at = this.#options.clock.now()
    this.#closed = [...this.#closed.filter((each) => at - each.at <= atOnceMs), { at, heldMs: at - since }]
    if (this.#open.size > 0) return
    const leastMs = this.#closed.length > 1 ? settledMs : longMs
    const isDeparture = this.#closed.every(({ heldMs }) => heldMs >= leastMs)
    this.#closed = []
    if (isDeparture) this.#options.departed()
  }
}
