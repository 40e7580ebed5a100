import { buildAcknowledgement, buildFrame, parseFrame, payloadType, type Message } from './frame.ts'
import { Receiver, type Handled } from './receiver.ts'
import { Sender } from './sender.ts'
import type { SessionCipher } from './session-cipher.ts'

/** What the agent encrypts; of the client's messages only output is encrypted. */
const sealedTypes: ReadonlySet<number> = new Set([payloadType.output, payloadType.stderr, payloadType.exitCode])

/** The agent's end of the link to the gateway. */
export interface AgentLink {
  /** Hands a message to the gateway. */
  send(frame: Buffer): void
  /** False while the way to the client is full; `onDrain` says when it is free again. */
  writable(): boolean
  onDrain(listener: () => void): void
  /** Asks the gateway not to read from the client for now, as an agent does whose local write blocks. */
  hold(): void
  release(): void
}

interface DataChannelDeps {
  readonly sessionId: string
  readonly link: AgentLink
  handle(message: Message): Handled | Promise<Handled>
  /** The gateway says that the session is over. */
  closed(): void
  log(event: string, fields?: Readonly<Record<string, unknown>>): void
}

/** The agent's data channel: what goes out is numbered and kept until acknowledged, what comes in is put in order. */
export class DataChannel {
  readonly #deps: DataChannelDeps
  readonly #sender: Sender
  readonly #receiver: Receiver
  readonly #resumeListeners: (() => void)[] = []
  #inbox: Buffer[] = []
  #cipher: SessionCipher | null = null
  #busy = false
  #paused = false
  #disposed = false

  constructor(deps: DataChannelDeps) {
    this.#deps = deps
    this.#sender = new Sender({
      transmit: (frame) => deps.link.send(frame),
      paused: () => this.#paused,
      now: () => performance.now(),
    })
    this.#receiver = new Receiver({
      handle: (message) => this.#handle(message),
      acknowledge: (message) => deps.link.send(buildAcknowledgement(message)),
    })
    deps.link.onDrain(() => this.#tellResumed())
  }

  /** False while the client is away or its connection is full: sources must not be read then. */
  get writable(): boolean {
    return !this.#paused && !this.#disposed && this.#deps.link.writable()
  }

  /** Called each time {@link writable} may have become true. */
  onWritable(listener: () => void): void {
    this.#resumeListeners.push(listener)
  }

  /** From now on what the session's program says and hears is encrypted. */
  encryptWith(cipher: SessionCipher): void {
    this.#cipher = cipher
  }

  send(type: number, payload: Buffer): void {
    if (this.#disposed) return
    const sealed = this.#cipher !== null && sealedTypes.has(type) ? this.#cipher.encrypt(payload) : payload
    this.#sender.send(type, sealed)
  }

  sendFilled(type: number, size: number, fill: (frame: Buffer, offset: number) => void): void {
    if (this.#disposed) return
    if (this.#cipher === null) return this.#sender.sendFilled(type, size, fill)
    const payload = Buffer.allocUnsafe(size)
    fill(payload, 0)
    this.send(type, payload)
  }

  /** Tells the service, never the client, what the session is up to. */
  sendState(state: 'Connected' | 'Terminating'): void {
    const payload = JSON.stringify({ SchemaVersion: 1, SessionState: state, SessionId: this.#deps.sessionId })
    const head = { type: 'agent_session_state', sequence: 0, flags: 3, payloadType: payloadType.none } as const
    this.#deps.link.send(buildFrame(head, Buffer.from(payload)))
  }

  /** Takes one message from the gateway. One is handled at a time; the rest waits, and so does the client's socket. */
  receive(frame: Buffer): void {
    if (this.#disposed) return
    if (this.#busy) {
      this.#inbox.push(frame)
      return
    }
    const pending = this.#process(frame)
    if (pending instanceof Promise) void this.#block(pending)
  }

  drained(deadlineMs: number): Promise<void> {
    return this.#sender.drained(deadlineMs)
  }

  dispose(): void {
    this.#disposed = true
    this.#inbox = []
    this.#sender.dispose()
  }

  /** What does not decrypt is refused, as by the real agent: the client sends it again for ever. */
  #handle(message: Message): Handled | Promise<Handled> {
    if (this.#cipher === null || message.payloadType !== payloadType.output) return this.#deps.handle(message)
    const payload = this.#cipher.decrypt(message.payload)
    if (payload !== null) return this.#deps.handle({ ...message, payload })
    this.#deps.log('agent.message-not-decrypted', { sequence: message.sequence })
    return 'refused'
  }

  async #block(first: Promise<void>): Promise<void> {
    this.#busy = true
    this.#deps.link.hold()
    await first
    while (this.#inbox.length > 0 && !this.#disposed) {
      const waiting = this.#inbox
      this.#inbox = []
      for (const frame of waiting) {
        const pending = this.#process(frame)
        if (pending instanceof Promise) await pending
      }
    }
    this.#busy = false
    this.#deps.link.release()
  }

  #process(frame: Buffer): void | Promise<void> {
    const message = parseFrame(frame)
    if (message === null) return this.#deps.log('agent.message-invalid', { bytes: frame.length })
    switch (message.type) {
      case 'input_stream_data':
        this.#unpause()
        return this.#receiver.receive(message)
      case 'acknowledge':
        this.#unpause()
        return this.#acknowledged(message)
      case 'start_publication':
        return this.#unpause()
      case 'pause_publication':
        this.#paused = true
        return
      case 'channel_closed':
        return this.#deps.closed()
      default:
        return this.#deps.log('agent.message-unknown', { type: message.type })
    }
  }

  #acknowledged(message: Message): void {
    const sequence = acknowledgedSequence(message.payload)
    if (sequence === null) this.#deps.log('agent.acknowledgement-invalid')
    else this.#sender.acknowledged(sequence)
  }

  #unpause(): void {
    if (!this.#paused) return
    this.#paused = false
    this.#tellResumed()
  }

  #tellResumed(): void {
    for (const listener of this.#resumeListeners) listener()
  }
}

function acknowledgedSequence(payload: Buffer): number | null {
  try {
    const content: unknown = JSON.parse(payload.toString('utf8'))
    if (typeof content !== 'object' || content === null) return null
    const sequence: unknown = Reflect.get(content, 'AcknowledgedMessageSequenceNumber')
    return typeof sequence === 'number' ? sequence : null
  } catch {
    return null
  }
}
