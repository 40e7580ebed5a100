import { createServer, type ListenOptions, type Server, type Socket } from 'node:net'
import { problemOf } from '#domain/problem/problem.ts'
import { ok } from '#domain/result.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'

/** Where local clients connect, as the session's document says. */
type ListenPlace = { readonly kind: 'port'; readonly port: number } | { readonly kind: 'unix'; readonly path: string }

/** An open listener. */
export interface Listener {
  /** The port that was found, 0 for a Unix socket. */
  readonly port: number
  /** Stops accepting; lets connections write what they have and ends them by the deadline. */
  close(deadlineMs: number): Promise<void>
}

const loopback = '127.0.0.1'

/** `localConnectionType`, `localUnixSocket` and `localPortNumber` of a document; an empty port is any free one. */
export function scopeOf(properties: Readonly<Record<string, string>>): ListenPlace {
  if (properties['localConnectionType'] === 'unix') {
    return { kind: 'unix', path: properties['localUnixSocket'] ?? '' }
  }
  return { kind: 'port', port: Number(properties['localPortNumber'] || 0) }
}

/** Listens, or fails with PORT_TAKEN or PORT_FORBIDDEN and what was `said` in the words of AWS's plugin. */
export async function listen(place: ListenPlace, accept: (socket: Socket) => void): Promise<Result<Listener>> {
  const sockets = new Set<Socket>()
  const take = (socket: Socket): void => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
    accept(socket)
  }
  const server = createServer({ allowHalfOpen: true, noDelay: true }, take)
  const errorCode = await start(server, place)
  if (errorCode !== null) return { ok: false, error: problemOfListening(place, errorCode) }
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  // Where `localhost` means ::1 to a client first. Without it nothing is lost.
  const sixth = createServer({ allowHalfOpen: true, noDelay: true }, take)
  const hasSixth = place.kind === 'port' && (await startAt(sixth, { host: '::1', port, ipv6Only: true })) === null
  return ok({
    port,
    close: (deadlineMs) => closeAll(hasSixth ? [server, sixth] : [server], sockets, deadlineMs),
  })
}

function start(server: Server, place: ListenPlace): Promise<string | null> {
  return place.kind === 'unix'
    ? startAt(server, { path: place.path })
    : startAt(server, { host: loopback, port: place.port, exclusive: true })
}

function startAt(server: Server, options: ListenOptions): Promise<string | null> {
  return new Promise((resolve) => {
    server.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message))
    server.listen(options, () => {
      server.removeAllListeners('error')
      server.on('error', () => undefined)
      resolve(null)
    })
  })
}

async function closeAll(servers: readonly Server[], sockets: ReadonlySet<Socket>, deadlineMs: number): Promise<void> {
  const timer = setTimeout(() => {
    for (const socket of sockets) socket.destroy()
  }, deadlineMs)
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  clearTimeout(timer)
}

function problemOfListening(place: ListenPlace, errorCode: string): Problem {
  const said = complaint(place, errorCode)
  if (place.kind === 'unix') return problemOf('INTERNAL', { said })
  const details = { port: place.port, address: loopback, said }
  if (errorCode === 'EADDRINUSE') return problemOf('PORT_TAKEN', details)
  const isForbidden = errorCode === 'EACCES' || errorCode === 'EPERM'
  return isForbidden ? problemOf('PORT_FORBIDDEN', details) : problemOf('INTERNAL', { said })
}

const takenOnWindows = 'Only one usage of each socket address (protocol/network address/port) is normally permitted.'

/** As Go's `net` package words it. */
function complaint(place: ListenPlace, errorCode: string): string {
  const where = place.kind === 'unix' ? `unix ${place.path}` : `tcp ${loopback}:${place.port}`
  const words: Readonly<Record<string, string>> = {
    EADDRINUSE: process.platform === 'win32' ? takenOnWindows : 'address already in use',
    EACCES: 'permission denied',
    ENOENT: 'no such file or directory',
    EINVAL: 'invalid argument',
  }
  return `listen ${where}: bind: ${words[errorCode] ?? errorCode}`
}
