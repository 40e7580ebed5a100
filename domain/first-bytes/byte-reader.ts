/** Thrown and caught inside one reading: the bytes end before what they promise. */
class Short extends Error {}

/** Reads numbers and pieces off the front of bytes, in network order. */
export class ByteReader {
  readonly #bytes: Uint8Array
  #at = 0

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  /** Bytes that are not read yet. */
  get left(): number {
    return this.#bytes.length - this.#at
  }

  /** An unsigned number of one to four bytes. */
  number(size: 1 | 2 | 3 | 4): number {
    return this.piece(size).reduce((value, byte) => value * 256 + byte, 0)
  }

  /** The next `length` bytes. */
  piece(length: number): Uint8Array {
    if (length > this.left) throw new Short()
    this.#at += length
    return this.#bytes.subarray(this.#at - length, this.#at)
  }

  /** A piece that is preceded by its length, a number of so many bytes. */
  prefixed(size: 1 | 2 | 3): Uint8Array {
    return this.piece(this.number(size))
  }
}

/** What `read` makes of the bytes; `short` where they end too early. */
export function reading<T>(bytes: Uint8Array, read: (from: ByteReader) => T): T | 'short' {
  try {
    return read(new ByteReader(bytes))
  } catch (error) {
    if (error instanceof Short) return 'short'
    throw error
  }
}

/** Bytes as characters, one for one. */
export function latin1(bytes: Uint8Array): string {
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return text
}
