import { randomFillSync } from 'node:crypto'

/** A turn of the event loop seldom sends more; what does goes out in several writes. */
const batchBytes = 65_536
/** Batches that nobody writes just now and that are kept, for all channels of the program. */
const mostIdle = 8

/** First byte of an unfragmented binary message (RFC 6455, 5.2): FIN, and opcode 2. */
const finalBinary = 0x82
/** Top bit of the second byte: what follows is masked. */
const masked = 0x80
/** Up to so many bytes the second byte tells the length itself; 126 in it says that two more bytes do. */
const longestInOneByte = 125
const twoMoreBytes = 126
const longestInTwoBytes = 65_535
const keyBytes = 4

const idle: FrameBatch[] = []

/**
 * Messages as the frames of a WebSocket's client, masked and one behind the other, for one write to the socket. `ws` makes the
 * same of each message in memory of its own, byte by byte, and writes it on its own: of what a gigabyte costs, a quarter.
 */
export class FrameBatch {
  readonly #bytes = Buffer.allocUnsafeSlow(batchBytes)
  readonly #words = new Uint32Array(this.#bytes.buffer)
  #used = 0

  /** An empty one. */
  static take(): FrameBatch {
    return idle.pop() ?? new FrameBatch()
  }

  /** Nobody reads its {@link written} any more. */
  giveBack(): void {
    this.#used = 0
    if (idle.length < mostIdle) idle.push(this)
  }

  /** What was added so far: whole frames. A view, not a copy. */
  get written(): Buffer {
    return this.#bytes.subarray(0, this.#used)
  }

  /** True where it is better to have a copy wait: behind a network that is away, each small message would keep a whole batch. */
  get isMostlyEmpty(): boolean {
    return this.#used < batchBytes / 4
  }

  get length(): number {
    return this.#used
  }

  /** Adds a message as one frame. False when there is no room for it. */
  add(message: Buffer): boolean {
    const { length } = message
    const payloadAt = this.#used + 2 + (length > longestInOneByte ? 2 : 0) + keyBytes
    if (length > longestInTwoBytes || payloadAt + length > batchBytes) return false
    this.#writeHeader(this.#used, length)
    drawKey(this.#bytes, payloadAt - keyBytes)
    message.copy(this.#bytes, payloadAt)
    this.#mask(payloadAt, payloadAt + length)
    this.#used = payloadAt + length
    return true
  }

  #writeHeader(at: number, length: number): void {
    const bytes = this.#bytes
    bytes[at] = finalBinary
    if (length <= longestInOneByte) {
      bytes[at + 1] = masked | length
      return
    }
    bytes[at + 1] = masked | twoMoreBytes
    bytes[at + 2] = length >>> 8
    bytes[at + 3] = length & 0xff
  }

  /** Byte i of the payload with byte i mod 4 of the key before it (RFC 6455, 5.3); four at a time where memory is aligned. */
  #mask(from: number, to: number): void {
    const bytes = this.#bytes
    const words = this.#words
    const aligned = Math.min(to, (from + 3) & ~3)
    const lastWord = to >>> 2
    this.#maskBytes(from, aligned, from)
    for (let at = 0; at < keyBytes; at += 1) turned[at] = bytes[from - keyBytes + ((aligned - from + at) & 3)] ?? 0
    const key = turnedWord[0] ?? 0
    for (let word = aligned >>> 2; word < lastWord; word += 1) words[word] = (words[word] ?? 0) ^ key
    this.#maskBytes(Math.max(aligned, lastWord << 2), to, from)
  }

  #maskBytes(from: number, to: number, payloadAt: number): void {
    const bytes = this.#bytes
    for (let at = from; at < to; at += 1)
      bytes[at] = (bytes[at] ?? 0) ^ (bytes[payloadAt - keyBytes + ((at - payloadAt) & 3)] ?? 0)
  }
}

/** The key as one word, begun at the byte that the first aligned byte of the payload is masked with. */
const turnedWord = new Uint32Array(1)
const turned = new Uint8Array(turnedWord.buffer)

const randomPool = Buffer.allocUnsafe(4_096)
let randomUsed = randomPool.length

/** Each frame has a key of its own, from the system's source of randomness (RFC 6455, 5.3). */
function drawKey(target: Buffer, at: number): void {
  if (randomUsed === randomPool.length) {
    randomFillSync(randomPool)
    randomUsed = 0
  }
  for (let byte = 0; byte < keyBytes; byte += 1) target[at + byte] = randomPool[randomUsed + byte] ?? 0
  randomUsed += keyBytes
}
