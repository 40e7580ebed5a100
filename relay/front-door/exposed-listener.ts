import type { Socket } from 'node:net'
import type { Problem } from '#contract/problem.ts'
import { recordCause } from './client-record.ts'
import { listenAt, type Listeners } from './listen.ts'

/** Where a door listens beside loopback, and why it does not where it was to. */
export interface Exposed {
  readonly address: string | null
  readonly problem: Problem | null
}

/** Listens for a door at one address of a private network, beside what it has on loopback. */
export class ExposedListener {
  readonly #port: number
  readonly #accept: (socket: Socket) => void
  #isClosed = false
  #now: { readonly address: string; readonly listeners: Listeners } | null = null

  constructor(port: number, accept: (socket: Socket) => void) {
    this.#port = port
    this.#accept = accept
  }

  /** Where it listens now. */
  get address(): string | null {
    return this.#now?.address ?? null
  }

  /** Listens there and nowhere else, or nowhere. PORT_TAKEN, PORT_FORBIDDEN, LOCAL_ADDRESS_MISSING. Calls come one after the other. */
  async listen(address: string | null): Promise<Exposed> {
    if (address !== this.address) this.#end()
    if (address === this.address || address === null || this.#isOver()) return { address: this.address, problem: null }
    const listening = await listenAt([address], this.#port, this.#accept)
    if (!listening.ok) return { address: null, problem: listening.error }
    this.#now = { address, listeners: listening.value }
    // Its door may have been closed meanwhile.
    if (this.#isOver()) this.#end()
    return { address: this.address, problem: null }
  }

  /** Stops accepting; resolves when everybody who came in here is gone. */
  async close(): Promise<void> {
    this.#isClosed = true
    const ended = this.#now
    this.#now = null
    await ended?.listeners.close()
  }

  #isOver(): boolean {
    return this.#isClosed
  }

  /** Stops accepting and closes everybody who came in here, at once: what a person takes back is taken back now. */
  #end(): void {
    const ended = this.#now
    this.#now = null
    if (ended === null) return
    void ended.listeners.close()
    for (const socket of ended.listeners.accepted) {
      recordCause(socket, 'concealed')
      socket.destroy()
    }
  }
}
