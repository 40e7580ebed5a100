import type { Recovery } from '../engine.ts'
import { acknowledgementOf } from './acknowledgement.ts'
import { Inbox } from './inbox.ts'
import type { ServiceMessage } from './message.ts'

/** What the receiving half of a channel needs of the whole. */
export interface ReceivingLink {
  /** True while a reader's buffer is full. */
  isReadingPaused(): boolean
  transmit(frame: Buffer): void
  /** A stream message, in order, exactly once. */
  received(payloadType: number, payload: Buffer): void
  /** Once a second while messages are missing, and once when none is any more. */
  recovering(recovery: Recovery): void
}

/** What an acknowledgement says. */
type Acknowledged = Pick<ServiceMessage, 'type' | 'sequence' | 'messageId'>

/** A reordering that the network makes is over sooner, and is no news. */
const recoveryTickMs = 1_000
/** Handed over in one turn of the event loop, so that a long gap that closes does not hold everything else up. */
const messagesPerTurn = 256
/**
 * Acknowledgements that may be lost with a connection: those of more than a second of the real agent's messages, about 300 KB.
 * Each that is lost keeps the agent from what is really missing for as long as a lost message does.
 */
const repeatedAcknowledgements = 1_024

/** The receiving half of a data channel: puts messages in order, acknowledges them, and tells what is missing. */
export class Receiving {
  readonly #link: ReceivingLink
  readonly #inbox: Inbox
  readonly #lastAcknowledged: Acknowledged[] = []
  #oldest = 0
  #turn: NodeJS.Immediate | null = null
  #watch: NodeJS.Timeout | null = null
  #overflowed = 0
  #isTold = false

  constructor(link: ReceivingLink, inbox = new Inbox()) {
    this.#link = link
    this.#inbox = inbox
  }

  /** A stream message came. It is acknowledged once its reader has taken it, or once it is kept. */
  take(message: ServiceMessage): void {
    const arrival = this.#inbox.accept(message)
    if (arrival === 'overflow') {
      this.#overflowed += 1
      return this.#watchGap()
    }
    if (arrival === 'next') this.#link.received(message.payloadType, message.payload)
    this.#acknowledge(message)
    if (arrival === 'next') this.#handOver(messagesPerTurn)
    else this.#watchGap()
  }

  /** Readers have room again. */
  goOn(): void {
    // Never within a reader's own call: the message that it is given just now is not done with.
    this.#turn ??= setImmediate(() => {
      this.#turn = null
      this.#handOver(messagesPerTurn)
    })
  }

  /** Hands over all that is in order, whatever room there is: nothing comes after it. */
  flush(): void {
    for (let next = this.#inbox.takeNext(); next !== null; next = this.#inbox.takeNext())
      this.#link.received(next.payloadType, next.payload)
  }

  /**
   * The channel is open again. What was acknowledged last is acknowledged once more: the agent sends again, one by one, whatever
   * it believes lost.
   */
  start(): void {
    const now = Date.now()
    const { length } = this.#lastAcknowledged
    for (let at = 0; at < length; at += 1) {
      const message = this.#lastAcknowledged[(this.#oldest + at) % length]
      if (message !== undefined) this.#link.transmit(acknowledgementOf(message, now))
    }
  }

  /** Nothing more is handed over or told. */
  dispose(): void {
    if (this.#turn !== null) clearImmediate(this.#turn)
    this.#turn = null
    this.#stopWatching()
    this.#inbox.clear()
  }

  #handOver(limit: number): void {
    for (let count = 0; count < limit; count += 1) {
      if (this.#link.isReadingPaused()) return
      const next = this.#inbox.takeNext()
      if (next === null) return
      this.#link.received(next.payloadType, next.payload)
    }
    this.goOn()
  }

  #acknowledge(message: ServiceMessage): void {
    const { type, sequence, messageId } = message
    this.#link.transmit(acknowledgementOf(message, Date.now()))
    if (this.#lastAcknowledged.length < repeatedAcknowledgements) {
      this.#lastAcknowledged.push({ type, sequence, messageId })
      return
    }
    this.#lastAcknowledged[this.#oldest] = { type, sequence, messageId }
    this.#oldest = (this.#oldest + 1) % repeatedAcknowledgements
  }

  #watchGap(): void {
    if (this.#inbox.missing > 0) this.#watch ??= setInterval(() => this.#look(), recoveryTickMs)
  }

  #look(): void {
    const { missing, keptBytes } = this.#inbox
    if (missing > 0 || this.#isTold) this.#link.recovering({ missing, keptBytes, overflowed: this.#overflowed })
    this.#isTold = missing > 0
    if (missing > 0) return
    this.#overflowed = 0
    this.#stopWatching()
  }

  #stopWatching(): void {
    if (this.#watch !== null) clearInterval(this.#watch)
    this.#watch = null
  }
}
