import type { StreamOwner } from '../session-stream.ts'
import type { MuxLimits, MuxLink } from '../smux/mux.ts'
import { PlainStream } from './plain-stream.ts'

/** A fraction of a millisecond's work. */
const messagesPerTurn = 64

/** One stream whose bytes are the session's bytes. */
export class PlainPipe implements StreamOwner<PlainStream> {
  readonly stream: PlainStream
  readonly #link: MuxLink
  readonly #limits: MuxLimits
  readonly #released: () => void
  #pumpPlanned = false
  #readingPaused = false

  /** `released` is called once, when the stream is over on this side. `delivered`: see {@link PlainStream}. */
  constructor(link: MuxLink, limits: MuxLimits, released: () => void, delivered?: () => boolean) {
    this.#link = link
    this.#limits = limits
    this.#released = released
    this.stream = new PlainStream(this, limits.halfCloseGraceMs, delivered)
  }

  get drained(): boolean {
    return this.stream.destroyed || this.stream.remoteClosed || this.stream.writableLength === 0
  }

  progress(): void {
    if (this.#pumpPlanned) return
    this.#pumpPlanned = true
    process.nextTick(() => this.#pump())
  }

  enqueue(): void {
    this.progress()
  }

  unread(): void {
    const { streamBytes } = this.#limits.receiveLimit
    if (!this.#readingPaused && this.stream.unreadBytes > streamBytes) {
      this.#readingPaused = true
      this.#link.pauseReading()
    } else if (this.#readingPaused && this.stream.unreadBytes <= streamBytes / 2) {
      this.#readingPaused = false
      this.#link.resumeReading()
    }
  }

  released(): void {
    if (this.#readingPaused) this.#link.resumeReading()
    this.#released()
  }

  #pump(): void {
    this.#pumpPlanned = false
    for (let sent = 0; sent < messagesPerTurn; sent += 1) {
      if (!this.stream.hasOutput || !this.#link.ready || !this.#link.sendOutput(this.#fill)) return
    }
    this.#pumpPlanned = true
    setImmediate(() => this.#pump())
  }

  readonly #fill = (target: Buffer, start: number, end: number): number => this.stream.takeOutput(target, start, end)
}
