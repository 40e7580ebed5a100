/** Bytes in order, pushed in pieces of any size and taken in pieces of another. Pieces are kept, not copied. */
export class ByteQueue {
  #pieces: Buffer[] = []
  #first = 0
  #offset = 0
  #size = 0

  get size(): number {
    return this.#size
  }

  push(piece: Buffer): void {
    if (piece.length === 0) return
    this.#pieces.push(piece)
    this.#size += piece.length
  }

  /** Puts bytes back before all others. */
  unshift(piece: Buffer): void {
    const first = this.#pieces[this.#first]
    if (first !== undefined) this.#pieces[this.#first] = first.subarray(this.#offset)
    this.#offset = 0
    this.#pieces.splice(this.#first, 0, piece)
    this.#size += piece.length
  }

  /** Copies up to `max` bytes into `target` and says how many. */
  takeInto(target: Buffer, offset: number, max: number): number {
    let copied = 0
    while (copied < max && this.#size > 0) {
      const piece = this.take(max - copied)
      piece.copy(target, offset + copied)
      copied += piece.length
    }
    return copied
  }

  /** At most `max` bytes as one view; fewer when the first piece is shorter. Empty when there is nothing. */
  take(max: number): Buffer {
    const piece = this.#pieces[this.#first]
    if (piece === undefined) return Buffer.alloc(0)
    const end = Math.min(piece.length, this.#offset + max)
    const view = piece.subarray(this.#offset, end)
    this.#size -= view.length
    this.#offset = end
    if (end === piece.length) this.#dropFirst()
    return view
  }

  clear(): void {
    this.#pieces = []
    this.#first = 0
    this.#offset = 0
    this.#size = 0
  }

  #dropFirst(): void {
    this.#first++
    this.#offset = 0
    if (this.#first < 64 || this.#first * 2 < this.#pieces.length) return
    this.#pieces = this.#pieces.slice(this.#first)
    this.#first = 0
  }
}
