/** The answer to one request: what was printed, and the complaint of one that failed. */
export interface ShellFrame {
  readonly number: string
  readonly output: Buffer
  /** Null when it went well. */
  readonly complaint: string | null
}

/** A folder of twenty thousand long names is smaller; what is larger is no answer. */
const mostBytes = 32 * 1_024 * 1_024
const colon = 0x3a

/**
 * Finds frames in what a terminal prints. What stands between them (a prompt, a message to all users) is left out; so is a frame with
 * something else in it, whose request then is never answered, and one with a mark in it. No byte is looked at or moved more often than a
 * few times, in whatever pieces it comes: the far end has the mark, and may print it as often as it likes.
 */
export class ShellFrames {
  readonly #mark: Buffer
  /** What may be the beginning of a mark, or is one whose next byte has not come. */
  #seam: Buffer = Buffer.alloc(0)
  /** Of the frame that has begun; null between frames. */
  #body: GrowingBytes | null = null

  constructor(mark: string) {
    this.#mark = Buffer.from(mark, 'latin1')
  }

  /** Null when it will never understand anything again. */
  take(bytes: Uint8Array): readonly ShellFrame[] | null {
    const text = Buffer.concat([this.#seam, bytes])
    const frames: ShellFrame[] = []
    let from = 0
    for (let at = text.indexOf(this.#mark); at !== -1; at = text.indexOf(this.#mark, from)) {
      this.#body?.add(text.subarray(from, at))
      const next = at + this.#mark.length
      const isEnd = this.#body?.last === colon
      if (isEnd && this.#body !== null) frames.push(frameOf(this.#body.taken().subarray(0, -1)))
      this.#body = !isEnd && text[next] === colon ? new GrowingBytes() : null
      from = this.#body === null ? next : next + 1
      if (!isEnd && next === text.length) {
        from = at
        break
      }
    }
    const seamFrom = Math.max(from, text.length - this.#mark.length)
    this.#body?.add(text.subarray(from, seamFrom))
    // Of its own: what it was cut from is not held for it.
    this.#seam = Buffer.from(text.subarray(seamFrom))
    return this.#body !== null && this.#body.length > mostBytes ? null : frames
  }
}

/** Bytes that come in pieces: each is copied a few times, and there are no pieces to be kept. */
class GrowingBytes {
  #bytes = Buffer.allocUnsafe(1_024)
  #length = 0

  get length(): number {
    return this.#length
  }

  get last(): number | undefined {
    return this.taken().at(-1)
  }

  add(more: Uint8Array): void {
    const length = this.#length + more.length
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(length * 2)
      this.#bytes.copy(larger, 0, 0, this.#length)
      this.#bytes = larger
    }
    this.#bytes.set(more, this.#length)
    this.#length = length
  }

  taken(): Buffer {
    return this.#bytes.subarray(0, this.#length)
  }
}

function frameOf(body: Buffer): ShellFrame {
  // No more than are looked at: a body of colons alone is a very long list else.
  const [number = '', output = '', code = '', complaint = ''] = body.toString('latin1').split(':', 4)
  const said = code === '0' ? null : Buffer.from(complaint, 'base64').toString('utf8').replace(/!$/, '')
  return { number, output: Buffer.from(output, 'base64'), complaint: said }
}
