import { streamCredit } from '#contract/shell-stream.ts'

/** Credit is given back in steps of this many bytes, so that a flood of small messages does not cause one of answers. */
const stepBytes = streamCredit / 8

/** Hands bytes to the terminal; `done` once they were drawn. */
export type WriteBytes = (bytes: Uint8Array, done: () => void) => void

/** Takes output as it comes, and tells the relay what was drawn of it. */
export interface OutputFlow {
  take(bytes: Uint8Array): void
}

/**
 * The terminal never holds more than the relay was allowed to send: credit goes back only once bytes were drawn, at once when
 * nothing is left to draw.
 */
export function createOutputFlow(write: WriteBytes, drawn: (bytes: number) => void): OutputFlow {
  let pending = 0
  let owed = 0
  const settle = (bytes: number): void => {
    pending -= bytes
    owed += bytes
    if (pending > 0 && owed < stepBytes) return
    const given = owed
    owed = 0
    drawn(given)
  }
  return {
    take(bytes) {
      if (bytes.byteLength === 0) return
      pending += bytes.byteLength
      write(bytes, () => settle(bytes.byteLength))
    },
  }
}
