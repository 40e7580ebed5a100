import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import { type ClientOptions, WebSocket } from 'ws'
import type { ChannelPass } from '#contract/relay.ts'
import { agentFor } from '#network/agents.ts'
import { fail, ok } from '#domain/result.ts'
import type { Problem } from '#contract/problem.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { Result } from '#contract/result.ts'
import { lateProblem, refusalProblem, unreachableProblem } from './channel-problem.ts'
import { FrameBatch } from './frame-batch.ts'
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

/** One connection to the service, open until it is told otherwise. What is sent after its end goes nowhere. */
export interface ChannelSocket {
  /** Sent and not yet taken by the system. */
  readonly queuedBytes: number
  send(frame: Buffer): void
  sendText(text: string): void
  ping(payload: Buffer): void
  pauseReading(): void
  resumeReading(): void
  /** Sends what is queued and a close frame, and waits for the peer's; whatever happens, it is gone after `withinMs`. */
  close(withinMs: number): Promise<void>
  /** Ends it now. */
  destroy(): void
}

/** Larger than any message the service is known to send; a longer one closes the socket with 1009. */
const maxMessageBytes = 4_194_304

/** One open WebSocket. Writes of one turn of the event loop leave in one system call. */
class OpenSocket implements ChannelSocket {
  readonly #socket: WebSocket
  readonly #wire: Socket
  /** Frames of this turn. */
  #batch: FrameBatch | null = null

  constructor(socket: WebSocket, wire: Socket) {
    this.#socket = socket
    this.#wire = wire
  }

  get queuedBytes(): number {
    return this.#wire.writableLength + (this.#batch?.length ?? 0)
  }

  send(frame: Buffer): void {
    if (this.#socket.readyState !== WebSocket.OPEN) return
    if (this.#openBatch().add(frame)) return
    this.#write()
    if (!this.#openBatch().add(frame)) this.#socket.send(frame, sendOptions)
  }

  sendText(text: string): void {
    this.#write()
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

  close(withinMs: number): Promise<void> {
    if (this.#socket.readyState === WebSocket.CLOSED) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(() => this.destroy(), withinMs)
      this.#socket.once('close', () => {
        clearTimeout(timer)
        resolve()
      })
      this.#socket.resume()
      this.#write()
      this.#socket.close(1000)
    })
  }

  destroy(): void {
    this.#socket.terminate()
  }

  #openBatch(): FrameBatch {
    if (this.#batch !== null) return this.#batch
    this.#batch = FrameBatch.take()
    process.nextTick(this.#write)
    return this.#batch
  }

  readonly #write = (): void => {
    const batch = this.#batch
    if (batch === null) return
    this.#batch = null
    // Behind a close frame nothing may go.
    if (batch.length === 0 || this.#socket.readyState !== WebSocket.OPEN) return batch.giveBack()
    if (!batch.isMostlyEmpty) return void this.#wire.write(batch.written, () => batch.giveBack())
    this.#wire.write(Buffer.from(batch.written))
    batch.giveBack()
  }
}

const sendOptions = { binary: true, compress: false, mask: true, fin: true } as const

type OpenSettings = Pick<BuiltinSettings, 'openTimeoutMs' | 'closeTimeoutMs'>

/** Opens a data channel's WebSocket with the pass's signed headers. Settles by the open timeout, or at once on `signal`. */
export function openSocket(
  pass: ChannelPass,
  listener: SocketListener,
  settings: OpenSettings,
  signal: AbortSignal,
): Promise<Result<ChannelSocket>> {
  if (signal.aborted) return Promise.resolve(fail('SESSION_ENDED', {}))
  const over = new AbortController()
  const socket = createSocket(pass, settings, over.signal)
  if (!socket.ok) return Promise.resolve(socket)
  const host = new URL(pass.streamUrl).host
  return new Promise((resolve) => {
    const settle = (outcome: Result<ChannelSocket>): void => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      resolve(outcome)
      if (outcome.ok) return
      over.abort()
      socket.value.terminate()
    }
    const refuse = (problem: Problem): void => settle({ ok: false, error: problem })
    const abort = (): void => refuse(problemOf('SESSION_ENDED', {}))
    // The library's own timeout is one of inactivity, which a slow proxy or server never reaches.
    const timer = setTimeout(() => refuse(lateProblem(host, settings.openTimeoutMs)), settings.openTimeoutMs)
    signal.addEventListener('abort', abort, { once: true })
    watchOpening(socket.value, { host, listener, refuse, opened: (opened) => settle(ok(opened)) })
  })
}

/** Fails on an address or header that no request can be made of. */
function createSocket(pass: ChannelPass, settings: OpenSettings, signal: AbortSignal): Result<WebSocket> {
  try {
    const agent = agentFor(pass.streamUrl, pass.network, signal)
    const options: ClientOptions & { readonly closeTimeout: number } = {
      headers: pass.upgradeHeaders,
      perMessageDeflate: false,
      closeTimeout: settings.closeTimeoutMs,
      maxPayload: maxMessageBytes,
      skipUTF8Validation: true,
      followRedirects: false,
      ...(agent === undefined ? {} : { agent }),
    }
    return ok(new WebSocket(pass.streamUrl, options))
  } catch (error) {
    // The message may quote the address or a header, which are secret.
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    return fail('DATA_CHANNEL_UNREACHABLE', { said: 'The channel has no usable address or headers', errorCode: code })
  }
}

interface Opening {
  readonly host: string
  readonly listener: SocketListener
  refuse(problem: Problem): void
  opened(socket: ChannelSocket): void
}

function watchOpening(socket: WebSocket, { host, listener, refuse, opened }: Opening): void {
  let wire: Socket | null = null
  // Also later: what comes after an error is a close.
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
    if (wire === null) return
    const channelSocket = new OpenSocket(socket, wire)
    listener.opened(channelSocket)
    opened(channelSocket)
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
