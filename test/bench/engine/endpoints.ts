import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** Listening endpoints on 127.0.0.1 for the measurements. */
export interface Endpoints {
  readonly echoPort: number
  /** Reads an 8-byte length, then that many bytes, then answers one byte. */
  readonly sinkPort: number
  /** Reads an 8-byte length, then sends that many bytes. */
  readonly sourcePort: number
  /**
   * Swallows a connection whose first byte is {@link swallowMark}, sends bytes without end to one that begins with {@link pourMark},
   * echoes every other: all through one session.
   */
  readonly mixedPort: number
  close(): Promise<void>
}

/** First byte of a connection to the mixed endpoint that is to be swallowed. */
export const swallowMark = 0x73

/** First byte of a connection to the mixed endpoint that wants bytes without end. */
export const pourMark = 0x70

export async function startEndpoints(): Promise<Endpoints> {
  const sockets = new Set<Socket>()
  const servers: Server[] = []
  const serve = async (handle: (socket: Socket) => void): Promise<number> => {
    const server = createServer((socket) => {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => socket.destroy())
      socket.on('close', () => sockets.delete(socket))
      handle(socket)
    })
    servers.push(server)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  return {
    echoPort: await serve((socket) => void socket.pipe(socket)),
    sinkPort: await serve(sink),
    sourcePort: await serve(source),
    mixedPort: await serve(mixed),
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

function sink(socket: Socket): void {
  let expected: number | null = null
  let received = 0
  socket.on('data', (chunk) => {
    expected ??= Number(chunk.readBigUInt64BE()) + 8
    received += chunk.length
    if (received === expected) socket.write('k')
  })
}

function source(socket: Socket): void {
  const block = randomBytes(65_536)
  socket.once('data', (request) => {
    let left = Number(request.readBigUInt64BE())
    const pour = (): void => {
      while (left > 0) {
        const bytes = Math.min(left, block.length)
        left -= bytes
        if (!socket.write(block.subarray(0, bytes))) return
      }
      socket.end()
    }
    socket.on('drain', pour)
    pour()
  })
}

function mixed(socket: Socket): void {
  socket.once('data', (first) => {
    if (first[0] === swallowMark) return socket.resume()
    if (first[0] === pourMark) return pourWithoutEnd(socket)
    socket.write(first)
    return socket.pipe(socket)
  })
}

function pourWithoutEnd(socket: Socket): void {
  const block = randomBytes(65_536)
  const pour = (): void => {
    while (socket.writable && socket.write(block));
  }
  socket.on('drain', pour)
  pour()
}
