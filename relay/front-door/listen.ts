import { createServer, type Server, type Socket } from 'node:net'
import { problemOf } from '#domain/problem/problem.ts'
import { ok } from '#domain/result.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'

const addresses = ['127.0.0.1', '::1'] as const
/** Kernel queue of connections that are not accepted yet; the default of most servers. */
const backlog = 511

/** Silence after which the system asks whether a client is still there (ms): one in a virtual machine may vanish without a word. */
const keepAliveMs = 60_000

/** Listening sockets of one port. */
export interface Listeners {
  /** Addresses that accept connections; without `::1` on a machine that has no IPv6 loopback. */
  readonly addresses: readonly string[]
  /** Connections that were accepted and are not closed yet. */
  readonly accepted: ReadonlySet<Socket>
  /** Stops accepting at once; resolves when every accepted connection is closed, too. */
  close(): Promise<void>
}

/** A port, and a loopback address that it is on alone; without one it is on both that every computer has. */
export interface ListeningPlace {
  readonly port: number
  readonly address?: string | undefined
}

/** Listens on both loopback addresses, or on the one that is named, or on none: PORT_TAKEN, PORT_FORBIDDEN, LOCAL_ADDRESS_MISSING. */
export async function listenOnLoopback(
  { port, address: own }: ListeningPlace,
  accept: (socket: Socket) => void,
): Promise<Result<Listeners>> {
  return await listenAt(own === undefined ? addresses : [own], port, accept)
}

/** Listens at each of these addresses, or at none; `::1` may be missing where it is one of several. */
export async function listenAt(
  places: readonly string[],
  port: number,
  accept: (socket: Socket) => void,
): Promise<Result<Listeners>> {
  const servers = new Map<string, Server>()
  const open = new Set<Socket>()
  const close = async (): Promise<void> => {
    await Promise.all(
      [...servers.values()].map((server) => new Promise<void>((resolve) => server.close(() => resolve()))),
    )
    // A server counts a connection as closed before the connection itself says so.
    await Promise.all([...open].map((socket) => new Promise<void>((resolve) => socket.once('close', () => resolve()))))
  }
  const receive = (socket: Socket): void => {
    open.add(socket)
    socket.once('close', () => open.delete(socket))
    accept(socket)
  }
  for (const address of places) {
    const server = createServer(
      { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: keepAliveMs },
      receive,
    )
    const errorCode = await startListening(server, address, port)
    if (errorCode === null) servers.set(address, server)
    else if (address !== '::1' || !isAddressMissing(errorCode)) {
      await close()
      return { ok: false, error: problemOfListening(errorCode, port, address) }
    }
  }
  return ok({ addresses: [...servers.keys()], accepted: open, close })
}

/** Resolves to null once the server listens, else to the system's error code. */
function startListening(server: Server, host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen({ host, port, backlog, exclusive: true, ipv6Only: true }, () => {
      server.removeAllListeners('error')
      // Running out of file descriptors while accepting must not end the program; the client's retry is its own.
      server.on('error', () => {})
      resolve(null)
    })
  })
}

function isAddressMissing(errorCode: string): boolean {
  return errorCode === 'EADDRNOTAVAIL' || errorCode === 'EAFNOSUPPORT' || errorCode === 'EINVAL'
}

function problemOfListening(errorCode: string, port: number, address: string): Problem {
  if (errorCode === 'EADDRINUSE') return problemOf('PORT_TAKEN', { port, address })
  if (errorCode === 'EACCES' || errorCode === 'EPERM') return problemOf('PORT_FORBIDDEN', { port, address })
  if (errorCode === 'EADDRNOTAVAIL' && address !== '127.0.0.1')
    return problemOf('LOCAL_ADDRESS_MISSING', { port, address })
  return problemOf('INTERNAL', { said: `listen ${address}:${port}: ${errorCode}` })
}
