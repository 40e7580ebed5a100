import { buildFrame, HEADER_BYTES, payloadType, type FrameHead } from '../agent/frame.ts'
import type { MalformedMessage } from '../gateway.ts'

/** A payload type that no version of the protocol has. */
export const UNKNOWN_PAYLOAD_TYPE = 99

const FAR_AHEAD = 1_000_000
const TYPE_START = 4
const TYPE_END = 36
const DATE_START = 40
const DATE_END = 48
const DIGEST_START = 80

type InStream = 'unknown-payload-type' | 'corrupted'
type Extra = Exclude<MalformedMessage, InStream | 'text'>

/** Whether a message stands alone, instead of being one of the agent's own. */
export const isExtra = (message: MalformedMessage): message is Extra =>
  message !== 'unknown-payload-type' && message !== 'corrupted' && message !== 'text'

/** The bytes of a message that no client can use; `sequence` is the number its stream data would have next. */
export function malformedFrame(message: Extra, sequence: number): Buffer {
  switch (message) {
    case 'empty':
      return Buffer.alloc(0)
    case 'short':
      return data(sequence).subarray(0, HEADER_BYTES - 1)
    case 'header-beyond-frame':
      return withHeaderLength(data(sequence), 4096)
    case 'no-header':
      return withHeaderLength(data(sequence), 0)
    case 'no-type':
      return data(sequence).fill(' ', TYPE_START, TYPE_END)
    case 'no-date':
      return data(sequence).fill(0, DATE_START, DATE_END)
    case 'wrong-digest':
      return corrupt(data(sequence))
    case 'unknown-type': {
      const frame = data(sequence).fill(' ', TYPE_START, TYPE_END)
      frame.write('interactive_dance', TYPE_START, 'latin1')
      return frame
    }
    case 'bad-acknowledgement':
      return build({ type: 'acknowledge', sequence: 0, flags: 3, payloadType: payloadType.none }, '{"Acknowledged')
    case 'from-the-past':
      return data(-1)
    case 'from-the-future':
      return data(sequence + FAR_AHEAD)
  }
}

/** The same message with one bit of its digest turned over. */
export function corrupt(frame: Buffer): Buffer {
  const copy = Buffer.from(frame)
  copy[DIGEST_START] = (copy[DIGEST_START] ?? 0) ^ 1
  return copy
}

const build = (head: FrameHead, payload: string): Buffer => buildFrame(head, Buffer.from(payload))

const data = (sequence: number): Buffer =>
  build({ type: 'output_stream_data', sequence, flags: 0, payloadType: payloadType.output }, 'not part of the stream')

function withHeaderLength(frame: Buffer, length: number): Buffer {
  frame.writeUInt32BE(length, 0)
  return frame
}
