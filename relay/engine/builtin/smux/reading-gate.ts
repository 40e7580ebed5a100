/** Unread bytes above which reading stops for all: of one stream, and of all together. */
export interface ReceiveLimit {
  readonly streamBytes: number
  readonly sessionBytes: number
}

interface GateLink {
  pauseReading(): void
  resumeReading(): void
}

interface GateLimits {
  readonly receiveLimit: ReceiveLimit
  readonly stalledReaderMs: number
}

interface GateEvents<S> {
  /** True when there are streams that wait for one. */
  others(): boolean
  /** This stream's reader has kept the others waiting for too long. It is to be destroyed. */
  giveUp(stream: S): void
}

/** Reading goes on when the streams are so far below their limits: soon, as everybody waits for it. */
const goOnShare = 0.9

/**
 * Decides whether a session reads. smux v1 can not slow one stream down, so beyond the limits reading stops for all, as in
 * AWS's client. There it stops for as long as one reader likes; here that reader's stream is given up after a while when
 * others wait for it. Alone it may take its time, and loses nothing.
 */
export class ReadingGate<S extends { readonly unreadBytes: number }> {
  readonly #link: GateLink
  readonly #limits: GateLimits
  readonly #events: GateEvents<S>
  readonly #unread = new Set<S>()
  readonly #full = new Set<S>()
  #unreadBytes = 0
  /** Runs while reading is paused. */
  #timer: NodeJS.Timeout | null = null
  #over = false

  constructor(link: GateLink, limits: GateLimits, events: GateEvents<S>) {
    this.#link = link
    this.#limits = limits
    this.#events = events
  }

  /** The stream's unread bytes have changed by `delta`. */
  changed(stream: S, delta: number): void {
    const { streamBytes } = this.#limits.receiveLimit
    this.#unreadBytes += delta
    if (stream.unreadBytes === 0) this.#unread.delete(stream)
    else if (delta > 0) this.#unread.add(stream)
    if (stream.unreadBytes > streamBytes) this.#full.add(stream)
    else if (stream.unreadBytes <= streamBytes * goOnShare) this.#full.delete(stream)
    this.#regulate()
  }

  /** The stream is over, and what it held was taken off before. */
  remove(stream: S): void {
    this.#unread.delete(stream)
    this.#full.delete(stream)
    this.#regulate()
  }

  /** The session is over: nobody waits for anybody. */
  dispose(): void {
    this.#over = true
    this.#stopTimer()
  }

  #regulate(): void {
    if (this.#over) return
    const { sessionBytes } = this.#limits.receiveLimit
    if (this.#timer === null && (this.#full.size > 0 || this.#unreadBytes > sessionBytes)) {
      this.#timer = setInterval(() => this.#giveUpFullest(), this.#limits.stalledReaderMs)
      this.#link.pauseReading()
    } else if (this.#timer !== null && this.#full.size === 0 && this.#unreadBytes <= sessionBytes * goOnShare) {
      this.#stopTimer()
      this.#link.resumeReading()
    }
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearInterval(this.#timer)
    this.#timer = null
  }

  #giveUpFullest(): void {
    if (!this.#events.others()) return
    let fullest: S | null = null
    for (const stream of this.#unread) if (stream.unreadBytes > (fullest?.unreadBytes ?? 0)) fullest = stream
    if (fullest !== null) this.#events.giveUp(fullest)
  }
}
