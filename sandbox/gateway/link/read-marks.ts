/** How many marks are on the way at once, at the most: between two of them a client's reading is not seen. */
const MARKS = 8
const MARK_BYTES = 8

interface ReadMarksDeps {
  /** Bytes that may be on their way; 0 = nobody counts them. */
  readonly most: number
  /** Puts a ping in line behind all that was sent. */
  ping(payload: Buffer): void
  /** What was full has room again. */
  freed(): void
}

/**
 * Counts the bytes that a client has not read yet, whatever they wait in: a ping goes in line behind the messages, and its pong comes when
 * the client has read as far. On loopback the system's own buffers take four megabytes and more of a connection.
 */
export class ReadMarks {
  readonly #deps: ReadMarksDeps
  #sent = 0
  #marked = 0
  #read = 0

  constructor(deps: ReadMarksDeps) {
    this.#deps = deps
  }

  get isFull(): boolean {
    const { most } = this.#deps
    return most > 0 && this.#sent - this.#read >= most
  }

  /** So many bytes went to the client. */
  sent(bytes: number): void {
    const { most, ping } = this.#deps
    if (most === 0) return
    this.#sent += bytes
    if (this.#sent - this.#marked < most / MARKS) return
    this.#marked = this.#sent
    const mark = Buffer.alloc(MARK_BYTES)
    mark.writeDoubleBE(this.#sent)
    ping(mark)
  }

  /** The client answers a ping, or says a pong by itself. */
  pong(payload: Buffer): void {
    if (this.#deps.most === 0 || payload.length !== MARK_BYTES) return
    const read = payload.readDoubleBE()
    if (!(read > this.#read && read <= this.#marked)) return
    const wasFull = this.isFull
    this.#read = read
    if (wasFull && !this.isFull) this.#deps.freed()
  }
}
