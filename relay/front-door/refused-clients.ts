import type { RefusedClient } from '#contract/refused-client.ts'
import type { Clock } from '#domain/clock/clock.ts'

/** What comes within so long (ms) is told as one: a page that tries again and again must not flood those who listen. */
const periodMs = 1_000
/** Different clients that are told of within a period; the others are counted with the last of them. */
const kindsLimit = 8

/** What the count needs. */
export interface RefusedClientsOptions {
  readonly clock: Clock
  report(client: RefusedClient, clients: number): void
}

/** Counts the clients that were refused, by what they said of themselves. */
export class RefusedClients {
  readonly #options: RefusedClientsOptions
  readonly #counted = new Map<string, { readonly client: RefusedClient; clients: number }>()
  #cancel: (() => void) | null = null

  constructor(options: RefusedClientsOptions) {
    this.#options = options
  }

  /** One more. The first is told at once. */
  add(client: RefusedClient): void {
    const key = JSON.stringify(client)
    const counted = this.#counted.get(key) ?? this.#place(key, client)
    counted.clients += 1
    if (this.#cancel !== null) return
    this.#tell()
    this.#cancel = this.#options.clock.after(periodMs, () => this.#periodEnded())
  }

  /** Tells what is not told yet, and nothing more. */
  dispose(): void {
    this.#cancel?.()
    this.#cancel = null
    this.#tell()
  }

  #place(key: string, client: RefusedClient): { readonly client: RefusedClient; clients: number } {
    const last = [...this.#counted.values()].at(-1)
    if (last !== undefined && this.#counted.size >= kindsLimit) return last
    const counted = { client, clients: 0 }
    this.#counted.set(key, counted)
    return counted
  }

  #periodEnded(): void {
    this.#cancel = null
    if (this.#counted.size === 0) return
    this.#tell()
    this.#cancel = this.#options.clock.after(periodMs, () => this.#periodEnded())
  }

  #tell(): void {
    for (const { client, clients } of this.#counted.values()) this.#options.report(client, clients)
    this.#counted.clear()
  }
}
