import { totalmem } from 'node:os'

const gibibyte = 1_073_741_824
/** Of the computer's memory, at the most. */
const shareOfMemory = 1 / 8

/**
 * Memory for what arrived ahead of gaps, in bytes: one allowance for many channels, so that however many of them wait for
 * lost messages, and whatever their far ends send, there is one bound.
 */
export class AheadRoom {
  readonly limit: number
  #used = 0

  constructor(limit: number) {
    this.limit = limit
  }

  /**
   * What a program's channels may take of a computer with so many bytes of memory. AWS's agent keeps 100,000 messages of 1,024
   * bytes, which is an eighth of a gibibyte.
   */
  static of(memory: number): AheadRoom {
    return new AheadRoom(Math.min(gibibyte, Math.floor(memory * shareOfMemory)))
  }

  get used(): number {
    return this.#used
  }

  /** False when there is no room for so much more; then nothing is taken. */
  take(bytes: number): boolean {
    if (this.#used + bytes > this.limit) return false
    this.#used += bytes
    return true
  }

  giveBack(bytes: number): void {
    this.#used -= bytes
  }
}

/** The allowance of this program's channels. */
export const programsRoom = AheadRoom.of(totalmem())
