import { firstBytesLimit, readFirstBytes, type FirstBytes } from '#domain/first-bytes/first-bytes.ts'

const lineFeed = 0x0a

/**
 * What a client has said and nobody has taken. It is read again only where so much came that it may say something else: else a
 * client that says its words byte by byte would have all of them read for each.
 */
export class HeardWords {
  #pieces: Buffer[] = []
  #bytes = 0
  #read: FirstBytes = { kind: 'nothing' }
  #readBytes = 0

  /** How many bytes they are. */
  get bytes(): number {
    return this.#bytes
  }

  /** One piece more: `much` where it ends a line, or the words have grown by an eighth since they were read. */
  add(piece: Buffer): 'much' | 'little' {
    this.#pieces.push(piece)
    this.#bytes += piece.length
    const isMuch = this.#bytes - this.#readBytes > this.#readBytes / 8 || piece.includes(lineFeed)
    return isMuch ? 'much' : 'little'
  }

  /** What they say. */
  read(): FirstBytes {
    if (this.#readBytes < Math.min(this.#bytes, firstBytesLimit)) {
      this.#read = readFirstBytes(Buffer.concat(this.#pieces, Math.min(this.#bytes, firstBytesLimit)))
      this.#readBytes = this.#bytes
    }
    return this.#read
  }

  /** All of them; none are kept. */
  take(): readonly Buffer[] {
    const pieces = this.#pieces
    this.#pieces = []
    this.#bytes = 0
    this.#readBytes = 0
    this.#read = { kind: 'nothing' }
    return pieces
  }
}
