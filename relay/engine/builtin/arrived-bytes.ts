/** Pieces up to this size share a block while they wait. */
const smallPiece = 512
const blockBytes = 4_096

/**
 * Bytes that wait for a reader, in order. What they take in memory is in proportion to their number, however small the
 * pieces and however large the messages that they came in: a view of one byte costs a hundred, and keeps its message.
 */
export class ArrivedBytes {
  #pieces: Buffer[] = []
  #length = 0
  /** What the last piece is the beginning of, while more fits in behind it. */
  #block: Buffer | null = null
  #blockUsed = 0

  get length(): number {
    return this.#length
  }

  add(bytes: Buffer): void {
    this.#length += bytes.length
    if (this.#pieces.length > 0 && bytes.length <= smallPiece) return this.#addToBlock(bytes)
    this.#block = null
    this.#pieces.push(isMostOfItsMemory(bytes) ? bytes : Buffer.from(bytes))
  }

  /** One piece when one is there; many small ones come as one larger, up to `limit`, which costs the reader fewer calls. */
  take(limit: number): Buffer {
    let bytes = 0
    let count = 0
    for (const piece of this.#pieces) {
      if (count > 0 && bytes + piece.length > limit) break
      bytes += piece.length
      count += 1
    }
    const taken = this.#pieces.splice(0, count)
    if (this.#pieces.length === 0) this.#block = null
    this.#length -= bytes
    const [first] = taken
    return count === 1 && first !== undefined ? first : Buffer.concat(taken, bytes)
  }

  clear(): void {
    this.#pieces = []
    this.#length = 0
    this.#block = null
  }

  #addToBlock(bytes: Buffer): void {
    if (this.#block === null || this.#block.length - this.#blockUsed < bytes.length) {
      this.#block = Buffer.allocUnsafeSlow(blockBytes)
      this.#blockUsed = 0
    } else {
      this.#pieces.pop()
    }
    bytes.copy(this.#block, this.#blockUsed)
    this.#blockUsed += bytes.length
    this.#pieces.push(this.#block.subarray(0, this.#blockUsed))
  }
}

function isMostOfItsMemory(bytes: Buffer): boolean {
  return bytes.length * 2 >= bytes.buffer.byteLength
}
