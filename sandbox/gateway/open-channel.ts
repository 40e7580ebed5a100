import type { Duplex } from 'node:stream'
import type { RawData, WebSocket } from 'ws'
import { toBuffer } from './link/raw-data.ts'
import type { Session } from './link/session.ts'

const OPEN_DEADLINE_MS = 15_000
const POLICY_VIOLATION = 1008

/** Waits for a client's OpenDataChannel and attaches it, or closes the socket when there is none with a good token. */
export function awaitOpenDataChannel(
  socket: WebSocket,
  raw: Duplex,
  session: Session,
  log: (event: string, fields: Readonly<Record<string, unknown>>) => void,
): void {
  const refuse = (reason: string): void => {
    log('gateway.channel-refused', { sessionId: session.id, reason })
    socket.close(POLICY_VIOLATION, reason)
  }
  const deadline = setTimeout(() => refuse('No OpenDataChannel'), OPEN_DEADLINE_MS)
  const stopWaiting = (): void => clearTimeout(deadline)
  const ignore = (): void => socket.terminate()
  socket.once('close', stopWaiting)
  socket.on('error', ignore)
  socket.once('message', (data: RawData, binary: boolean) => {
    stopWaiting()
    const token = binary ? null : openToken(toBuffer(data).toString())
    if (token === null) return refuse('The first message is not OpenDataChannel')
    if (!session.takeToken(token)) return refuse('The token is not valid')
    socket.removeListener('close', stopWaiting)
    socket.removeListener('error', ignore)
    log('gateway.channel-opened', { sessionId: session.id })
    session.attach(socket, raw)
  })
}

function openToken(text: string): string | null {
  try {
    const content: unknown = JSON.parse(text)
    if (typeof content !== 'object' || content === null) return null
    // Whatever a client calls itself and its request: the service compares them with nothing.
    const named = ['RequestId', 'ClientId'].every((key) => typeof Reflect.get(content, key) === 'string')
    const token: unknown = Reflect.get(content, 'TokenValue')
    return named && Reflect.get(content, 'MessageSchemaVersion') === '1.0' && typeof token === 'string' ? token : null
  } catch {
    return null
  }
}
