import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { longestSshLine, sshProxyRequest, sshProxyVersion } from '#contract/ssh-proxy.ts'
import type { SshProxyAnswer, SshProxyRequest } from '#contract/ssh-proxy.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { readLines, type LineReader } from './line-reader.ts'
import { isProof, newNonce, proofOf } from './proof.ts'

/** A command that is there says all it has to say at once. */
const greetingMs = 5_000

type RequestOf<T extends SshProxyRequest['type']> = Extract<SshProxyRequest, { type: T }>

/** What a client needs. */
interface SshClientOptions {
  readonly socket: Socket
  readonly secret: string
  readonly clock: Clock
  /** It has proven itself, and wants this. */
  asked(question: RequestOf<'ask'>): void
  /** Its socket is closed. Told once, whatever it was at. */
  closed(): void
}

/** One command at the socket: it proves that it is the user's, asks, waits, and is joined with a session or refused. */
export class SshClient {
  readonly #options: SshClientOptions
  readonly #lines: LineReader
  #isJoined = false

  constructor(options: SshClientOptions) {
    const { socket, closed } = options
    this.#options = options
    socket.on('error', () => undefined)
    socket.once('close', closed)
    this.#lines = readLines(socket, longestSshLine)
    void this.#greet()
  }

  say(text: string): void {
    this.#send({ type: 'say', text })
  }

  /** Tells why there is nothing for it, and lets it go. */
  refuse(text: string): void {
    this.#send({ type: 'refused', text })
    this.#options.socket.end()
    this.#options.socket.resume()
  }

  /** From here on its bytes are the stream's. Each direction ends by itself; an error on either side ends both. */
  join(stream: Duplex): void {
    const { socket } = this.#options
    this.#isJoined = true
    stream.on('error', () => undefined)
    this.#lines.giveBack()
    this.#send({ type: 'ready' })
    socket.once('close', () => stream.destroy())
    stream.once('close', () => {
      // What it sent last is on its way to the command still.
      if (!socket.writableEnded) socket.end()
      socket.resume()
    })
    stream.pipe(socket)
    socket.pipe(stream)
    if (socket.destroyed) stream.destroy()
  }

  destroy(): void {
    this.#options.socket.destroy()
  }

  async #greet(): Promise<void> {
    const { socket, clock, asked } = this.#options
    const cancel = clock.after(greetingMs, () => socket.destroy())
    const question = (await this.#prove()) ? await this.#hear('ask') : null
    cancel()
    if (question === null) return void socket.destroy()
    asked(question)
    this.#watchForEnd()
  }

  async #prove(): Promise<boolean> {
    const { secret } = this.#options
    const own = newNonce()
    this.#send({ type: 'hello', versions: [sshProxyVersion], nonce: own })
    const hello = await this.#hear('hello')
    if (hello === null) return false
    const nonces = { app: own, command: hello.nonce }
    if (!isProof(hello.proof, proofOf('command', secret, nonces))) return false
    this.#send({ type: 'proved', proof: proofOf('app', secret, nonces) })
    return true
  }

  /** The next line, when it is what is to come now. */
  async #hear<T extends SshProxyRequest['type']>(type: T): Promise<RequestOf<T> | null> {
    const parsed = sshProxyRequest.safeParse(valueIn((await this.#lines.next()) ?? ''))
    return parsed.success && isOf(parsed.data, type) ? parsed.data : null
  }

  /** Whoever waits for its answer has nothing more to say: a word, or the end of its side, is the end. */
  #watchForEnd(): void {
    void this.#lines.next().then(() => {
      if (!this.#isJoined) this.#options.socket.destroy()
    })
  }

  #send(answer: SshProxyAnswer): void {
    if (this.#options.socket.writable) this.#options.socket.write(`${JSON.stringify(answer)}\n`)
  }
}

function isOf<T extends SshProxyRequest['type']>(request: SshProxyRequest, type: T): request is RequestOf<T> {
  return request.type === type
}

function valueIn(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
