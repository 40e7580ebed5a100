import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net'

/** A TCP server of a test on loopback. */
export interface TestServer {
  readonly port: number
  readonly sockets: ReadonlySet<Socket>
  close(): Promise<void>
}

/** Serves on a free port (or the one given) of an address. Half-open, so that a test sees who ends what. */
export async function serve(
  accept: (socket: Socket) => void,
  at: { host?: string; port?: number } = {},
): Promise<TestServer> {
  const sockets = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket)
    socket.on('error', () => {})
    socket.once('close', () => sockets.delete(socket))
    accept(socket)
  })
  await listen(server, at.host ?? '127.0.0.1', at.port ?? 0)
  return {
    port: (server.address() as AddressInfo).port,
    sockets,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}

/** Sends everything back, and ends when the client does. */
export function serveEcho(): Promise<TestServer> {
  return serve((socket) => socket.pipe(socket))
}

function listen(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen({ host, port, ipv6Only: true }, resolve)
  })
}

/** A port that nobody listens on, on either loopback address, a moment ago. */
export async function freePort(): Promise<number> {
  const server = await serve(() => {})
  await server.close()
  return server.port
}

/** A client of a test. */
export class TestClient {
  readonly socket: Socket
  /** Resolves when the socket is closed. */
  readonly closed: Promise<void>
  #received = Buffer.alloc(0)
  #ended = false
  readonly #waiters = new Set<() => void>()

  private constructor(socket: Socket) {
    this.socket = socket
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()))
    socket.on('error', () => {})
    socket.on('data', (chunk: Buffer) => {
      this.#received = Buffer.concat([this.#received, chunk])
      this.#wake()
    })
    socket.on('end', () => {
      this.#ended = true
      this.#wake()
    })
    socket.on('close', () => this.#wake())
  }

  static connect(port: number, host = '127.0.0.1', localAddress?: string): Promise<TestClient> {
    return new Promise((resolve, reject) => {
      const socket = connect({
        port,
        host,
        allowHalfOpen: true,
        ...(localAddress === undefined ? {} : { localAddress }),
      })
      socket.once('error', reject)
      socket.once('connect', () => {
        socket.off('error', reject)
        resolve(new TestClient(socket))
      })
    })
  }

  get received(): Buffer {
    return this.#received
  }

  /** Resolves once so many bytes came in all; rejects when the connection is over before. */
  async bytes(count: number): Promise<Buffer> {
    await this.#until(() => this.#received.length >= count)
    return this.#received.subarray(0, count)
  }

  /** Says a text, and resolves with what came after all that had come before, as soon as that is as long. */
  async answerTo(text: string): Promise<string> {
    const before = this.#received.length
    this.socket.write(text)
    const received = await this.bytes(before + Buffer.byteLength(text))
    return received.subarray(before).toString()
  }

  /** Resolves once the far end is through with this connection, by an end or a reset. */
  async closedOrEnded(): Promise<void> {
    await this.end().catch(() => {})
    this.socket.destroy()
    await this.closed
  }

  /** Resolves with everything received once the far end has ended its side. */
  async end(): Promise<Buffer> {
    await this.#until(() => this.#ended)
    return this.#received
  }

  #until(isMet: () => boolean): Promise<void> {
    return new Promise((resolve, reject) => {
      const check = (): void => {
        if (!isMet() && !this.socket.destroyed) return
        this.#waiters.delete(check)
        if (isMet()) resolve()
        else reject(new Error(`closed after ${this.#received.length} bytes`))
      }
      this.#waiters.add(check)
      check()
    })
  }

  #wake(): void {
    for (const check of [...this.#waiters]) check()
  }
}
