import { allocateMessage, headerBytes, sealMessage, type ServiceMessage } from './message.ts'

/** `acknowledge` carries SYN and FIN; some agents reject it with SYN alone. */
const acknowledgementFlags = 3

/** The frame that tells the agent its message arrived. Keys in the order AWS's programs write them. */
export function acknowledgementOf(message: ServiceMessage, createdAt: number): Buffer {
  const payload =
    `{"AcknowledgedMessageType":"${message.type}","AcknowledgedMessageId":"${message.messageId}",` +
    `"AcknowledgedMessageSequenceNumber":${message.sequence},"IsSequentialMessage":true}`
  const frame = allocateMessage(payload.length)
  frame.write(payload, headerBytes, 'latin1')
  sealMessage(frame, { type: 'acknowledge', sequence: 0, flags: acknowledgementFlags, payloadType: 0 }, createdAt)
  return frame
}

/** The sequence number an acknowledgement is about, or null when it is none of ours. */
export function acknowledgedSequence(payload: Buffer): number | null {
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
