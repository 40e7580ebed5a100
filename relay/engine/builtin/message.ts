import { hash, randomFillSync } from 'node:crypto'

/**
 * Bytes before the payload: HeaderLength (116) counts up to PayloadLength, which is four more
 * (`docs/reference/ssm-data-channel.md`).
 */
export const headerBytes = 120
const headerLength = 116

const at = {
  type: 4,
  schema: 36,
  created: 40,
  sequence: 48,
  flags: 56,
  messageId: 64,
  digest: 80,
  payloadType: 112,
  payloadLength: 116,
} as const

/** What the service sends that a client acts on. */
export type ServiceMessageType =
  | 'output_stream_data'
  | 'acknowledge'
  | 'channel_closed'
  | 'start_publication'
  | 'pause_publication'
type ClientMessageType = 'input_stream_data' | 'acknowledge'

export const payloadTypes = {
  output: 1,
  size: 3,
  handshakeRequest: 5,
  handshakeResponse: 6,
  handshakeComplete: 7,
  encryptionChallenge: 8,
  encryptionAnswer: 9,
  flag: 10,
  standardError: 11,
  exitCode: 12,
} as const

/** Four bytes, big-endian, in a payload of type `flag`. */
export const flags = { disconnectToPort: 1, terminateSession: 2, connectToPortError: 3 } as const

export interface ServiceMessage {
  readonly type: ServiceMessageType
  /** 0 in all but stream messages, whatever their header says. */
  readonly sequence: number
  /** Lower case with hyphens, as an acknowledgement quotes it; empty in an acknowledgement. */
  readonly messageId: string
  readonly payloadType: number
  /** A view of the frame, not a copy. */
  readonly payload: Buffer
}

/** Why a frame is dropped without an acknowledgement. */
export type DropReason =
  | 'too-short'
  | 'header-length'
  | 'no-type'
  | 'unknown-type'
  | 'no-date'
  | 'sequence-out-of-range'
  | 'digest-mismatch'

type ParsedMessage =
  | { readonly ok: true; readonly message: ServiceMessage }
  | { readonly ok: false; readonly reason: DropReason }

const serviceTypes: ReadonlySet<string> = new Set<ServiceMessageType>([
  'output_stream_data',
  'acknowledge',
  'channel_closed',
  'start_publication',
  'pause_publication',
])

/** Reads one frame of the data channel. Never throws; the payload runs to the end of the frame whatever its length field says. */
export function parseMessage(frame: Buffer): ParsedMessage {
  if (frame.length < headerBytes) return { ok: false, reason: 'too-short' }
  const declared = frame.readUInt32BE(0)
  if (declared < headerLength || declared + 4 > frame.length) return { ok: false, reason: 'header-length' }
  const type = trimPadding(frame.toString('latin1', at.type, at.schema))
  if (type === '') return { ok: false, reason: 'no-type' }
  if (!isServiceType(type)) return { ok: false, reason: 'unknown-type' }
  const sequence = type === 'output_stream_data' ? readSequence(frame) : 0
  if (sequence === null) return { ok: false, reason: 'sequence-out-of-range' }
  const payload = frame.subarray(declared + 4)
  const reason = isPublication(type) ? null : invalidity(frame, payload)
  if (reason !== null) return { ok: false, reason }
  const payloadType = frame.readUInt32BE(at.payloadType)
  // Nobody answers an acknowledgement, and most messages are one: its id is not worth spelling out.
  const messageId = type === 'acknowledge' ? '' : readMessageId(frame)
  return { ok: true, message: { type, sequence, messageId, payloadType, payload } }
}

interface MessageFields {
  readonly type: ClientMessageType
  readonly sequence: number
  readonly flags: number
  readonly payloadType: number
}

