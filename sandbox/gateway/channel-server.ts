import { createServer, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { WebSocketServer } from 'ws'
import type { GatewayOptions } from './gateway.ts'
import { awaitOpenDataChannel } from './open-channel.ts'
import type { SessionDirectory } from './session-directory.ts'
import { parseChannelRequest } from './stream-url.ts'

/** The HTTP server that upgrades clients to their data channels. */
interface ChannelServer {
  readonly port: number
  /** Stops listening and cuts every connection. */
  close(): Promise<void>
}

/** Listens on 127.0.0.1; rejects when the port is taken. */
export async function startChannelServer(options: GatewayOptions, sessions: SessionDirectory): Promise<ChannelServer> {
  const connections = new Set<Duplex>()
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, skipUTF8Validation: true })
  const server = createServer((_request, response) => response.writeHead(426).end())
  server.on('connection', (connection) => {
    connections.add(connection)
    connection.once('close', () => connections.delete(connection))
  })
  server.on('upgrade', (request, raw, head) => {
    raw.on('error', () => raw.destroy())
    const channel = parseChannelRequest(request.url ?? '')
    if (channel === null) return refuse(raw, 404)
    const authorized = options.authorizeUpgrade({ url: request.url ?? '', headers: request.headers })
    const admitted = authorized ? sessions.admit(channel) : { status: 403 }
    if ('status' in admitted) return refuse(raw, admitted.status)
    sockets.handleUpgrade(request, raw, head, (socket) => {
      awaitOpenDataChannel(socket, raw, admitted.session, options.log)
    })
  })
  const port = await new Promise<number>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, '127.0.0.1', () => {
      const address = server.address()
      if (address !== null && typeof address === 'object') resolve(address.port)
    })
  })
  const close = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()))
    for (const connection of connections) connection.destroy()
    await closed
  }
  return { port, close }
}

function refuse(raw: Duplex, status: number): void {
  raw.end(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`)
}
