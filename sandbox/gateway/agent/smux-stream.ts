import type { Socket } from 'node:net'
import { ByteQueue } from './byte-queue.ts'

/** What a stream needs of the session it belongs to. */
export interface SmuxSession {
  push(id: number, data: Buffer, sent: () => void): void
  finish(id: number): void
  forget(stream: SmuxStream): void
  returnTokens(bytes: number): void
}

/** One multiplexed connection: unread bytes until a target is attached, a pair of copies afterwards. */
export class SmuxStream {
  readonly id: number
  readonly #session: SmuxSession
  readonly #unread = new ByteQueue()
  #socket: Socket | null = null
  /** What waits for this stream's turn; nothing follows the last. */
  #sending: 'nothing' | 'some' | 'the last' = 'nothing'
  #remoteEnded = false
  #closed = false

  constructor(id: number, session: SmuxSession) {
    this.id = id
    this.#session = session
  }

  /** Bytes of the client, already counted against the session's buffer. */
  receive(data: Buffer): void {
    if (this.#closed) return this.#session.returnTokens(data.length)
    this.#unread.push(data)
    this.#passOn()
  }

  /** The client closed the stream: the target gets what is left, then loses its connection altogether. */
  receiveEnd(): void {
    this.#remoteEnded = true
    this.#passOn()
  }

  /** Copies between this stream and a connected target until either side closes; a half-closed target closes both. */
  attach(socket: Socket): void {
    if (this.#closed) {
      socket.destroy()
      return
    }
    this.#socket = socket
    socket.on('data', (data: Buffer) => this.#send(socket, data))
    socket.on('drain', () => this.#passOn())
    socket.on('end', () => this.#closeWhenSent())
    socket.on('error', () => this.close())
    socket.on('close', () => this.#closeWhenSent())
    this.#passOn()
  }

  /** Ends both halves and tells the client. */
  close(): void {
    if (this.#closed) return
    this.#session.finish(this.id)
    this.#release()
    this.#socket?.destroySoon()
  }

  /** Ends both halves without a word, because the session is gone. */
  destroy(): void {
    if (this.#closed) return
    this.#release()
    this.#socket?.destroy()
  }

  /** The target is read again once the session has taken what it gave. */
  #send(socket: Socket, data: Buffer): void {
    this.#sending = 'some'
    this.#session.push(this.id, data, () => {
      const isLast = this.#sending === 'the last'
      this.#sending = 'nothing'
      if (isLast) this.close()
      else socket.resume()
    })
    if (this.#sending === 'some') socket.pause()
  }

  /** A socket tells its end also while it is paused. */
  #closeWhenSent(): void {
    if (this.#sending === 'nothing') this.close()
    else this.#sending = 'the last'
  }

  #release(): void {
    this.#closed = true
    this.#session.forget(this)
    const unread = this.#unread.size
    this.#unread.clear()
    this.#session.returnTokens(unread)
  }

  #passOn(): void {
    const socket = this.#socket
    if (socket === null || this.#closed) return
    let passed = 0
    while (this.#unread.size > 0 && !socket.writableNeedDrain && socket.writable) {
      const data = this.#unread.take(Number.MAX_SAFE_INTEGER)
      socket.write(data)
      passed += data.length
    }
    if (passed > 0) this.#session.returnTokens(passed)
    if (this.#remoteEnded && this.#unread.size === 0) this.close()
  }
}
