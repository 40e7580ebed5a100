import { CongestionWindow } from './congestion-window.ts'
import { RoundTrip } from './round-trip.ts'

interface Unacknowledged {
  readonly sequence: number
  readonly frame: Buffer
  readonly bytes: number
  /** Since when an answer could have come: the first sending, or the last resume. */
  waitingSince: number
  sentAt: number
  resends: number
}

/** Messages resent at one look; the rest follow at the next. */
const resendBatch = 64
const longestResendMs = 5_000
/**
 * A window that was full opens again with room for what passes in a millisecond, at the most for so much: one message for each
 * acknowledgement would be a call of the system for each, at both ends.
 */
const mostRoomBytes = 16_384

/**
 * Numbers outgoing messages and keeps each until it is acknowledged. Pure: the caller sends the frames and tells the time
 * (milliseconds of any steady clock). Memory is bounded by the window, control messages aside.
 */
export class Outbox {
  readonly #unacknowledged = new Map<number, Unacknowledged>()
  #path = new RoundTrip()
  readonly #window: CongestionWindow
  #next = 0
  #inFlight = 0
  #highestAcknowledged = -1
  #paused = false
  #isFull = false

  constructor(maxWindowBytes: number) {
    this.#window = new CongestionWindow(maxWindowBytes)
  }

  /** The number of the message to be sealed next; {@link sent} moves on. */
  get nextSequence(): number {
    return this.#next
  }

  get empty(): boolean {
    return this.#unacknowledged.size === 0
  }

  get inFlightBytes(): number {
    return this.#inFlight
  }

  get windowBytes(): number {
    return this.#window.bytes
  }

  /** Smoothed round trip of messages, milliseconds. */
  get roundTripMs(): number {
    return this.#path.smoothed
  }

  /** True while data may be sent. Control messages (handshake, flags) do not ask. */
  get open(): boolean {
    return !this.#paused && !this.#isFull && this.#inFlight < this.#window.bytes
  }

  /** Takes over a sealed frame that carries {@link nextSequence}. */
  sent(frame: Buffer, bytes: number, now: number): void {
    this.#unacknowledged.set(this.#next, {
      sequence: this.#next,
      frame,
      bytes,
      waitingSince: now,
      sentAt: now,
      resends: 0,
    })
    this.#next += 1
    this.#inFlight += bytes
    if (this.#inFlight < this.#window.bytes) return
    this.#isFull = true
    this.#window.limited()
  }

  /** Forgets an acknowledged message, and returns its frame; null for numbers never sent or acknowledged before. */
  acknowledge(sequence: number, now: number): Buffer | null {
    const entry = this.#unacknowledged.get(sequence)
    if (entry === undefined) return null
    this.#unacknowledged.delete(sequence)
    this.#inFlight -= entry.bytes
    this.#paused = false
    if (sequence > this.#highestAcknowledged) this.#highestAcknowledged = sequence
    // After a resend nobody knows which copy was acknowledged (Karn).
    const elapsed = entry.resends === 0 ? now - entry.sentAt : null
    if (elapsed !== null) this.#path.sample(elapsed, now)
    this.#window.acknowledged(sequence, this.#next, elapsed, this.#path, now)
    const { bytes } = this.#window
    const room = Math.min(mostRoomBytes, bytes / 4, bytes / this.#path.smoothed)
    if (this.#inFlight <= bytes - room) this.#isFull = false
    return entry.frame
  }

  /** The service can not deliver just now. The next acknowledgement, `start_publication` or resume ends the pause. */
  pause(now: number): void {
    this.#window.backOff(this.#path, now)
    if (!this.empty) this.#paused = true
  }

  get paused(): boolean {
    return this.#paused
  }

  /**
   * Frames to send again now, oldest first: the oldest when it is overdue, and overdue ones that the agent must have missed
   * because it acknowledged later ones. Each waits twice as long after every resend.
   */
  due(now: number): readonly Buffer[] {
    const frames: Buffer[] = []
    let oldest = true
    for (const entry of this.#unacknowledged.values()) {
      if (frames.length === resendBatch || (!oldest && entry.sequence > this.#highestAcknowledged)) break
      oldest = false
      if (now - entry.sentAt <= this.#patience(entry)) continue
      frames.push(this.#resend(entry, now))
    }
    if (frames.length > 0) this.#window.backOff(this.#path, now)
    return frames
  }

  /** Everything unacknowledged, in order, for a channel that was opened again. Ends a pause. */
  all(now: number): readonly Buffer[] {
    this.#paused = false
    this.#path = new RoundTrip()
    this.#window.restart(this.#next, now)
    this.restartWaiting(now)
    return Array.from(this.#unacknowledged.values(), (entry) => this.#resend(entry, now))
  }

  /** Counts nobody's silence so far: the machine slept, or there was no channel. */
  restartWaiting(now: number): void {
    for (const entry of this.#unacknowledged.values()) entry.waitingSince = now
  }

  /** How long the oldest message has waited for its acknowledgement; 0 when none waits. */
  waitingMs(now: number): number {
    const first = this.#unacknowledged.values().next()
    return first.done === true ? 0 : now - first.value.waitingSince
  }

  #patience({ sequence, resends }: Unacknowledged): number {
    const isOvertaken = sequence < this.#highestAcknowledged
    const { timeout, missedTimeout } = this.#path
    return Math.min(longestResendMs, (isOvertaken ? missedTimeout : timeout) * 2 ** resends)
  }

  #resend(entry: Unacknowledged, now: number): Buffer {
    entry.resends += 1
    entry.sentAt = now
    return entry.frame
  }
}
