import { mostOutput, streamCredit } from '#contract/shell-stream.ts'

/** Credit is given back in steps of this many bytes, so that a flood of small messages does not cause one of answers. */
const stepBytes = streamCredit / 8
/** Given to the terminal in one turn: some milliseconds' work, between which the page draws and hears keys. */
const turnBytes = mostOutput

/** Hands bytes to the terminal; `done` once they were drawn. */
export type WriteBytes = (bytes: Uint8Array, done: () => void) => void

/**
 * Takes output as it comes, and tells the relay what was drawn of it. The terminal never holds more than the relay was allowed to send:
 * credit goes back only once bytes were drawn, at once when nothing is left to draw.
 *
 * xterm goes on with what waits in it by a timer, and a browser lets timers that follow each other wait four milliseconds each: a
 * quarter of a flood's time. So it gets a turn's bytes, and the next ones by `later`.
 */
export class OutputFlow {
  readonly #write: WriteBytes
  readonly #drawn: (bytes: number) => void
  readonly #later: (act: () => void) => void
  readonly #queue: Uint8Array[] = []
  #pending = 0
  #owed = 0
  /** Pieces that the terminal has and has not drawn, or a turn that is to come. */
  #busy = 0

  /** `later` calls back soon, in a turn of its own. */
  constructor(write: WriteBytes, drawn: (bytes: number) => void, later: (act: () => void) => void) {
    this.#write = write
    this.#drawn = drawn
    this.#later = later
  }

  take(bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return
    this.#pending += bytes.byteLength
    this.#queue.push(bytes)
    if (this.#busy === 0) this.#turn()
  }

  #turn(): void {
    const pieces: Uint8Array[] = []
    for (let bytes = 0; bytes < turnBytes;) {
      const next = this.#queue.shift()
      if (next === undefined) break
      pieces.push(next)
      bytes += next.byteLength
    }
    this.#busy = pieces.length
    for (const piece of pieces) this.#write(piece, () => this.#done(piece.byteLength))
  }

  #done(bytes: number): void {
    this.#settle(bytes)
    this.#busy -= 1
    if (this.#busy > 0 || this.#queue.length === 0) return
    this.#busy = 1
    this.#later(() => this.#turn())
  }

  #settle(bytes: number): void {
    this.#pending -= bytes
    this.#owed += bytes
    if (this.#pending > 0 && this.#owed < stepBytes) return
    const given = this.#owed
    this.#owed = 0
    this.#drawn(given)
  }
}
