import type { Socket } from 'node:net'

/** A client may say this much before it is let through; then its socket is paused and TCP holds it back. */
const heldBytesLimit = 65_536

/** What happens to a client that is not carried yet. */
interface ClientListener {
  /** It left (closed or reset its socket, or said goodbye without having said anything). */
  left(): void
  /** It ended its sending side after having said something: a half-close, or a departure. TCP does not tell which. */
  halfClosed(): void
}

/**
 * An accepted connection that is not carried yet. Its socket is read, up to a limit, because a paused socket never
 * reports that its peer left; what was read is handed on by {@link take}, so nothing is lost.
 */
export class Client {
  readonly socket: Socket
  /** The client's own port, by which its program can be found. */
  readonly peerPort: number
  #held: Buffer[] = []
  #heldBytes = 0
  #gone = false
  #listener: ClientListener | null = null

  constructor(socket: Socket) {
    this.socket = socket
    this.peerPort = socket.remotePort ?? 0
    socket.setNoDelay(true)
    // One client's error concerns no other; what matters of it is told by `close`.
    socket.on('error', () => {})
    socket.on('data', this.#keep)
    socket.on('end', this.#ended)
    socket.on('close', this.#closed)
  }

  /** True once nobody is there to be carried. */
  get gone(): boolean {
    return this.#gone
  }

  /** Who hears of departures from now on; a half-close that already happened is told again. */
  watch(listener: ClientListener): void {
    this.#listener = listener
    if (!this.#gone && this.socket.readableEnded) listener.halfClosed()
  }

  /** Stops holding: the socket is quiet and unlistened, and the bytes said so far are the caller's. */
  take(): readonly Buffer[] {
    this.socket.off('data', this.#keep)
    this.socket.off('end', this.#ended)
    this.socket.off('close', this.#closed)
    this.socket.pause()
    this.#listener = null
    const held = this.#held
    this.#held = []
    return held
  }

  /** Closes the connection without ceremony. */
  dismiss(): void {
    this.#listener = null
    this.#gone = true
    this.socket.destroy()
  }

  readonly #keep = (chunk: Buffer): void => {
    this.#held.push(chunk)
    this.#heldBytes += chunk.length
    if (this.#heldBytes >= heldBytesLimit) this.socket.pause()
  }

  readonly #ended = (): void => {
    if (this.#heldBytes === 0) return this.#leave()
    this.#listener?.halfClosed()
  }

  readonly #closed = (): void => this.#leave()

  #leave(): void {
    if (this.#gone) return
    this.#gone = true
    this.socket.destroy()
    this.#listener?.left()
  }
}
