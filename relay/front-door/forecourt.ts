import type { Socket } from 'node:net'
import type { Clock } from '#domain/clock/clock.ts'

/** Connections that may stand before a door: as many as a computer's programs open in a storm, and then some. */
export const forecourtPlaces = 1_024
/** Who stands here is looked after so often, ms, also when nobody tells that there is room. */
const lookMs = 50

/** What the forecourt needs. */
interface ForecourtOptions {
  readonly clock: Clock
  /** Longest stay, milliseconds. */
  readonly limitMs: number
  /** Whether one more may come in. */
  hasRoom(): boolean
  enter(socket: Socket): void
  /** It stood here for too long, or there is no place even here. */
  turnAway(socket: Socket): void
}

/**
 * Where connections stand for which there is no room inside at the moment: accepted, as the system has done that, and not
 * read. What they say waits in their sockets. First come, first served.
 */
export class Forecourt {
  readonly #options: ForecourtOptions
  readonly #standing = new Map<Socket, number>()
  #cancel: (() => void) | null = null

  constructor(options: ForecourtOptions) {
    this.#options = options
  }

  get count(): number {
    return this.#standing.size
  }

  /** Lets a connection in, or has it stand here until there is room. */
  come(socket: Socket): void {
    const { clock, hasRoom, enter, turnAway } = this.#options
    if (this.#standing.size === 0 && hasRoom()) return enter(socket)
    if (this.#standing.size >= forecourtPlaces) return turnAway(socket)
    this.#standing.set(socket, clock.now())
    socket.on('error', () => {}).once('close', () => this.#standing.delete(socket))
    this.#cancel ??= clock.after(lookMs, () => this.#lookAgain())
  }

  /** Lets in whoever has room now. */
  callIn(): void {
    for (const socket of this.#standing.keys()) {
      if (!this.#options.hasRoom()) return
      this.#standing.delete(socket)
      this.#options.enter(socket)
    }
  }

  /** Everybody who stands here; they are the caller's now. */
  leave(): readonly Socket[] {
    this.#cancel?.()
    this.#cancel = null
    const sockets = [...this.#standing.keys()]
    this.#standing.clear()
    return sockets
  }

  #lookAgain(): void {
    this.#cancel = null
    this.callIn()
    const { clock, limitMs, turnAway } = this.#options
    for (const [socket, since] of this.#standing) {
      if (clock.now() - since < limitMs) break
      this.#standing.delete(socket)
      turnAway(socket)
    }
    if (this.#standing.size > 0) this.#cancel = clock.after(lookMs, () => this.#lookAgain())
  }
}
