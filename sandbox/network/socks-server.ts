import { createServer, type AddressInfo, type Socket } from 'node:net'
import type { Duplex } from 'node:stream'

/** A SOCKS5 server (RFC 1928) on loopback, with names and passwords (RFC 1929) where it asks for them. */
export interface SocksServer {
  readonly port: number
  close(): Promise<void>
}

/** What it does for those who ask. */
export interface SocksParts {
  /** Name and password that it asks for; null for none. Asked for each client anew. */
  password(): { readonly user: string; readonly password: string } | null
  /** Leads to a host, or null where nobody is let through. The name comes as the client wrote it. */
  open(host: string, port: number): Duplex | null
}

const version = 5
const method = { none: 0, password: 2, refused: 0xff } as const
const reply = { done: 0, notAllowed: 2, unsupported: 7 } as const
const connectCommand = 1

/** Reads what a client sends, so many bytes at a time. */
type Read = (bytes: number) => Promise<Buffer>

function readerOf(socket: Socket): Read {
  return async (bytes) => {
    for (;;) {
      const found: unknown = socket.read(bytes)
      if (Buffer.isBuffer(found)) return found
      await new Promise<void>((resolve, reject) => {
        socket.once('readable', resolve)
        socket.once('close', () => reject(new Error('the client has gone')))
      })
    }
  }
}

async function isLetIn(socket: Socket, read: Read, wanted: ReturnType<SocksParts['password']>): Promise<boolean> {
  const [, count = 0] = await read(2)
  const offered = [...(await read(count))]
  const chosen = wanted === null ? method.none : method.password
  if (!offered.includes(chosen)) {
    socket.end(Buffer.from([version, method.refused]))
    return false
  }
  socket.write(Buffer.from([version, chosen]))
  if (wanted === null) return true
  await read(1)
  const text = async (): Promise<string> => (await read((await read(1))[0] ?? 0)).toString('utf8')
  const isRight = (await text()) === wanted.user && (await text()) === wanted.password
  if (isRight) socket.write(Buffer.from([1, 0]))
  else socket.end(Buffer.from([1, 1]))
  return isRight
}

async function readAddress(read: Read, kind: number): Promise<string> {
  if (kind === 1) return [...(await read(4))].join('.')
  if (kind === 3) return (await read((await read(1))[0] ?? 0)).toString('latin1')
  const bytes = await read(16)
  return Array.from({ length: 8 }, (_, index) => bytes.readUInt16BE(index * 2).toString(16)).join(':')
}

const answer = (code: number): Buffer => Buffer.from([version, code, 0, 1, 0, 0, 0, 0, 0, 0])

async function serve(socket: Socket, parts: SocksParts): Promise<void> {
  const read = readerOf(socket)
  if (!(await isLetIn(socket, read, parts.password()))) return
  const [, command = 0, , kind = 0] = await read(4)
  const host = await readAddress(read, kind)
  const port = (await read(2)).readUInt16BE()
  if (command !== connectCommand) return void socket.end(answer(reply.unsupported))
  const far = parts.open(host, port)
  if (far === null) return void socket.end(answer(reply.notAllowed))
  socket.write(answer(reply.done))
  socket.pipe(far).pipe(socket)
  for (const [one, other] of [
    [socket, far],
    [far, socket],
  ] as const)
    one.once('close', () => other.destroy())
}

/** Listens on a free port of 127.0.0.1. */
export async function openSocksServer(parts: SocksParts): Promise<SocksServer> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    serve(socket, parts).catch(() => socket.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
