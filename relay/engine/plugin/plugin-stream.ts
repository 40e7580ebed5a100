import { Duplex, type Writable } from 'node:stream'
import { within, type Clock } from '#domain/clock/clock.ts'

type Done = (error?: Error | null) => void

const bufferBytes = 65_536

/** What the stream needs of the session around it. */
interface StreamLink {
  /** Null when the program has no input any more. */
  input(): Writable | null
  pauseOutput(): void
  resumeOutput(): void
  /** Nobody needs the stream any more. */
  released(): void
}

/**
 * The bytes of a session that is one connection. Half-closes as the builtin engine's streams do: the plugin ends at once
 * with its input, so that is told only after a silence of `graceMs`.
 */
export class PluginStream extends Duplex {
  readonly #link: StreamLink
  readonly #clock: Clock
  readonly #graceMs: number
  #isOver = false
  #cancelGrace: () => void = () => {}

  constructor(link: StreamLink, clock: Clock, graceMs: number) {
    super({ allowHalfOpen: true, readableHighWaterMark: bufferBytes, writableHighWaterMark: bufferBytes })
    this.#link = link
    this.#clock = clock
    this.#graceMs = graceMs
    // When all that the far end sent was read, nothing is left to do.
    this.once('end', () => this.destroy())
  }

  deliver(bytes: Buffer): void {
    if (this.destroyed || this.#isOver) return
    if (this.writableEnded) this.#startGrace()
    if (!this.push(bytes)) this.#link.pauseOutput()
  }

  /** The session is over: what has arrived can still be read, what is written goes nowhere. */
  closeRemotely(): void {
    if (this.#isOver) return
    this.#isOver = true
    this.#cancelGrace()
    if (this.destroyed) return
    this.push(null)
    // Ends also a stream that nobody reads just now, when there is nothing left to read.
    if (this.readableLength === 0) this.read(0)
  }

  /** Resolves when the program has taken what was written, or after the limit. */
  async drained(limitMs: number): Promise<void> {
    const input = this.#link.input()
    if (this.writableLength === 0 && (input?.writableLength ?? 0) === 0) return
    const empty = new Promise<void>((resolve) => {
      input?.once('drain', resolve)
      input?.once('close', () => resolve())
      this.once('close', () => resolve())
    })
    await within(this.#clock, limitMs, empty)
  }

  override _read(): void {
    this.#link.resumeOutput()
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    const input = this.#link.input()
    if (this.#isOver || input === null || !input.writable) return done()
    input.write(chunk, () => done())
  }

  override _final(done: Done): void {
    done()
    if (!this.#isOver) this.#startGrace()
  }

  override _destroy(error: Error | null, done: Done): void {
    this.#cancelGrace()
    this.#link.resumeOutput()
    this.#link.released()
    done(error)
  }

  #startGrace(): void {
    this.#cancelGrace()
    this.#cancelGrace = this.#clock.after(this.#graceMs, () => this.#link.released())
  }
}
