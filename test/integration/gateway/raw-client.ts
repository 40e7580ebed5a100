import { randomUUID } from 'node:crypto'
import { WebSocket } from 'ws'
import { acknowledgementOf, decodeRawFrame, encodeRawFrame, isUsable, type RawFrame } from './raw-frame.ts'

export interface Grant {
  readonly tokenValue: string
  readonly streamUrl: string
}

/** What each data message of the agent is answered with. */
export type AckPolicy = (frame: RawFrame) => 'acknowledge' | 'withhold'

type Check = () => boolean

/** A client of the data channel that does only what a test tells it to: it acknowledges, orders and remembers. */
export class RawClient {
  /** Every frame in the order it arrived. */
  readonly frames: RawFrame[] = []
  /** Data frames in sequence, each once. */
  readonly ordered: RawFrame[] = []
  /** Messages that a careful client drops, as they came. */
  readonly unusable: Buffer[] = []
  readonly closes: { readonly code: number; readonly reason: string }[] = []
  ackPolicy: AckPolicy = () => 'acknowledge'
  onData: (frame: RawFrame) => void = () => undefined
  #socket: WebSocket | null = null
  #nextSequence = 0
  readonly #early = new Map<number, RawFrame>()
  readonly #unacked = new Map<number, Buffer>()
  readonly #checks = new Set<Check>()

  /** Connects and sends OpenDataChannel, its fields changed by `opening`; resolves when it is sent, rejects with the HTTP status of a refused upgrade. */
  connect(grant: Grant, opening: Readonly<Record<string, unknown>> = {}): Promise<void> {
    const socket = new WebSocket(grant.streamUrl, { perMessageDeflate: false })
    this.#socket = socket
    socket.on('message', (data: Buffer, binary: boolean) => this.#take(data, binary))
    socket.on('close', (code, reason) => {
      this.closes.push({ code, reason: reason.toString() })
      this.#recheck()
    })
    return new Promise((resolve, reject) => {
      socket.on('error', reject)
      socket.on('open', () => {
        socket.send(JSON.stringify({ ...openDataChannel(grant.tokenValue), ...opening }), () => resolve())
      })
    })
  }

  /** Connects again and sends everything unacknowledged again, in order. */
  async reconnect(grant: Grant): Promise<void> {
    await this.connect(grant)
    this.resend()
  }

  /** Sends everything unacknowledged again, in order. */
  resend(): void {
    for (const bytes of this.#unacked.values()) this.sendBytes(bytes)
  }

  send(payloadType: number, payload: Buffer | string): number {
    const sequence = this.#nextSequence++
    const bytes = encodeRawFrame('input_stream_data', sequence, payloadType, Buffer.from(payload))
    this.#unacked.set(sequence, bytes)
    this.sendBytes(bytes)
    return sequence
  }

  sendBytes(bytes: Buffer): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(bytes)
  }

  /** Resolves with what the pong brought back. */
  ping(): Promise<string> {
    return new Promise((resolve) => {
      this.#socket?.once('pong', (data) => resolve(data.toString()))
      this.#socket?.ping('keepalive')
    })
  }

  get unacked(): number {
    return this.#unacked.size
  }

  /** Bytes not yet handed to the kernel. */
  get buffered(): number {
    return this.#socket?.bufferedAmount ?? 0
  }

  acknowledgementsFor(sequence: number): number {
    return this.frames.filter((frame) => frame.type === 'acknowledge' && acknowledgedSequence(frame) === sequence)
      .length
  }

  copiesOf(sequence: number): number {
    return this.frames.filter((frame) => frame.type === 'output_stream_data' && frame.sequence === sequence).length
  }

  /** Resolves once `check` holds; it is asked after each message and each close. */
  until(check: Check): Promise<void> {
    if (check()) return Promise.resolve()
    return new Promise((resolve) => {
      const once = (): boolean => {
        if (!check()) return false
        this.#checks.delete(once)
        resolve()
        return true
      }
      this.#checks.add(once)
    })
  }

  /** The Output of `channel_closed`, once it has come. */
  async closedOutput(): Promise<string> {
    await this.until(() => this.frames.some((frame) => frame.type === 'channel_closed'))
    const closed = this.frames.find((frame) => frame.type === 'channel_closed')
    return JSON.parse(closed?.payload.toString() ?? '{}').Output
  }

  disconnect(): void {
    this.#socket?.terminate()
  }

  #take(data: Buffer, binary: boolean): void {
    if (binary && isUsable(data)) return this.#receive(decodeRawFrame(data))
    this.unusable.push(data)
    this.#recheck()
  }

  #receive(frame: RawFrame): void {
    this.frames.push(frame)
    if (frame.type === 'acknowledge') this.#unacked.delete(acknowledgedSequence(frame))
    if (frame.type === 'output_stream_data') this.#receiveData(frame)
    this.#recheck()
  }

  #receiveData(frame: RawFrame): void {
    if (this.ackPolicy(frame) === 'acknowledge') this.sendBytes(acknowledgementOf(frame))
    if (frame.sequence >= this.ordered.length) this.#early.set(frame.sequence, frame)
    for (
      let next = this.#early.get(this.ordered.length);
      next !== undefined;
      next = this.#early.get(this.ordered.length)
    ) {
      this.ordered.push(next)
      this.onData(next)
    }
  }

  #recheck(): void {
    for (const check of this.#checks) check()
  }
}

function acknowledgedSequence(frame: RawFrame): number {
  return JSON.parse(frame.payload.toString()).AcknowledgedMessageSequenceNumber
}

function openDataChannel(token: string): object {
  return {
    MessageSchemaVersion: '1.0',
    RequestId: randomUUID(),
    TokenValue: token,
    ClientId: randomUUID(),
    ClientVersion: '1.2.677.0',
  }
}
