import { FrameTurns } from './frame-turns.ts'
import { SmuxStream, type SmuxSession } from './smux-stream.ts'

const VERSION = 1
const command = { syn: 0, fin: 1, push: 2, nop: 3 } as const
const HEADER_BYTES = 8
const NO_DATA = Buffer.alloc(0)
const SESSION_BUFFER_BYTES = 4 * 1024 * 1024
const ACCEPT_BACKLOG = 1024
const INTERVALS_TO_TIMEOUT = 3

/** Bytes the pipe between the multiplexer and the data channel holds: a Linux unix socket's default buffer. */
export const PIPE_BYTES = 212_992

interface SmuxServerDeps {
  /** Sends a frame towards the client, its header and data in one piece. */
  write(header: Buffer, data: Buffer): void
  /** A stream was opened; streams are told one by one, in order. */
  accept(stream: SmuxStream): Promise<void>
  /** The session can not go on: broken framing, or the peer fell silent. */
  failed(reason: 'protocol' | 'keepalive'): void
  readonly keepalive: 'on' | 'off'
  /** Milliseconds between two keepalives. */
  readonly keepaliveMs: number
}

/**
 * The agent's multiplexer: smux version 1 as a server. Like the real one it has no flow control per stream: when 4 MiB
 * wait unread over all streams it stops reading, and every stream stands still.
 */
export class SmuxServer implements SmuxSession {
  readonly #deps: SmuxServerDeps
  readonly #streams = new Map<number, SmuxStream>()
  readonly #accepting: SmuxStream[] = []
  readonly #header = Buffer.alloc(HEADER_BYTES)
  readonly #timers: NodeJS.Timeout[] = []
  readonly #turns = new FrameTurns((id, data) => this.#sendFrame(command.push, id, data))
  #pipe: Buffer[] = []
  #pipeBytes = 0
  #pipeFree: (() => void) | null = null
  #headerBytes = 0
  #bodyLeft = 0
  #body: SmuxStream | undefined
  #tokens = SESSION_BUFFER_BYTES
  #acceptLoop: 'idle' | 'running' = 'idle'
  #reading = false
  #heard = true
  #dead = false

  constructor(deps: SmuxServerDeps) {
    this.#deps = deps
    if (deps.keepalive === 'off') return
    this.#timers.push(setInterval(() => this.#sendFrame(command.nop, 0, NO_DATA), deps.keepaliveMs))
    this.#timers.push(setInterval(() => this.#checkHeard(), INTERVALS_TO_TIMEOUT * deps.keepaliveMs))
  }

