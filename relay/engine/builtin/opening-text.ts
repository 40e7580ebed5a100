import { randomUUID } from 'node:crypto'

/** The first frame of every connection, text; keys in the order AWS's programs write them. */
export function openingText(token: string, clientId: string, clientVersion: string): string {
  return JSON.stringify({
    MessageSchemaVersion: '1.0',
    RequestId: randomUUID(),
    TokenValue: token,
    ClientId: clientId,
    ClientVersion: clientVersion,
  })
}
