import type { SealVerdict } from '#contract/recordings.ts'
import type { RecordedEvent } from './recorded-lines.ts'
import { SealChain, type SealPrimitives } from './seal-chain.ts'

/** What a seal can be held against: the recording's own key; null where the recording has none. */
interface SealCheckOptions {
  readonly primitives: SealPrimitives
  readonly key: string | null
  /** Epoch ms. */
  readonly startedAt: number
}

/** Goes over a recording line by line, as {@link SealChain} did, and says what the seal says. */
export class SealCheck {
  readonly #chain: SealChain
  readonly #isKeyed: boolean
  readonly #startedAt: number
  /** Ms since the start of the last seal that held. */
  #sealedMs = 0
  /** Lines since then, and whether one of them says that the shell ended. */
  #loose = 0
  #end: 'none' | 'loose' | 'sealed' = 'none'
  #isAltered = false

  constructor({ primitives, key, startedAt }: SealCheckOptions) {
    this.#chain = new SealChain(primitives, key)
    this.#isKeyed = key !== null
    this.#startedAt = startedAt
  }

  /** `line`: with its line end. `event`: what it says; null for the header and for what is skipped. */
  line(line: Uint8Array, event: RecordedEvent | null): void {
    if (this.#isAltered) return
    if (event?.kind === 'seal') return this.#seal(event.atMs, event.data)
    this.#chain.cover(line)
    this.#loose += 1
    if (event?.kind === 'end') this.#end = 'loose'
  }

  /** `isTorn`: more stood behind the last line, without a line end. A recorder that was killed leaves such a rest, one that ended none. */
  verdict(isTorn: boolean): SealVerdict {
    const until = Math.round(this.#startedAt + this.#sealedMs)
    const isOver = this.#end === 'sealed'
    // What comes after the end was put there by somebody else.
    if (this.#isAltered || (isOver && (this.#loose > 0 || isTorn))) return { is: 'altered', from: until }
    return isOver ? { is: 'intact', keyed: this.#isKeyed } : { is: 'unfinished', keyed: this.#isKeyed, until }
  }

  #seal(atMs: number, data: string): void {
    if (this.#end === 'sealed' || data !== this.#chain.next(atMs)) {
      this.#isAltered = true
      return
    }
    this.#sealedMs = atMs
    this.#loose = 0
    if (this.#end === 'loose') this.#end = 'sealed'
  }
}
