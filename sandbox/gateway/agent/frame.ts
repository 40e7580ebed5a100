import { hash, randomFillSync } from 'node:crypto'

/** Bytes before the payload of a data-channel message. */
export const HEADER_BYTES = 120

/** `HeaderLength` as the wire has it: the offset of the payload's length, which does not count itself. */
const HEADER_LENGTH_FIELD = 116

const TYPE_OFFSET = 4
const TYPE_BYTES = 32
const SCHEMA_OFFSET = 36
const CREATED_OFFSET = 40
const SEQUENCE_OFFSET = 48
const FLAGS_OFFSET = 56
const MESSAGE_ID_OFFSET = 64
const DIGEST_OFFSET = 80
const PAYLOAD_TYPE_OFFSET = 112
const WORD = 0x1_0000_0000

/** What a stream message carries. */
export const payloadType = {
  none: 0,
  output: 1,
  error: 2,
  size: 3,
  parameter: 4,
  handshakeRequest: 5,
  handshakeResponse: 6,
  handshakeComplete: 7,
  challengeRequest: 8,
  challengeResponse: 9,
  flag: 10,
  stderr: 11,
  exitCode: 12,
} as const

/** The four-byte payload of a flag message. */
export const sessionFlag = { disconnectToPort: 1, terminateSession: 2, connectToPortError: 3 } as const

export type MessageType =
  | 'input_stream_data'
  | 'output_stream_data'
  | 'acknowledge'
  | 'channel_closed'
  | 'start_publication'
  | 'pause_publication'
  | 'agent_session_state'

/** A parsed message. `frame` is the whole of it, `payload` a view into it. */
export interface Message {
  readonly type: string
  readonly sequence: number
  readonly payloadType: number
  readonly payload: Buffer
  readonly frame: Buffer
}

export interface FrameHead {
  readonly type: MessageType
  readonly sequence: number
  readonly flags: number
  readonly payloadType: number
}

/**
 * Reads one message, or null when the agent would drop it: shorter than a header, a header that points beyond the
 * frame, no type, no date. The payload runs to the frame's end whatever its length field says, as in both real programs.
 */
export function parseFrame(frame: Buffer): Message | null {
  if (frame.length < HEADER_BYTES) return null
  const headerLength = frame.readUInt32BE(0)
  if (headerLength === 0 || headerLength + 4 > frame.length) return null
  const type = messageType(frame)
  if (type === '') return null
  if (frame.readUInt32BE(CREATED_OFFSET) === 0 && frame.readUInt32BE(CREATED_OFFSET + 4) === 0) return null
  return {
    type,
    sequence: sequenceOf(frame),
    payloadType: frame.readUInt32BE(PAYLOAD_TYPE_OFFSET),
    payload: frame.subarray(headerLength + 4),
    frame,
  }
}

/** The sequence number of a frame of at least a header's size. */
export function sequenceOf(frame: Buffer): number {
  return frame.readInt32BE(SEQUENCE_OFFSET) * WORD + frame.readUInt32BE(SEQUENCE_OFFSET + 4)
}

/** The type of a frame of at least a header's size, without its padding of spaces or NULs. */
export function messageType(frame: Buffer): string {
  let end = TYPE_OFFSET + TYPE_BYTES
  while (end > TYPE_OFFSET && (frame[end - 1] ?? 0) <= 0x20) end--
  return frame.toString('latin1', TYPE_OFFSET, end).trimStart()
}

/** A frame with room for `size` payload bytes at {@link HEADER_BYTES}; fill them, then {@link sealFrame}. */
export function openFrame(head: FrameHead, size: number): Buffer {
  const frame = Buffer.allocUnsafe(HEADER_BYTES + size)
  frame.writeUInt32BE(HEADER_LENGTH_FIELD, 0)
  frame.fill(0x20, TYPE_OFFSET, TYPE_OFFSET + TYPE_BYTES)
  frame.write(head.type, TYPE_OFFSET, 'latin1')
  frame.writeUInt32BE(1, SCHEMA_OFFSET)
  writeInt64(frame, Date.now(), CREATED_OFFSET)
  writeInt64(frame, head.sequence, SEQUENCE_OFFSET)
  writeInt64(frame, head.flags, FLAGS_OFFSET)
  writeMessageId(frame)
  frame.writeUInt32BE(head.payloadType, PAYLOAD_TYPE_OFFSET)
  frame.writeUInt32BE(size, HEADER_LENGTH_FIELD)
  return frame
}

/** Writes the payload's SHA-256 into the header. */
export function sealFrame(frame: Buffer): Buffer {
  hash('sha256', frame.subarray(HEADER_BYTES), 'buffer').copy(frame, DIGEST_OFFSET)
  return frame
}

/** A whole message. */
export function buildFrame(head: FrameHead, payload: Buffer): Buffer {
  const frame = openFrame(head, payload.length)
  payload.copy(frame, HEADER_BYTES)
  return sealFrame(frame)
}

/** The acknowledgement of a message, its keys in the order both real programs write them. */
export function buildAcknowledgement(message: Message): Buffer {
  const text =
    `{"AcknowledgedMessageType":"${message.type}","AcknowledgedMessageId":"${messageId(message.frame)}",` +
    `"AcknowledgedMessageSequenceNumber":${message.sequence},"IsSequentialMessage":true}`
  const frame = openFrame({ type: 'acknowledge', sequence: 0, flags: 3, payloadType: payloadType.none }, text.length)
  frame.write(text, HEADER_BYTES, 'latin1')
  return sealFrame(frame)
}

/** The UUID of a message; on the wire its two halves are swapped. */
export function messageId(frame: Buffer): string {
  const low = frame.toString('hex', MESSAGE_ID_OFFSET, MESSAGE_ID_OFFSET + 8)
  const high = frame.toString('hex', MESSAGE_ID_OFFSET + 8, MESSAGE_ID_OFFSET + 16)
  return `${high.slice(0, 8)}-${high.slice(8, 12)}-${high.slice(12)}-${low.slice(0, 4)}-${low.slice(4)}`
}

function writeInt64(frame: Buffer, value: number, offset: number): void {
  const high = Math.floor(value / WORD)
  frame.writeInt32BE(high, offset)
  frame.writeUInt32BE(value - high * WORD, offset + 4)
}

const entropy = Buffer.allocUnsafe(16 * 512)
let entropyUsed = entropy.length

/** A random version 4 UUID; random bytes are drawn in bulk, for this runs once per message. */
function writeMessageId(frame: Buffer): void {
  if (entropyUsed === entropy.length) {
    randomFillSync(entropy)
    entropyUsed = 0
  }
  entropy.copy(frame, MESSAGE_ID_OFFSET, entropyUsed, entropyUsed + 16)
  entropyUsed += 16
  frame[MESSAGE_ID_OFFSET] = ((frame[MESSAGE_ID_OFFSET] ?? 0) & 0x3f) | 0x80
  frame[MESSAGE_ID_OFFSET + 14] = ((frame[MESSAGE_ID_OFFSET + 14] ?? 0) & 0x0f) | 0x40
}
