import { once } from 'node:events'
import { type AddressInfo, createConnection, createServer, type Server, type Socket } from 'node:net'

/** A network path to the gateway that can go silent without closing, as after sleep or behind a NAT that forgot. */
export class FreezingPath {
  readonly url: string
  readonly #server: Server
  readonly #pairs: ReadonlySet<readonly [Socket, Socket]>

  private constructor(server: Server, pairs: ReadonlySet<readonly [Socket, Socket]>) {
    this.url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`
    this.#server = server
    this.#pairs = pairs
  }

  /** With `keep-open` the near end never learns that the far end closed the connection. */
  static async to(gatewayUrl: string, farEnd: 'pass-on' | 'keep-open' = 'pass-on'): Promise<FreezingPath> {
    const pairs = new Set<readonly [Socket, Socket]>()
    const port = Number(new URL(gatewayUrl).port)
    const server = createServer({ allowHalfOpen: farEnd === 'keep-open' }, (near) => {
      const far = createConnection({ host: '127.0.0.1', port })
      pairs.add([near, far])
      join(near, far)
      if (farEnd === 'pass-on') join(far, near)
      else far.on('data', (chunk) => near.write(chunk))
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    return new FreezingPath(server, pairs)
  }

  /** The connections of now carry nothing more; later ones work. */
  freeze(): void {
    for (const [near, far] of this.#pairs) {
      near.unpipe(far).pause()
      far.unpipe(near).pause()
    }
  }

  async close(): Promise<void> {
    for (const pair of this.#pairs) for (const socket of pair) socket.destroy()
    await new Promise((resolve) => this.#server.close(resolve))
  }
}

function join(from: Socket, to: Socket): void {
  from.pipe(to)
  from.on('error', () => to.destroy())
  from.on('close', () => to.destroy())
}
