import { ByteQueue } from './byte-queue.ts'
import type { DataChannel } from './data-channel.ts'

/**
 * What a millisecond's sleep costs the real agent beyond the millisecond: timer slack and the work for one message.
 * With 1,024 bytes per message it gives the measured 0.70 to 0.82 MB/s.
 */
const SLEEP_OVERHEAD_MS = 0.33

/** How late a sleeper may wake without losing its turn, in messages: an average rate survives a coarse or busy timer. */
const MAX_BURST = 8

/** Messages sent without a sleep before other work gets a turn. */
const MESSAGES_PER_TURN = 64

interface OutputPumpDeps {
  readonly channel: DataChannel
  readonly payloadType: number
  readonly payloadBytes: number
  readonly sleepMs: number
  /** Sources must stop above this many queued bytes. */
  readonly highWater: number
  /** Shortens a message that would be cut at a bad place; gets the bytes about to be sent, says how many to send. */
  readonly trim?: (bytes: Buffer) => number
  /** The queue is full, or free again: stop, or restart, reading the source. */
  flow(state: 'paused' | 'flowing'): void
}

/** Cuts a byte stream into messages the way the agent does: read at most so many bytes, send them, sleep. */
export class OutputPump {
  readonly #deps: OutputPumpDeps
  readonly #queue = new ByteQueue()
  readonly #pace: number
  #due = 0
  #timer: NodeJS.Timeout | null = null
  #turn: NodeJS.Immediate | null = null
  /** Bytes at the queue's end that are no whole character yet. */
  #partial = 0
  #sourcePaused = false
  #stopped = false
  #held = false
  #ending = false
  #empty: (() => void)[] = []

  constructor(deps: OutputPumpDeps) {
    this.#deps = deps
    this.#pace = deps.sleepMs === 0 ? 0 : deps.sleepMs + SLEEP_OVERHEAD_MS
    deps.channel.onWritable(() => this.#run())
  }

  /** Queues bytes; pieces written together may leave in one message even when nothing waits. */
  write(...pieces: readonly Buffer[]): void {
    if (this.#stopped) return
    for (const piece of pieces) this.#queue.push(piece)
    this.#partial = 0
    this.#tellSource()
    if (this.#timer === null && this.#turn === null) this.#run()
  }

  /** Keeps everything queued until {@link start}: a shell's output begins a second late. */
  hold(): void {
    this.#held = true
  }

  start(): void {
    this.#held = false
    this.#run()
  }

  /** The source has ended: resolves when all that was written has been sent. */
  flushed(): Promise<void> {
    this.#ending = true
    this.#partial = 0
    if (this.#queue.size === 0 || this.#stopped) return Promise.resolve()
    const flushed = new Promise<void>((resolve) => this.#empty.push(resolve))
    if (this.#timer === null && this.#turn === null) this.#run()
    return flushed
  }

  /** Throws away what is queued. */
  discard(): void {
    this.#queue.clear()
    this.#partial = 0
    this.#tellSource()
  }

  dispose(): void {
    this.#stopped = true
    this.#cancelWake()
    this.#queue.clear()
    this.#tellEmpty()
  }

  #run(): void {
    this.#cancelWake()
    if (this.#pace === 0) this.#runFast()
    else this.#runPaced()
    this.#tellSource()
    if (this.#queue.size === 0) this.#tellEmpty()
  }

  #runPaced(): void {
    const now = performance.now()
    this.#due = Math.max(this.#due, now - MAX_BURST * this.#pace)
    while (this.#due <= now && this.#maySend()) {
      this.#sendOne()
      this.#due += this.#queue.size > 0 ? this.#pace : this.#deps.sleepMs
    }
    if (this.#maySend()) this.#timer = setTimeout(() => this.#run(), Math.max(1, Math.floor(this.#due - now)))
    else if (this.#due < now) this.#due = now
  }

  #runFast(): void {
    for (let sent = 0; sent < MESSAGES_PER_TURN && this.#maySend(); sent++) this.#sendOne()
    if (this.#maySend()) this.#turn = setImmediate(() => this.#run())
  }

  #maySend(): boolean {
    return this.#queue.size > this.#partial && !this.#stopped && !this.#held && this.#deps.channel.writable
  }

  #sendOne(): void {
    const size = Math.min(this.#queue.size, this.#deps.payloadBytes)
    const { trim } = this.#deps
    if (trim !== undefined) return this.#sendTrimmed(size, trim)
    this.#deps.channel.sendFilled(this.#deps.payloadType, size, (frame, offset) => {
      this.#queue.takeInto(frame, offset, size)
    })
  }

  #sendTrimmed(size: number, trim: (bytes: Buffer) => number): void {
    const bytes = Buffer.allocUnsafe(size)
    this.#queue.takeInto(bytes, 0, size)
    const whole = this.#ending ? size : trim(bytes)
    if (whole < size) this.#queue.unshift(bytes.subarray(whole))
    if (whole === 0) this.#partial = this.#queue.size
    else this.#deps.channel.send(this.#deps.payloadType, bytes.subarray(0, whole))
  }

  #tellSource(): void {
    const full = this.#queue.size >= this.#deps.highWater
    if (full === this.#sourcePaused || this.#stopped) return
    this.#sourcePaused = full
    this.#deps.flow(full ? 'paused' : 'flowing')
  }

  #tellEmpty(): void {
    const waiting = this.#empty
    this.#empty = []
    for (const resolve of waiting) resolve()
  }

  #cancelWake(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    if (this.#turn !== null) clearImmediate(this.#turn)
    this.#timer = null
    this.#turn = null
  }
}
