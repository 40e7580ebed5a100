import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** A listener on loopback that is to be left alone in the end. */
export interface ListeningEnd {
  readonly port: number
  /** Connections that are open now. */
  readonly open: ReadonlySet<Socket>
  close(): Promise<void>
}

/** Accepts connections and does `greet` with each; says nothing by itself. */
export async function listeningEnd(greet: (socket: Socket) => void = () => undefined): Promise<ListeningEnd> {
  const open = new Set<Socket>()
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => open.delete(socket))
    socket.resume()
    greet(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const close = async (): Promise<void> => {
    for (const socket of open) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  return { port: (server.address() as AddressInfo).port, open, close }
}
