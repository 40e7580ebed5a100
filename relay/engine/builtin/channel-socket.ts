import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { WebSocket } from 'ws'
import type { ChannelPass } from '#contract/relay.ts'
import { fail, ok, type Problem, problemOf, type Result } from '#contract/problem.ts'
import { refusalProblem, unreachableProblem } from './channel-problem.ts'
import type { BuiltinSettings } from './settings.ts'

/** How a socket ended: the close code (1006 when there was none) and the peer's reason. */
export interface SocketClose {
  readonly code: number
  readonly reason: string
}

export interface SocketListener {
  /** Before any message, in the same turn as the open. */
  opened(socket: ChannelSocket): void
  message(frame: Buffer): void
  /** Queued bytes went out. */
  drained(): void
  pong(payload: Buffer): void
  /** Once, after a successful open. */
  closed(close: SocketClose): void
}

/** Larger than any message the service is known to send; a longer one closes the socket with 1009. */
const maxMessageBytes = 4_194_304

/** One open WebSocket. Writes of one turn of the event loop leave in one system call. */
export class ChannelSocket {
  readonly #socket: WebSocket
  readonly #wire: Socket
  #corked = false

  constructor(socket: WebSocket, wire: Socket) {
    this.#socket = socket
    this.#wire = wire
  }

  get queuedBytes(): number {
    return this.#wire.writableLength
  }

  send(frame: Buffer): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return
    this.#cork()
    this.#socket.send(frame, sendOptions)
  }

  sendText(text: string): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text)
  }

  ping(payload: Buffer): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.ping(payload)
  }

  pauseReading(): void {
    this.#socket.pause()
  }

  resumeReading(): void {
    this.#socket.resume()
  }

  /** Sends what is queued and a close frame, and waits for the peer's; whatever happens, it is gone after `withinMs`. */
  close(withinMs: number): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.destroy(), withinMs)
      this.#socket.once('close', () => {
        clearTimeout(timer)
        resolve()
      })
      this.#socket.resume()
      this.#socket.close(1000)
    })
  }

  /** Ends it now. */
  destroy(): void {
    this.#socket.terminate()
  }

  #cork(): void {
    if (this.#corked) return
    this.#corked = true
    this.#wire.cork()
    process.nextTick(() => {
      this.#corked = false
      this.#wire.uncork()
    })
  }
}

const sendOptions = { binary: true, compress: false, mask: true, fin: true } as const

type OpenSettings = Pick<BuiltinSettings, 'openTimeoutMs' | 'agentFor'>

/** Opens a data channel's WebSocket with the pass's signed headers. Settles by the open timeout, or at once on `signal`. */
export function openSocket(
  pass: ChannelPass,
  listener: SocketListener,
  settings: OpenSettings,
  signal: AbortSignal,
): Promise<Result<ChannelSocket>> {
  if (signal.aborted) return Promise.resolve(fail('SESSION_ENDED'))
  const agent = settings.agentFor(pass.streamUrl)
  const socket = new WebSocket(pass.streamUrl, {
    headers: pass.upgradeHeaders,
    perMessageDeflate: false,
    handshakeTimeout: settings.openTimeoutMs,
    maxPayload: maxMessageBytes,
    skipUTF8Validation: true,
    followRedirects: false,
    ...(agent === undefined ? {} : { agent }),
  })
  return settleOpening(socket, new URL(pass.streamUrl).host, listener, signal)
}

function settleOpening(
  socket: WebSocket,
  host: string,
  listener: SocketListener,
  signal: AbortSignal,
): Promise<Result<ChannelSocket>> {
  return new Promise((resolve) => {
    let wire: Socket | null = null
    const refuse = (problem: Problem): void => {
      signal.removeEventListener('abort', abort)
      resolve({ ok: false, error: problem })
      socket.terminate()
    }
    const abort = (): void => refuse(problemOf('SESSION_ENDED'))
    signal.addEventListener('abort', abort, { once: true })
    socket.on('error', (error) => refuse(unreachableProblem(error, host)))
    socket.on('unexpected-response', (_request, response: IncomingMessage) => {
      response.resume()
      refuse(refusalProblem(response.statusCode ?? 0, response.headers, host))
    })
    socket.on('upgrade', (response) => {
      wire = response.socket
      wire.setNoDelay(true)
      listen(socket, wire, listener)
    })
    socket.on('open', () => {
      signal.removeEventListener('abort', abort)
      if (wire === null) return
      const channelSocket = new ChannelSocket(socket, wire)
      listener.opened(channelSocket)
      resolve(ok(channelSocket))
    })
  })
}

function listen(socket: WebSocket, wire: Socket, listener: SocketListener): void {
  socket.on('message', (data) => {
    // With the default binaryType every message, text too, comes as one Buffer.
    if (Buffer.isBuffer(data)) listener.message(data)
  })
  socket.on('pong', (payload) => listener.pong(payload))
  socket.on('close', (code, reason) => listener.closed({ code, reason: reason.toString('utf8') }))
  wire.on('drain', () => listener.drained())
}
