import type { Socket } from 'node:net'
import type { Result } from '#contract/result.ts'
import { ok } from '#domain/result.ts'
import { recordCause } from './client-record.ts'
import { listenAt, type Listeners } from './listen.ts'

/** Listens for a door at one address of a private network, beside what it has on loopback. */
export class ExposedListener {
  readonly #port: number
  readonly #accept: (socket: Socket) => void
  #now: { readonly address: string; readonly listeners: Listeners } | null = null

  constructor(port: number, accept: (socket: Socket) => void) {
    this.#port = port
    this.#accept = accept
  }

  /** Where it listens now. */
  get address(): string | null {
    return this.#now?.address ?? null
  }

  /** Listens there and nowhere else; PORT_TAKEN, PORT_FORBIDDEN, LOCAL_ADDRESS_MISSING. Calls come one after the other. */
  async listen(address: string): Promise<Result<void>> {
    if (this.address === address) return ok(undefined)
    this.end()
    const listening = await listenAt([address], this.#port, this.#accept)
    if (!listening.ok) return listening
    this.#now = { address, listeners: listening.value }
    return ok(undefined)
  }

  /** Stops accepting and closes everybody who came in here, at once: what a person takes back is taken back now. */
  end(): void {
    const ended = this.#now
    this.#now = null
    if (ended === null) return
    void ended.listeners.close()
    for (const socket of ended.listeners.accepted) {
      recordCause(socket, 'concealed')
      socket.destroy()
    }
  }

  /** Stops accepting; resolves when everybody who came in here is gone. */
  async close(): Promise<void> {
    const ended = this.#now
    this.#now = null
    await ended?.listeners.close()
  }
}
