/** Where a line may begin, for what is cut off at its front. */
const newline = 0x0a
/** A line that is longer than this is cut where it is. */
const longestLine = 4_096

/** The last bytes of a shell's output, in a ring: however much comes, it takes no more memory. */
export class ShownTail {
  readonly #ring: Uint8Array<ArrayBuffer>
  #written = 0

  /** `bytes`: how many are kept. */
  constructor(bytes: number) {
    this.#ring = new Uint8Array(bytes)
  }

  /** True while nothing had to be dropped. */
  get isWhole(): boolean {
    return this.#written <= this.#ring.length
  }

  add(bytes: Uint8Array): void {
    const kept = bytes.subarray(Math.max(0, bytes.length - this.#ring.length))
    const at = (this.#written + bytes.length - kept.length) % this.#ring.length
    const first = kept.subarray(0, this.#ring.length - at)
    this.#ring.set(first, at)
    this.#ring.set(kept.subarray(first.length), 0)
    this.#written += bytes.length
  }

  /** What is kept, in bytes of its own; when something was dropped, from the beginning of a line on, where one is near. */
  bytes(): Uint8Array<ArrayBuffer> {
    if (this.isWhole) return this.#ring.slice(0, this.#written)
    const at = this.#written % this.#ring.length
    const all = new Uint8Array(this.#ring.length)
    all.set(this.#ring.subarray(at), 0)
    all.set(this.#ring.subarray(0, at), this.#ring.length - at)
    const end = all.subarray(0, longestLine).indexOf(newline)
    return end < 0 ? all : all.slice(end + 1)
  }
}
