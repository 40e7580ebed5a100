import { allocateMessage, headerBytes } from './message.ts'

/** More are not kept: as many as fill the largest window. */
const mostKept = 1_024

/**
 * Frames of one size that are used again and again: memory for each message, a million for a gigabyte, keeps the collector busy for
 * longer than everything else takes.
 */
export class FrameStock {
  readonly #payloadBytes: number
  readonly #kept: Buffer[] = []

  /** `payloadBytes`: of each frame, beside its header. */
  constructor(payloadBytes: number) {
    this.#payloadBytes = payloadBytes
  }

  /** A frame, with whatever it carried before in it. */
  take(): Buffer {
    return this.#kept.pop() ?? allocateMessage(this.#payloadBytes)
  }

  /** Nobody reads the frame any more. One of another size is left to the collector. */
  giveBack(frame: Buffer): void {
    if (frame.length === headerBytes + this.#payloadBytes && this.#kept.length < mostKept) this.#kept.push(frame)
  }
}
