import type { Socket } from 'node:net'
import type { Clock } from '#domain/clock/clock.ts'
import { type CloseCause, recordAnswer, recordCause } from './client-record.ts'
import type { FirstBytes } from '#domain/first-bytes/first-bytes.ts'
import { farAddressOf } from './far-address.ts'
import { HeardWords } from './heard-words.ts'

/** A client may say this much before it is let through; then its socket is paused and TCP holds it back. */
const heldBytesLimit = 65_536

/**
 * How a client's words are looked at: they have not come, they were looked at once, or each of its requests is (HTTP).
 */
export type Judged = 'unheard' | 'once' | 'by-request'

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
  /** The address of the other computer that it came from; null for a program of this one. */
  readonly from: string | null
  /** When it came, milliseconds of the door's clock; 0 for one that is only to be closed. */
  readonly since: number
  readonly #held = new HeardWords()
  #gone = false
  #listener: ClientListener | null = null
  #said: (howMuch: 'much' | 'little') => void = () => {}
  #judged: Judged = 'unheard'
  #isCarried = false
  #whenJudged: () => void = () => {}

  constructor(socket: Socket, since = 0) {
    this.socket = socket
    this.since = since
    this.peerPort = socket.remotePort ?? 0
    this.from = farAddressOf(socket)
    socket.setNoDelay(true)
    // One client's error concerns no other; what matters of it is told by `close`.
    socket.on('error', () => {})
    socket.on('data', this.#keep)
    socket.on('end', this.#ended)
    socket.on('close', this.#closed)
  }

  /** What it said first, as far as it came and was not taken. */
  get firstBytes(): FirstBytes {
    return this.#held.read()
  }

  /** True once it will say no more than it has. */
  get isThrough(): boolean {
    return this.socket.readableEnded
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

  /** How its words are looked at, as far as it is known. */
  get judged(): Judged {
    return this.#judged
  }

  /** Its first words are known. */
  judge(judged: Exclude<Judged, 'unheard'>): void {
    this.#judged = judged
    this.#said = () => {}
    this.#whenJudged()
  }

  /** Who hears once its first words are known, or that it is through without any; it does not count as gone for that. */
  awaitWords(heard: () => void): void {
    this.#whenJudged = heard
    this.#isCarried = true
    if (this.isThrough) heard()
  }

  /**
   * Who hears that it said more, or that it is through; until its bytes are taken. `little`: so little more that it need not be
   * looked at before long.
   */
  listen(said: (howMuch: 'much' | 'little') => void): void {
    this.#said = said
  }

  /** Stops holding: the socket is quiet and unlistened, and the bytes said so far are the caller's. */
  take(): readonly Buffer[] {
    this.socket.off('data', this.#keep)
    this.socket.off('end', this.#ended)
    this.socket.off('close', this.#closed)
    this.socket.pause()
    this.#listener = null
    this.#said = () => {}
    return this.#held.take()
  }

  /** Says one last thing and closes; by force when the client does not read it within `limitMs`. */
  dismissWith(lastWords: Uint8Array, clock: Clock, limitMs: number): void {
    const { socket } = this
    recordCause(socket, 'first-words')
    recordAnswer(socket, lastWords)
    // What it still says is read and dropped: bytes that nobody reads would reset the connection, and the words with it.
    this.take()
    this.#gone = true
    socket.resume()
    socket.end(lastWords)
    const cancel = clock.after(limitMs, () => socket.destroy())
    socket.once('close', cancel)
  }

  /** Closes the connection without ceremony. */
  dismiss(cause: CloseCause | 'left'): void {
    if (cause !== 'left') recordCause(this.socket, cause)
    this.#listener = null
    this.#said = () => {}
    this.#gone = true
    this.socket.destroy()
  }

  readonly #keep = (chunk: Buffer): void => {
    const howMuch = this.#held.add(chunk)
    if (this.#held.bytes >= heldBytesLimit) this.socket.pause()
    this.#said(howMuch)
  }

  readonly #ended = (): void => {
    if (this.#held.bytes === 0 && this.#isCarried) return this.#whenJudged()
    if (this.#held.bytes === 0) return this.#leave()
    this.#listener?.halfClosed()
    this.#said('much')
  }

  readonly #closed = (): void => this.#leave()

  #leave(): void {
    if (this.#gone) return
    this.#gone = true
    this.socket.destroy()
    this.#listener?.left()
  }
}
