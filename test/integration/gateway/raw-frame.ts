import { createHash, randomUUID } from 'node:crypto'

/** A data-channel message as a test sees it. Written from the protocol's description, apart from every program under test. */
export interface RawFrame {
  readonly headerLength: number
  readonly type: string
  readonly schemaVersion: number
  readonly createdDate: number
  readonly sequence: number
  readonly flags: number
  readonly messageId: string
  readonly digestMatches: boolean
  readonly payloadType: number
  readonly payloadLength: number
  readonly payload: Buffer
}

/** Whether a message is one at all: a whole header, a type, a date, the digest of its payload, JSON where that must be. */
export function isUsable(bytes: Buffer): boolean {
  if (bytes.length < 120 || bytes.readUInt32BE(0) !== 116) return false
  const frame = decodeRawFrame(bytes)
  if (frame.type === '' || frame.createdDate === 0 || !frame.digestMatches) return false
  return frame.type !== 'acknowledge' || isJson(frame.payload.toString())
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

export function decodeRawFrame(bytes: Buffer): RawFrame {
  const hex = bytes.toString('hex', 72, 80) + bytes.toString('hex', 64, 72)
  const payload = bytes.subarray(120)
  return {
    headerLength: bytes.readUInt32BE(0),
    type: bytes.toString('latin1', 4, 36).replace(/ +$/, ''),
    schemaVersion: bytes.readUInt32BE(36),
    createdDate: Number(bytes.readBigUInt64BE(40)),
    sequence: Number(bytes.readBigInt64BE(48)),
    flags: Number(bytes.readBigUInt64BE(56)),
    messageId: hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    digestMatches: createHash('sha256').update(payload).digest().equals(bytes.subarray(80, 112)),
    payloadType: bytes.readUInt32BE(112),
    payloadLength: bytes.readUInt32BE(116),
    payload,
  }
}

export function encodeRawFrame(type: string, sequence: number, payloadType: number, payload: Buffer): Buffer {
  const bytes = Buffer.alloc(120 + payload.length)
  const uuid = Buffer.from(randomUUID().replaceAll('-', ''), 'hex')
  bytes.writeUInt32BE(116, 0)
  bytes.write(type.padEnd(32, ' '), 4, 'latin1')
  bytes.writeUInt32BE(1, 36)
  bytes.writeBigUInt64BE(BigInt(Date.now()), 40)
  bytes.writeBigInt64BE(BigInt(sequence), 48)
  bytes.writeBigUInt64BE(type === 'acknowledge' ? 3n : 0n, 56)
  uuid.copy(bytes, 64, 8, 16)
  uuid.copy(bytes, 72, 0, 8)
  createHash('sha256').update(payload).digest().copy(bytes, 80)
  bytes.writeUInt32BE(payloadType, 112)
  bytes.writeUInt32BE(payload.length, 116)
  payload.copy(bytes, 120)
  return bytes
}

export function acknowledgementOf(frame: RawFrame): Buffer {
  const content = {
    AcknowledgedMessageType: frame.type,
    AcknowledgedMessageId: frame.messageId,
    AcknowledgedMessageSequenceNumber: frame.sequence,
    IsSequentialMessage: true,
  }
  return encodeRawFrame('acknowledge', 0, 0, Buffer.from(JSON.stringify(content)))
}
