import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'

export interface TestServer {
  readonly port: number
  readonly connections: Set<Socket>
  close(): Promise<void>
}

/** A TCP server on a free loopback port; `serve` gets each connection. */
export async function listen(serve: (socket: Socket) => void): Promise<TestServer> {
  const connections = new Set<Socket>()
  const server: Server = createServer({ noDelay: true }, (socket) => {
    connections.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => connections.delete(socket))
    serve(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    port,
    connections,
    close: () =>
      new Promise((resolve) => {
        for (const socket of connections) socket.destroy()
        server.close(() => resolve())
      }),
  }
}

export function listenEcho(): Promise<TestServer> {
  return listen((socket) => void socket.pipe(socket))
}
