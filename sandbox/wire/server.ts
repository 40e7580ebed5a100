import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type ApiRequest, readRequest, type Reply } from './exchange.ts'

/** Answers one request; `hang-up` cuts the connection instead. */
export type Handler = (request: ApiRequest) => Promise<Reply | 'hang-up'>

export interface HttpListener {
  readonly port: number
  /** The server itself, so that TLS connections of the proxy can be handed to it. */
  readonly server: Server
  /** Stops listening and cuts every connection. */
  close(): Promise<void>
}

/** Listens on 127.0.0.1; port 0 takes any free one. `clock` is what the `Date` header tells. */
export async function listenHttp(port: number, handler: Handler, now: () => number): Promise<HttpListener> {
  const server = createServer({ keepAliveTimeout: 10_000 }, (message, response) => {
    void serve(message, response, handler, now)
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    server,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function serve(
  message: IncomingMessage,
  response: ServerResponse,
  handler: Handler,
  now: () => number,
): Promise<void> {
  const request = await readRequest(message)
  if (request === null) return cut(message)
  try {
    const reply = await handler(request)
    if (reply === 'hang-up') return cut(message)
    const length = String(Buffer.byteLength(reply.body))
    response.sendDate = false
    response.writeHead(reply.status, {
      date: new Date(now()).toUTCString(),
      ...reply.headers,
      'content-length': length,
    })
    response.end(reply.body)
  } catch (error) {
    process.stderr.write(`sandbox: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`)
    if (!response.headersSent) response.writeHead(500)
    response.end()
  }
}

const cut = (message: IncomingMessage): void => {
  message.socket.destroy()
}
