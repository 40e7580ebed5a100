import { allocateMessage, headerBytes, sealMessage, type ServiceMessage } from './message.ts'

/** `acknowledge` carries SYN and FIN; some agents reject it with SYN alone. */
const acknowledgementFlags = 3

/** The frame that tells the agent its message arrived. Keys in the order AWS's programs write them. */
export function acknowledgementOf(
  message: Pick<ServiceMessage, 'type' | 'sequence' | 'messageId'>,
  createdAt: number,
): Buffer {
  const payload =
    `{"AcknowledgedMessageType":"${message.type}","AcknowledgedMessageId":"${message.messageId}",` +
    `"AcknowledgedMessageSequenceNumber":${message.sequence},"IsSequentialMessage":true}`
  const frame = allocateMessage(payload.length)
  frame.write(payload, headerBytes, 'latin1')
  sealMessage(frame, { type: 'acknowledge', sequence: 0, flags: acknowledgementFlags, payloadType: 0 }, createdAt)
  return frame
}

/** What AWS's agent writes before a message's id, and between it and the number. */
const beforeId = Buffer.from('{"AcknowledgedMessageType":"input_stream_data","AcknowledgedMessageId":"')
const afterId = Buffer.from('","AcknowledgedMessageSequenceNumber":')
const numberAt = beforeId.length + 36 + afterId.length
const digit = { zero: 0x30, nine: 0x39 } as const
const comma = 0x2c
/** More digits than these may not be exact as a number. */
const mostDigits = 15

/** The sequence number an acknowledgement is about, or null when it is none of ours. */
export function acknowledgedSequence(payload: Buffer): number | null {
  return usualSequence(payload) ?? anySequence(payload)
}

/** One of these comes for every message sent, so the usual spelling is not worth a JSON parser. Null for any other. */
function usualSequence(payload: Buffer): number | null {
  if (payload.length <= numberAt) return null
  if (beforeId.compare(payload, 0, beforeId.length) !== 0) return null
  if (afterId.compare(payload, numberAt - afterId.length, numberAt) !== 0) return null
  let sequence = 0
  for (let at = numberAt; at < payload.length && at <= numberAt + mostDigits; at += 1) {
    const byte = payload[at] ?? 0
    if (byte === comma) return at > numberAt ? sequence : null
    if (byte < digit.zero || byte > digit.nine) return null
    sequence = sequence * 10 + byte - digit.zero
  }
  return null
}

function anySequence(payload: Buffer): number | null {
  const body = parseJsonObject(payload)
  const sequence = body?.['AcknowledgedMessageSequenceNumber']
  return typeof sequence === 'number' && Number.isSafeInteger(sequence) && sequence >= 0 ? sequence : null
}

/** `Output` of a `channel_closed`: why the service ended the session; empty when it does not say. */
export function closingOutput(payload: Buffer): string {
  const output = parseJsonObject(payload)?.['Output']
  return typeof output === 'string' ? output : ''
}

function parseJsonObject(payload: Buffer): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(payload.toString('utf8'))
    return typeof value === 'object' && value !== null ? { ...value } : null
  } catch {
    return null
  }
}