  /**
   * Takes bytes of the client. A promise when the pipe is full because reading has stopped: the data channel must not
   * handle another message before it settles.
   */
  receive(bytes: Buffer): Promise<void> | undefined {
    if (this.#dead) return undefined
    this.#pipe.push(bytes)
    this.#pipeBytes += bytes.length
    this.#readPipe()
    if (this.#pipeBytes <= PIPE_BYTES || this.#dead) return undefined
    return new Promise((resolve) => {
      this.#pipeFree = resolve
    })
  }

  /** Sends a stream's data, a frame whenever it is that stream's turn; `sent` once all of it is in the pipe. */
  push(id: number, data: Buffer, sent: () => void): void {
    this.#turns.add({ id, data, sent })
  }

  finish(id: number): void {
    this.#sendFrame(command.fin, id, NO_DATA)
  }

  /** The pipe towards the client is full, or free again. */
  setPipe(pipe: 'full' | 'free'): void {
    this.#turns.setPipe(pipe)
  }

  /** A stream is closed on this side: what comes for it from now on is thrown away. */
  forget(stream: SmuxStream): void {
    if (this.#streams.get(stream.id) === stream) this.#streams.delete(stream.id)
    this.#turns.drop(stream.id)
    if (this.#body === stream) this.#body = undefined
  }

  /** Bytes a stream has passed on, or thrown away: the session may read as many more. */
  returnTokens(bytes: number): void {
    this.#tokens += bytes
    this.#readPipe()
  }

  dispose(): void {
    this.#dead = true
    for (const timer of this.#timers) clearInterval(timer)
    this.#pipe = []
    this.#pipeBytes = 0
    for (const stream of this.#streams.values()) stream.destroy()
    this.#streams.clear()
    this.#freePipe()
  }

  #sendFrame(kind: number, id: number, data: Buffer): void {
    if (this.#dead) return
    const header = Buffer.allocUnsafe(HEADER_BYTES)
    header[0] = VERSION
    header[1] = kind
    header.writeUInt16LE(data.length, 2)
    header.writeUInt32LE(id, 4)
    this.#deps.write(header, data)
  }

  /** Not to be entered twice: passing bytes on returns tokens, which asks for more reading. */
  #readPipe(): void {
    if (this.#reading) return
    this.#reading = true
    while (this.#tokens > 0 && this.#accepting.length < ACCEPT_BACKLOG && !this.#dead) {
      const piece = this.#pipe.shift()
      if (piece === undefined) break
      this.#pipeBytes -= piece.length
      this.#parse(piece)
    }
    this.#reading = false
    if (this.#pipeBytes <= PIPE_BYTES) this.#freePipe()
  }

  #freePipe(): void {
    const free = this.#pipeFree
    this.#pipeFree = null
    free?.()
  }

  #parse(piece: Buffer): void {
    let offset = 0
    while (offset < piece.length && !this.#dead) {
      offset += this.#bodyLeft > 0 ? this.#takeBody(piece, offset) : this.#takeHeader(piece, offset)
    }
  }

  #takeBody(piece: Buffer, offset: number): number {
    const size = Math.min(this.#bodyLeft, piece.length - offset)
    this.#bodyLeft -= size
    if (this.#body === undefined) return size
    this.#tokens -= size
    this.#body.receive(piece.subarray(offset, offset + size))
    return size
  }

  #takeHeader(piece: Buffer, offset: number): number {
    const size = Math.min(HEADER_BYTES - this.#headerBytes, piece.length - offset)
    piece.copy(this.#header, this.#headerBytes, offset, offset + size)
    this.#headerBytes += size
    if (this.#headerBytes === HEADER_BYTES) {
      this.#headerBytes = 0
      this.#begin()
    }
    return size
  }

  #begin(): void {
    this.#heard = true
    const kind = this.#header[1]
    const id = this.#header.readUInt32LE(4)
    if (this.#header[0] !== VERSION) return this.#fail('protocol')
    if (kind === command.syn) return this.#open(id)
    if (kind === command.fin) return this.#streams.get(id)?.receiveEnd()
    if (kind === command.nop) return
    if (kind !== command.push) return this.#fail('protocol')
    this.#bodyLeft = this.#header.readUInt16LE(2)
    this.#body = this.#streams.get(id)
  }

  #open(id: number): void {
    if (this.#streams.has(id)) return
    const stream = new SmuxStream(id, this)
    this.#streams.set(id, stream)
    this.#accepting.push(stream)
    if (this.#acceptLoop === 'idle') void this.#acceptAll()
  }

  /** One stream at a time: a dial that hangs keeps every later stream waiting, as in the real agent. */
  async #acceptAll(): Promise<void> {
    this.#acceptLoop = 'running'
    for (let next = this.#accepting.shift(); next !== undefined && !this.#dead; next = this.#accepting.shift()) {
      await this.#deps.accept(next)
      this.#readPipe()
    }
    this.#acceptLoop = 'idle'
  }

  #checkHeard(): void {
    if (!this.#heard && this.#tokens > 0) this.#fail('keepalive')
    this.#heard = false
  }

  #fail(reason: 'protocol' | 'keepalive'): void {
    if (this.#dead) return
    this.dispose()
    this.#deps.failed(reason)
  }
}
