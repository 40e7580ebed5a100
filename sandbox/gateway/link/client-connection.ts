import type { Duplex } from 'node:stream'
import { WebSocket, type RawData } from 'ws'
import { toBuffer } from './raw-data.ts'
import { ReadMarks } from './read-marks.ts'

/** Bytes on their way to a client above which the agent's write would block. */
const FULL_BYTES = 256 * 1024

interface ClientConnectionDeps {
  readonly socket: WebSocket
  /** The connection under it: corked while one turn's messages are written, so that they leave in one system call. */
  readonly raw: Duplex
  /** Cut messages into fragments of so many bytes; 0 = whole. */
  readonly fragmentBytes: number
  /** Bytes that the client may be behind in reading; 0 = as many as the system's buffers hold. */
  readonly underwayBytes: number
  message(data: Buffer, kind: 'text' | 'binary'): void
  drained(): void
  closed(): void
}

/** A client's WebSocket. */
export class ClientConnection {
  readonly #deps: ClientConnectionDeps
  readonly #marks: ReadMarks
  #corked = false

  constructor(deps: ClientConnectionDeps) {
    this.#deps = deps
    const { socket, raw, underwayBytes } = deps
    this.#marks = new ReadMarks({
      most: underwayBytes,
      ping: (payload) => socket.ping(payload),
      freed: () => deps.drained(),
    })
    socket.on('message', (data: RawData, binary: boolean) => deps.message(toBuffer(data), binary ? 'binary' : 'text'))
    socket.on('close', () => deps.closed())
    socket.on('pong', (payload) => this.#marks.pong(payload))
    socket.on('error', () => socket.terminate())
    raw.on('drain', () => deps.drained())
  }

  get writable(): boolean {
    return this.#deps.raw.writableLength < FULL_BYTES && !this.#marks.isFull
  }

  send(frame: Buffer): void {
    const { socket, fragmentBytes } = this.#deps
    if (socket.readyState !== WebSocket.OPEN) return
    this.#cork()
    if (fragmentBytes === 0) socket.send(frame)
    else this.#sendFragments(frame, fragmentBytes)
    this.#marks.sent(frame.length)
  }

  sendText(text: string): void {
    const { socket } = this.#deps
    if (socket.readyState === WebSocket.OPEN) socket.send(text)
  }

  /** Stops reading: the agent can take no more for now. */
  hold(): void {
    this.#deps.socket.pause()
  }

  release(): void {
    this.#deps.socket.resume()
  }

  /** Closes with a code and gives the other side `deadlineMs` to answer; settles when the connection is gone. */
  close(code: number, reason: string, deadlineMs: number): Promise<void> {
    const { socket } = this.#deps
    if (socket.readyState === WebSocket.CLOSED) return Promise.resolve()
    const gone = new Promise<void>((resolve) => socket.once('close', () => resolve()))
    socket.resume()
    socket.close(code, reason)
    const deadline = setTimeout(() => socket.terminate(), deadlineMs)
    return gone.finally(() => clearTimeout(deadline))
  }

  /** Cuts the connection without a word. */
  terminate(): void {
    this.#deps.socket.terminate()
  }

  #sendFragments(frame: Buffer, size: number): void {
    for (let offset = 0; offset < frame.length; offset += size) {
      const fin = offset + size >= frame.length
      this.#deps.socket.send(frame.subarray(offset, offset + size), { binary: true, fin })
    }
  }

  #cork(): void {
    if (this.#corked) return
    this.#corked = true
    this.#deps.raw.cork()
    process.nextTick(() => {
      this.#corked = false
      this.#deps.raw.uncork()
    })
  }
}
