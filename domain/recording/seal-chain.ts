/** How a program hashes; `node:crypto` in ours. Keys and results are in hex. */
export interface SealPrimitives {
  /** SHA-256 of what is given bit by bit. */
  digest(): { add(bytes: Uint8Array): void; end(): string }
  /** HMAC-SHA-256. */
  mac(key: string, text: string): string
}

/** The key of a recording that has none: everybody knows it, so such a seal shows accidents alone. */
export const openKey = '0'.repeat(64)

/**
 * Seals the lines of a recording, from its header on. Each seal speaks for the lines since the one before, and for that one, so
 * none can be taken out or changed without all that follow. The key is another after each seal and can not be turned back: what
 * took the program over later can not write anew what was sealed before.
 */
export class SealChain {
  readonly #primitives: SealPrimitives
  #key: string
  #number = 0
  #before = ''
  #lines: ReturnType<SealPrimitives['digest']>

  /** `key`: null for a recording without one. */
  constructor(primitives: SealPrimitives, key: string | null) {
    this.#primitives = primitives
    this.#key = key ?? openKey
    this.#lines = primitives.digest()
  }

  /** A line, with its line end. */
  cover(line: Uint8Array): void {
    this.#lines.add(line)
  }

  /** The text of the seal that follows. `atMs`: when, as its line has it. */
  next(atMs: number): string {
    const { digest, mac } = this.#primitives
    const said = [this.#number, Math.round(atMs * 1_000), this.#before, this.#lines.end()].join('\n')
    const seal = `${this.#number} ${mac(this.#key, said)}`
    this.#number += 1
    this.#before = seal
    this.#lines = digest()
    this.#key = mac(this.#key, 'next')
    return seal
  }
}
