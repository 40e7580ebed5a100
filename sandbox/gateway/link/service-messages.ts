import { randomUUID } from 'node:crypto'
import { buildFrame, payloadType } from '../agent/frame.ts'

/** Ends a session on the client's side; `output` is shown to the user. */
export function channelClosed(sessionId: string, targetId: string, output: string): Buffer {
  return serviceMessage('channel_closed', {
    MessageId: randomUUID(),
    CreatedDate: new Date().toISOString(),
    DestinationId: targetId,
    SessionId: sessionId,
    MessageType: 'channel_closed',
    SchemaVersion: 1,
    Output: output,
  })
}

/** Tells one side that the other is there, or is away. */
export function publication(type: 'start_publication' | 'pause_publication', sessionId: string): Buffer {
  return serviceMessage(type, { SchemaVersion: 1, MessageId: randomUUID(), SessionId: sessionId, MessageType: type })
}

function serviceMessage(type: 'channel_closed' | 'start_publication' | 'pause_publication', content: object): Buffer {
  return buildFrame(
    { type, sequence: 0, flags: 0, payloadType: payloadType.none },
    Buffer.from(JSON.stringify(content)),
  )
}
