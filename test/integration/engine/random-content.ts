import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'

const chunkBytes = 65_536
const zeros = Buffer.alloc(chunkBytes)

/** What was made, or what arrived: counted and digested as it passes. */
export interface Tally {
  readonly bytes: number
  add(chunk: Buffer): void
  /** SHA-256 of everything so far, hexadecimal. Ends the tally. */
  digest(): string
}

export function createTally(): Tally {
  const hash = createHash('sha256')
  let bytes = 0
  return {
    get bytes() {
      return bytes
    },
    add(chunk) {
      hash.update(chunk)
      bytes += chunk.length
    },
    digest: () => hash.digest('hex'),
  }
}

/**
 * So many bytes that never repeat (the key stream of AES-128 in counter mode), made as they are read. No two blocks of 16 are alike, so one that is lost, doubled or misplaced changes the digest.
 */
export function createContent(bytes: number, made: Tally): Readable {
  const cipher = createCipheriv('aes-128-ctr', randomBytes(16), Buffer.alloc(16))
  return new Readable({
    highWaterMark: chunkBytes,
    read() {
      const left = bytes - made.bytes
      if (left === 0) return void this.push(null)
      const chunk = cipher.update(zeros.subarray(0, Math.min(left, chunkBytes)))
      made.add(chunk)
      this.push(chunk)
    },
  })
}
