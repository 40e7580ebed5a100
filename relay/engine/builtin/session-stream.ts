import { Duplex } from 'node:stream'
import { ArrivedBytes } from './arrived-bytes.ts'

/** What a stream asks of its session. */
export interface StreamOwner<S> {
  /** Gives the stream turns to send until it has no output. */
  enqueue(stream: S): void
  /** Unread bytes of the stream changed by `delta`. */
  unread(stream: S, delta: number): void
  /** The stream is over on this side. */
  released(stream: S): void
}

type Done = (error?: Error | null) => void

const bufferBytes = 65_536

/**
 * One connection inside a session: a Duplex that half-closes, with its own queues in both directions. The far end closes
 * both directions at once.
 */
export abstract class SessionStream extends Duplex {
  #graceMs: number
  #remoteClosed = false
  #output: readonly Buffer[] = []
  #outputIndex = 0
  #outputOffset = 0
  #outputBytes = 0
  #written: Done | null = null
  readonly #arrived = new ArrivedBytes()
  #wanted = false
  #heardAt = 0
  #graceTimer: NodeJS.Timeout | null = null

  constructor(graceMs: number) {
    super({ allowHalfOpen: true, readableHighWaterMark: bufferBytes, writableHighWaterMark: bufferBytes })
    this.#graceMs = graceMs
    // When all that the far end sent was read, nothing is left to do.
    this.once('end', () => this.destroy())
  }

  protected abstract tellOutput(): void
  protected abstract tellUnread(delta: number): void
  protected abstract tellReleased(): void

  /** False while something that was sent may not have reached the far end yet, where the session can tell. */
  protected get isDelivered(): boolean {
    return true
  }

  get remoteClosed(): boolean {
    return this.#remoteClosed
  }

  get unreadBytes(): number {
    return this.#arrived.length
  }

  /** Bytes written and not yet sent. */
  get outputBytes(): number {
    return this.#outputBytes
  }

  /** Data from the far end. */
  deliver(bytes: Buffer): void {
    if (this.destroyed || this.#remoteClosed) return
    if (this.#graceTimer !== null) this.#heardAt = performance.now()
    this.#arrived.add(bytes)
    this.tellUnread(bytes.length)
    if (this.#wanted) this.#hand()
  }

  /** The far end closed: what has arrived can still be read, what is written goes nowhere. */
  closeRemotely(): void {
    if (this.#remoteClosed || this.destroyed) return
    this.#remoteClosed = true
    this.#clearGrace()
    this.#dropOutput()
    this.#handEnd()
  }

  /**
   * Somebody waits for this stream's place: after a half-close, a silence of `graceMs` is enough. Whoever is half-closed
   * already is given that much from now.
   */
  hurry(graceMs: number): void {
    if (graceMs >= this.#graceMs) return
    this.#graceMs = graceMs
    if (this.#graceTimer === null) return
    this.#clearGrace()
    this.#startGrace()
  }

  override _read(): void {
    this.#wanted = true
    this.#hand()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    this.#accept([chunk], chunk.length, done)
  }

  override _writev(chunks: readonly { readonly chunk: Buffer }[], done: Done): void {
    const output = chunks.map((entry) => entry.chunk)
    this.#accept(
      output,
      output.reduce((sum, chunk) => sum + chunk.length, 0),
      done,
    )
  }

  /**
   * Neither smux v1 nor a bare stream can close one direction, and the agent drops what the far end still sends once it is
   * told. So a half-close is told only after a silence.
   */
  override _final(done: Done): void {
    done()
    if (!this.#remoteClosed) this.#startGrace()
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#clearGrace()
    this.#dropOutput()
    const unread = this.#arrived.length
    this.#arrived.clear()
    if (unread > 0) this.tellUnread(-unread)
    this.tellReleased()
    done(error)
  }

  #accept(output: readonly Buffer[], bytes: number, done: Done): void {
    if (this.#remoteClosed || bytes === 0) return done()
    this.#output = output
    this.#outputIndex = 0
    this.#outputOffset = 0
    this.#outputBytes = bytes
    this.#written = done
    this.tellOutput()
  }

  /** Moves `bytes` of the output to `target`; returns where it stopped. */
  protected copyOutput(target: Buffer, offset: number, bytes: number): number {
    let at = offset
    const end = offset + bytes
    while (at < end) {
      const chunk = this.#output[this.#outputIndex]
      if (chunk === undefined) break
      const copied = chunk.copy(target, at, this.#outputOffset, this.#outputOffset + end - at)
      at += copied
      this.#outputOffset += copied
      if (this.#outputOffset < chunk.length) continue
      this.#outputIndex += 1
      this.#outputOffset = 0
    }
    this.#outputBytes -= bytes
    if (this.#outputBytes === 0) this.#finishWrite()
    return end
  }

  #dropOutput(): void {
    this.#outputBytes = 0
    this.#finishWrite()
  }

  #finishWrite(): void {
    const done = this.#written
    this.#written = null
    this.#output = []
    done?.()
  }

  #hand(): void {
    while (this.#wanted && this.#arrived.length > 0) {
      const bytes = this.#arrived.take(bufferBytes)
      this.#wanted = this.push(bytes)
      this.tellUnread(-bytes.length)
    }
    if (this.#remoteClosed) this.#handEnd()
  }

  #handEnd(): void {
    if (this.#arrived.length > 0 || this.readableEnded) return
    this.push(null)
    // Ends also a stream that nobody reads just now, when there is nothing left to read.
    if (this.readableLength === 0) this.read(0)
  }

  #startGrace(): void {
    this.#heardAt = performance.now()
    this.#graceTimer = setTimeout(() => this.#endGrace(), this.#graceMs)
  }

  #endGrace(): void {
    // What waits for its reader may be what the far end was asked for: the silence counts from when it was taken. And
    // a far end that was not asked yet is not silent.
    if (this.#arrived.length > 0 || !this.isDelivered) this.#heardAt = performance.now()
    const quiet = performance.now() - this.#heardAt
    if (quiet >= this.#graceMs) return this.closeRemotely()
    this.#graceTimer = setTimeout(() => this.#endGrace(), Math.max(1, this.#graceMs - quiet))
  }

  #clearGrace(): void {
    if (this.#graceTimer !== null) clearTimeout(this.#graceTimer)
    this.#graceTimer = null
  }
}
