import type { Readable } from 'node:stream'
import type { Clock } from '#domain/clock/clock.ts'

/** More bytes than this within {@link floodMs} are a flood: no person sees a millisecond of it, and each message costs as much as another. */
const floodBytes = 32_768
const floodMs = 5
const gatherMs = 1

/** Where a shell's output goes. */
export interface OutputSink {
  /** Bytes of their own; see {@link OutputFlow.give}. */
  output(bytes: Uint8Array<ArrayBuffer>): void
  /** Nothing follows. Told once. */
  ended(): void
}

/**
 * Takes a program's output no faster than credit is given. What is not taken waits in the engine, which then stops reading its
 * channel, so that the far end's program waits in the end. A flood is gathered for a millisecond at a time; a key's echo never waits.
 */
export class OutputFlow {
  readonly #output: Readable
  readonly #sink: OutputSink
  readonly #mostAtOnce: number
  readonly #clock: Clock
  #credit = 0
  #rest: Uint8Array | null = null
  #phase: 'flowing' | 'drained' | 'ended' = 'flowing'

  #window = { since: 0, bytes: 0 }
  #cancelGather: (() => void) | null = null

  constructor(output: Readable, sink: OutputSink, mostAtOnce: number, clock: Clock) {
    this.#output = output
    this.#sink = sink
    this.#mostAtOnce = mostAtOnce
    this.#clock = clock
    output.on('readable', () => this.#wake())
    // Who stops a session may leave without an end.
    for (const event of ['end', 'close', 'error'] as const) output.once(event, () => this.#drained())
  }

  get isEnded(): boolean {
    return this.#phase === 'ended'
  }

  /** From now on so many bytes may be taken, whatever was allowed before; Infinity takes all that comes. */
  allow(bytes: number): void {
    this.#credit = bytes
    this.#flow()
  }

  /** So many more. */
  give(bytes: number): void {
    this.#credit += bytes
    this.#wake()
  }

  #wake(): void {
    const gathered = this.#output.readableLength + (this.#rest?.length ?? 0)
    if (!this.#isFlooded || gathered >= this.#mostAtOnce) return this.#flow()
    this.#cancelGather ??= this.#clock.after(gatherMs, () => this.#flow())
  }

  get #isFlooded(): boolean {
    const { since, bytes } = this.#window
    return bytes > floodBytes && this.#clock.now() - since <= floodMs
  }

  #flow(): void {
    this.#cancelGather?.()
    this.#cancelGather = null
    while (this.#credit > 0) {
      const bytes = this.#next()
      if (bytes === null) break
      this.#credit -= bytes.length
      this.#count(bytes.length)
      this.#sink.output(bytes)
    }
    if (this.#phase === 'drained' && this.#rest === null) {
      this.#phase = 'ended'
      this.#sink.ended()
    }
  }

  #count(bytes: number): void {
    const now = this.#clock.now()
    const isOld = now - this.#window.since > floodMs
    this.#window = isOld ? { since: now, bytes } : { ...this.#window, bytes: this.#window.bytes + bytes }
  }

  /** As much as is there and allowed, as a copy: what a stream gives is cut from memory that holds other bytes, too. */
  #next(): Uint8Array<ArrayBuffer> | null {
    const waiting = this.#rest ?? this.#read()
    if (waiting === null) return null
    const length = Math.min(waiting.length, this.#credit, this.#mostAtOnce)
    this.#rest = length < waiting.length ? waiting.subarray(length) : null
    return new Uint8Array(waiting.subarray(0, length))
  }

  #read(): Uint8Array | null {
    const read: unknown = this.#output.read()
    return read instanceof Uint8Array && read.length > 0 ? read : null
  }

  #drained(): void {
    if (this.#phase !== 'flowing') return
    this.#phase = 'drained'
    this.#flow()
  }
}
