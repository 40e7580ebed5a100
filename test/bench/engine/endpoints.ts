import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'

/** What the first byte of a connection asks for; an 8-byte length follows, which `echo` ignores. */
export type Role = 'echo' | 'sink' | 'source'

const roles: readonly Role[] = ['echo', 'sink', 'source']
const requestBytes = 9

/** The first bytes of a connection to {@link startEndpoint}. */
export function requestOf(role: Role, bytes: number): Buffer {
  const request = Buffer.alloc(requestBytes)
  request[0] = roles.indexOf(role)
  request.writeBigUInt64BE(BigInt(bytes), 1)
  return request
}

/** One endpoint on 127.0.0.1 that echoes, or reads so many bytes and answers one, or sends so many, as it is asked. */
export async function startEndpoint(): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay(true)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
    socket.once('data', (first) => serve(socket, first))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function serve(socket: Socket, first: Buffer): void {
  const role = roles[first[0] ?? 0] ?? 'echo'
  const length = Number(first.readBigUInt64BE(1))
  const rest = first.subarray(requestBytes)
  if (role === 'source') return send(socket, length)
  if (role === 'sink') return swallow(socket, length, rest.length)
  socket.write(rest)
  socket.pipe(socket)
}

function swallow(socket: Socket, length: number, already: number): void {
  let received = already
  const check = (): void => {
    if (received === length) socket.write('k')
  }
  socket.on('data', (chunk) => {
    received += chunk.length
    check()
  })
  check()
}

function send(socket: Socket, length: number): void {
  const block = randomBytes(65_536)
  let left = length
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
}
