import { HEADER_BYTES, openFrame, sealFrame } from './frame.ts'
import { RoundTrip } from './round-trip.ts'

const RESEND_TICK_MS = 100
const UNACKED_CAPACITY = 100_000

interface Unacked {
  readonly frame: Buffer
  sentAt: number
}

interface SenderDeps {
  transmit(frame: Buffer): void
  /** While true nothing is sent again. */
  paused(): boolean
  now(): number
}

/**
 * The agent's half of reliable delivery: numbers from 0, SYN on the first message only, a list of what is not
 * acknowledged, and every 100 ms a look at the head of that list alone. There is no window.
 */
export class Sender {
  readonly #deps: SenderDeps
  readonly #roundTrip = new RoundTrip()
  readonly #unacked = new Map<number, Unacked>()
  readonly #timer: NodeJS.Timeout
  #next = 0
  #waiting: (() => void)[] = []

  constructor(deps: SenderDeps) {
    this.#deps = deps
    this.#timer = setInterval(() => this.#resendHead(), RESEND_TICK_MS)
  }

  get unacked(): number {
    return this.#unacked.size
  }

  send(payloadType: number, payload: Buffer): void {
    this.sendFilled(payloadType, payload.length, (frame, offset) => payload.copy(frame, offset))
  }

  /** Sends `size` bytes that `fill` writes straight into the frame, which saves a copy per message. */
  sendFilled(payloadType: number, size: number, fill: (frame: Buffer, offset: number) => void): void {
    const sequence = this.#next++
    const head = { type: 'output_stream_data', sequence, flags: sequence === 0 ? 1 : 0, payloadType } as const
    const frame = openFrame(head, size)
    fill(frame, HEADER_BYTES)
    sealFrame(frame)
    if (this.#unacked.size < UNACKED_CAPACITY) this.#unacked.set(sequence, { frame, sentAt: this.#deps.now() })
    this.#deps.transmit(frame)
  }

  acknowledged(sequence: number): void {
    const entry = this.#unacked.get(sequence)
    if (entry === undefined) return
    this.#unacked.delete(sequence)
    this.#roundTrip.sample(this.#deps.now() - entry.sentAt)
    if (this.#unacked.size === 0) this.#releaseWaiting()
  }

  /** Resolves when everything is acknowledged, or after `deadlineMs` at the latest. */
  drained(deadlineMs: number): Promise<void> {
    if (this.#unacked.size === 0) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, deadlineMs)
      this.#waiting.push(() => {
        clearTimeout(timer)
        resolve()
      })
    })
  }

  dispose(): void {
    clearInterval(this.#timer)
    this.#unacked.clear()
    this.#releaseWaiting()
  }

  #releaseWaiting(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const release of waiting) release()
  }

  #resendHead(): void {
    if (this.#deps.paused()) return
    const head = this.#unacked.values().next().value
    if (head === undefined) return
    const now = this.#deps.now()
    if (now - head.sentAt <= this.#roundTrip.timeout) return
    head.sentAt = now
    this.#deps.transmit(head.frame)
  }
}
