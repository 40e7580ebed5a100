import { once } from 'node:events'
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net'

/** A network path to the gateway that counts what goes there. */
export class CountingPath {
  readonly url: string
  readonly #server: Server
  readonly #sockets: ReadonlySet<Socket>
  #carried = 0
  #waiting: (() => void)[] = []

  private constructor(server: Server, sockets: ReadonlySet<Socket>) {
    this.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
    this.#server = server
    this.#sockets = sockets
  }

  static async to(gatewayUrl: string): Promise<CountingPath> {
    const holder: { path?: CountingPath } = {}
    const sockets = new Set<Socket>()
    const port = Number(new URL(gatewayUrl).port)
    const server = createServer((near) => {
      const far = createConnection({ host: '127.0.0.1', port })
      near.on('data', (bytes) => holder.path?.count(bytes.length))
      join(near, far)
      join(far, near)
      for (const socket of [near, far]) sockets.add(socket)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    holder.path = new CountingPath(server, sockets)
    return holder.path
  }

  /** Bytes that went to the gateway so far. */
  get carried(): number {
    return this.#carried
  }

  /** Resolves when so many bytes in all have gone to the gateway. */
  async carries(bytes: number): Promise<void> {
    while (this.#carried < bytes) await new Promise<void>((resolve) => this.#waiting.push(resolve))
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }

  /** So many more have gone. */
  count(bytes: number): void {
    this.#carried += bytes
    const waiting = this.#waiting
    this.#waiting = []
    for (const look of waiting) look()
  }
}

function join(from: Socket, to: Socket): void {
  from.pipe(to)
  from.on('error', () => to.destroy())
  from.on('close', () => to.destroy())
}
