import { acknowledgedSequence } from './acknowledgement.ts'
import { FrameStock } from './frame-stock.ts'
import { headerBytes, sealMessage } from './message.ts'
import { Outbox } from './outbox.ts'
import { Pace } from './pace.ts'
import type { BuiltinSettings } from './settings.ts'

/** What the sending half of a channel needs of the whole. */
export interface SendingLink {
  /** True while messages go out and answers could come in. */
  isConnected(): boolean
  /** True while nothing is read, so that acknowledgements may lie unread. */
  isReadingPaused(): boolean
  transmit(frame: Buffer): void
  /** There may be room to send. */
  progressed(): void
  /** The channel is open but the agent acknowledges nothing. */
  unanswered(): void
  log(level: 'debug', event: string, fields: Readonly<Record<string, unknown>>): void
}

type SendingSettings = Pick<BuiltinSettings, 'maxWindowBytes' | 'bytesPerSecond' | 'unansweredMs' | 'payloadBytes'>

const resendTickMs = 100
/** A tick this late means the machine slept. */
const sleptMs = 10_000

/** The sending half of a data channel: numbers messages, keeps them until they are acknowledged, sends them again. */
export class Sending {
  readonly #link: SendingLink
  readonly #unansweredMs: number
  readonly #outbox: Outbox
  readonly #pace: Pace
  readonly #stock: FrameStock
  #resendTimer: NodeJS.Timeout | null = null
  #paceTimer: NodeJS.Timeout | null = null
  #tickedAt = 0

  constructor(link: SendingLink, settings: SendingSettings) {
    this.#link = link
    this.#unansweredMs = settings.unansweredMs
    this.#outbox = new Outbox(settings.maxWindowBytes)
    this.#pace = new Pace(settings.bytesPerSecond)
    this.#stock = new FrameStock(settings.payloadBytes)
  }

  /** True when everything sent was acknowledged. */
  get settled(): boolean {
    return this.#outbox.empty
  }

  /** How long the oldest message has waited for its acknowledgement, ms; 0 when none waits. `now`: of `performance`. */
  waitingMs(now: number): number {
    return this.#outbox.waitingMs(now)
  }

  /** True while output may be sent. Control messages do not ask. */
  get open(): boolean {
    return this.#outbox.open && this.#paceTimer === null
  }

  /** A frame for one output message. */
  takeFrame(): Buffer {
    return this.#stock.take()
  }

  /** It was not needed. */
  giveBack(frame: Buffer): void {
    this.#stock.giveBack(frame)
  }

  /** Sends a frame whose payload is in place. */
  send(frame: Buffer, payloadType: number): void {
    const now = performance.now()
    const bytes = frame.length - headerBytes
    const sequence = this.#outbox.nextSequence
    sealMessage(frame, { type: 'input_stream_data', sequence, flags: 0, payloadType }, Date.now())
    this.#outbox.sent(frame, bytes, now)
    this.#link.transmit(frame)
    this.#slowDown(bytes, now)
    this.#startResending()
  }

  /** An `acknowledge` came. */
  acknowledged(payload: Buffer): void {
    const sequence = acknowledgedSequence(payload)
    if (sequence === null) return
    const frame = this.#outbox.acknowledge(sequence, performance.now())
    // A copy that was sent again may still wait in the socket, but as its own bytes: a client's WebSocket masks into memory of its
    // own (RFC 6455 §5.3), so that the frame may carry the next message.
    if (frame !== null) this.#stock.giveBack(frame)
    this.#link.progressed()
  }

  /** A `pause_publication` came: the service can not deliver just now. */
  pause(): void {
    this.#outbox.pause(performance.now())
  }

  /** A `start_publication` came. What was sent while the service had no agent is lost, and asked a pause. */
  agentIsBack(): void {
    if (this.#outbox.paused) this.#sendAllAgain()
    this.#link.progressed()
  }

  /** An agent that acknowledged nothing for long is heard again: what waits is not to sit out the pauses that have grown meanwhile. */
  agentIsHeard(): void {
    this.#sendAllAgain()
  }

  /** The channel is open, for the first time or again. */
  start(): void {
    this.#sendAllAgain()
    if (!this.#outbox.empty) this.#startResending()
  }

  /** The channel is not open: nothing goes out until the next {@link start}. */
  stop(): void {
    this.#stopResending()
    if (this.#paceTimer !== null) clearTimeout(this.#paceTimer)
    this.#paceTimer = null
  }

  #sendAllAgain(): void {
    for (const frame of this.#outbox.all(performance.now())) this.#link.transmit(frame)
  }

  #slowDown(bytes: number, now: number): void {
    this.#pace.sent(bytes, now)
    const waitMs = this.#pace.waitMs(now)
    if (waitMs <= 0 || this.#paceTimer !== null) return
    this.#paceTimer = setTimeout(() => {
      this.#paceTimer = null
      this.#link.progressed()
    }, waitMs)
  }

  /** One timer for all messages; it ends by itself when nothing waits. */
  #startResending(): void {
    if (this.#resendTimer !== null || !this.#link.isConnected()) return
    this.#tickedAt = performance.now()
    this.#resendTimer = setInterval(() => this.#tick(performance.now()), resendTickMs)
  }

  #stopResending(): void {
    if (this.#resendTimer !== null) clearInterval(this.#resendTimer)
    this.#resendTimer = null
  }

  #tick(now: number): void {
    if (this.#outbox.empty) return this.#stopResending()
    const isDeaf = this.#link.isReadingPaused()
    if (isDeaf || now - this.#tickedAt > sleptMs) this.#outbox.restartWaiting(now)
    this.#tickedAt = now
    if (isDeaf) return
    if (this.#outbox.waitingMs(now) > this.#unansweredMs) return this.#link.unanswered()
    const frames = this.#outbox.due(now)
    for (const frame of frames) this.#link.transmit(frame)
    if (frames.length > 0) this.#link.log('debug', 'messages-resent', { count: frames.length })
  }
}
