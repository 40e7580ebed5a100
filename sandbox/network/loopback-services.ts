import { type AddressInfo, createServer, type Server, type Socket } from 'node:net'
import type { LoopbackService } from '../world/types.ts'

/** Small TCP services of RFC 862, 863 and 864, for tests and measurements; each starts when first asked for. */
export interface LoopbackServices {
  /** The port on 127.0.0.1, once the service listens. */
  ensure(service: LoopbackService): Promise<number>
  /** The port of a service that listens already, or null. */
  portOf(service: LoopbackService): number | null
  stop(): Promise<void>
}

export function createLoopbackServices(): LoopbackServices {
  const starting = new Map<LoopbackService, Promise<number>>()
  const ports = new Map<LoopbackService, number>()
  const servers = new Set<Server>()
  const sockets = new Set<Socket>()

  const start = async (service: LoopbackService): Promise<number> => {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      socket.on('error', () => socket.destroy())
      serve[service](socket)
    })
    servers.add(server)
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject)
      server.listen(0, '127.0.0.1', resolve)
    })
    const { port } = server.address() as AddressInfo
    ports.set(service, port)
    return port
  }
  return {
    ensure(service) {
      const known = starting.get(service) ?? start(service)
      starting.set(service, known)
      return known
    },
    portOf: (service) => ports.get(service) ?? null,
    async stop() {
      for (const socket of sockets) socket.destroy()
      await Promise.all([...servers].map((server) => new Promise((resolve) => server.close(resolve))))
    },
  }
}

const serve: Readonly<Record<LoopbackService, (socket: Socket) => void>> = {
  echo: (socket) => {
    socket.pipe(socket)
  },
  discard: (socket) => {
    socket.on('end', () => socket.end())
    socket.resume()
  },
  source: (socket) => {
    const block = Buffer.alloc(64 * 1024, 'culvert ')
    const pour = (): void => {
      while (!socket.destroyed && socket.write(block));
    }
    socket.on('drain', pour)
    socket.on('end', () => socket.destroy())
    socket.resume()
    pour()
  },
}
