import { isUtf8 } from 'node:buffer'
import { unfinishedTail } from '#domain/recording/utf8-tail.ts'

/** Output as a recording keeps it. */
interface OutputSegment {
  /** What is no UTF-8 is U+FFFD in it. */
  readonly text: string
  /** The true bytes, where the text is not all of them. */
  readonly bytes: Uint8Array | null
}

/** Longer output is several segments, so that no line of a recording is much longer. */
const longestSegment = 16 * 1_024
const decoder = new TextDecoder('utf-8', { ignoreBOM: true })

/** Cuts output where characters end: what the last bytes begin waits for what comes next. */
export class OutputSegments {
  #tail: Uint8Array = new Uint8Array(0)

  take(bytes: Uint8Array): readonly OutputSegment[] {
    let rest = this.#tail.length === 0 ? bytes : Buffer.concat([this.#tail, bytes])
    const segments: OutputSegment[] = []
    while (rest.length > longestSegment) {
      const length = longestSegment - unfinishedTail(rest.subarray(0, longestSegment))
      segments.push(segmentOf(rest.subarray(0, length)))
      rest = rest.subarray(length)
    }
    const length = rest.length - unfinishedTail(rest)
    // A copy: what was given is the giver's.
    this.#tail = rest.slice(length)
    return length === 0 ? segments : [...segments, segmentOf(rest.subarray(0, length))]
  }

  /** What waited in vain. */
  end(): readonly OutputSegment[] {
    const tail = this.#tail
    this.#tail = new Uint8Array(0)
    return tail.length === 0 ? [] : [segmentOf(tail)]
  }
}

function segmentOf(bytes: Uint8Array): OutputSegment {
  return { text: decoder.decode(bytes), bytes: isUtf8(bytes) ? null : bytes }
}
