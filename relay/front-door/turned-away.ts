import type { RelayFact } from '#contract/relay.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Client } from './client.ts'

/** What comes within so long (ms) is told as one: a port scanner must not flood those who listen. */
const periodMs = 1_000

/** What was short for a client. */
export type Shortage = Extract<RelayFact, { type: 'clients-turned-away' }>['why']

/** What the count needs. */
export interface TurnedAwayOptions {
  readonly clock: Clock
  report(clients: number, why: Shortage): void
}

/** Counts the clients that were closed at once, by what was short for them. */
export class TurnedAway {
  readonly #options: TurnedAwayOptions
  readonly #clients = new Map<Shortage, number>()
  #cancel: (() => void) | null = null

  constructor(options: TurnedAwayOptions) {
    this.#options = options
  }

  /** One more. */
  add(why: Shortage): void {
    this.#clients.set(why, (this.#clients.get(why) ?? 0) + 1)
    this.#cancel ??= this.#options.clock.after(periodMs, () => this.#tell())
  }

  /** Closes one that has just come, and counts it. */
  turnAway(client: Client, why: Shortage): void {
    this.add(why)
    client.dismiss(why === 'file-handles' ? 'no-handles' : 'no-place')
  }

  /** Tells what is not told yet, and nothing more. */
  dispose(): void {
    this.#cancel?.()
    this.#tell()
  }

  #tell(): void {
    const counted = [...this.#clients]
    this.#clients.clear()
    this.#cancel = null
    for (const [why, clients] of counted) this.#options.report(clients, why)
  }
}