/** Fills in the header of a frame whose payload is already in place, from byte {@link headerBytes} to the end. */
export function sealMessage(frame: Buffer, fields: MessageFields, createdAt: number): void {
  const payload = frame.subarray(headerBytes)
  frame.writeUInt32BE(headerLength, 0)
  typeBytes[fields.type].copy(frame, at.type)
  frame.writeUInt32BE(1, at.schema)
  writeInteger(frame, createdAt, at.created)
  writeInteger(frame, fields.sequence, at.sequence)
  writeInteger(frame, fields.flags, at.flags)
  writeRandomId(frame)
  frame.write(digestOf(payload), at.digest, 'latin1')
  frame.writeUInt32BE(fields.payloadType, at.payloadType)
  frame.writeUInt32BE(payload.length, at.payloadLength)
}

/** A frame with room for `payloadBytes`, whose header {@link sealMessage} fills in. */
export function allocateMessage(payloadBytes: number): Buffer {
  return Buffer.allocUnsafe(headerBytes + payloadBytes)
}

const typeBytes: Readonly<Record<ClientMessageType, Buffer>> = {
  input_stream_data: Buffer.from('input_stream_data'.padEnd(32), 'latin1'),
  acknowledge: Buffer.from('acknowledge'.padEnd(32), 'latin1'),
}

function isServiceType(type: string): type is ServiceMessageType {
  return serviceTypes.has(type)
}

/** These two are taken as they come: the service does not fill their headers reliably. */
function isPublication(type: ServiceMessageType): boolean {
  return type === 'start_publication' || type === 'pause_publication'
}

function invalidity(frame: Buffer, payload: Buffer): DropReason | null {
  if (frame.readUInt32BE(at.created) === 0 && frame.readUInt32BE(at.created + 4) === 0) return 'no-date'
  const declared = frame.readUInt32BE(frame.readUInt32BE(0))
  if (declared === 0) return null
  const isRight = frame.toString('latin1', at.digest, at.digest + 32) === digestOf(payload)
  return isRight ? null : 'digest-mismatch'
}

/** The 32 bytes as so many characters: unlike a buffer, which has memory of its own, a string costs the collector next to nothing. */
function digestOf(payload: Buffer): string {
  return hash('sha256', payload, 'binary')
}

/** The header's padding is spaces, NULs from some senders. */
function trimPadding(text: string): string {
  let start = 0
  let end = text.length
  while (start < end && text.charCodeAt(start) <= 32) start += 1
  while (end > start && text.charCodeAt(end - 1) <= 32) end -= 1
  return text.slice(start, end)
}

/** Sequence numbers are signed 64-bit; beyond 2^53 or below zero none can be genuine. */
function readSequence(frame: Buffer): number | null {
  const high = frame.readUInt32BE(at.sequence)
  if (high > 0x1f_ffff) return null
  return high * 0x1_0000_0000 + frame.readUInt32BE(at.sequence + 4)
}

/** Whole and not negative, below 2^53. */
function writeInteger(frame: Buffer, value: number, offset: number): void {
  const high = Math.floor(value / 0x1_0000_0000)
  frame.writeUInt32BE(high, offset)
  frame.writeUInt32BE(value - high * 0x1_0000_0000, offset + 4)
}

/** The header stores the UUID with its two halves swapped: bytes 8–15 first. */
function readMessageId(frame: Buffer): string {
  const first = frame.toString('hex', at.messageId + 8, at.messageId + 16)
  const last = frame.toString('hex', at.messageId, at.messageId + 8)
  return `${first.slice(0, 8)}-${first.slice(8, 12)}-${first.slice(12)}-${last.slice(0, 4)}-${last.slice(4)}`
}

const randomPool = Buffer.allocUnsafe(4_096)
let randomUsed = randomPool.length

/** A version 4 UUID straight into the header; random bytes are drawn 256 ids at a time. */
function writeRandomId(frame: Buffer): void {
  if (randomUsed === randomPool.length) {
    randomFillSync(randomPool)
    randomUsed = 0
  }
  randomPool.copy(frame, at.messageId, randomUsed, randomUsed + 16)
  randomUsed += 16
  const variant = at.messageId
  const version = at.messageId + 8 + 6
  frame[variant] = ((frame[variant] ?? 0) & 0x3f) | 0x80
  frame[version] = ((frame[version] ?? 0) & 0x0f) | 0x40
}
