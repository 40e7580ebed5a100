import { randomUUID } from 'node:crypto'
import type { Result } from '#contract/problem.ts'
import type { ChannelPass } from '#contract/relay.ts'
import { acknowledgedSequence, acknowledgementOf, closingOutput } from './acknowledgement.ts'
import { type ChannelSocket, openSocket, type SocketClose, type SocketListener } from './channel-socket.ts'
import { Heartbeat } from './heartbeat.ts'
import { Inbox } from './inbox.ts'
import {
  allocateMessage,
  type DropReason,
  headerBytes,
  parseMessage,
  payloadTypes,
  sealMessage,
  type ServiceMessage,
} from './message.ts'
import { Outbox } from './outbox.ts'
import type { BuiltinSettings } from './settings.ts'

/** What a data channel tells its session. */
export interface ChannelListener {
  /** A stream message, in order, exactly once. It is acknowledged when this returns. */
  received(payloadType: number, payload: Buffer): void
  /** Acknowledgements came, bytes went out or the channel opened: there may be room to send. */
  progressed(): void
  /** The service ended the session, with its words. */
  closed(output: string): void
  /** The socket is gone; {@link DataChannel.open} with a new pass goes on where it stopped. */
  dropped(close: SocketClose): void
  /** The channel is open but the agent acknowledges nothing. */
  unanswered(): void
  log(level: 'debug' | 'warn', event: string, fields: Readonly<Record<string, unknown>>): void
}

/** Fills a payload from `start` up to `end` at most; returns where it stopped. */
export type FillPayload = (target: Buffer, start: number, end: number) => number

const resendTickMs = 100
/** A tick this late means the machine slept. */
const sleptMs = 10_000

/** Reliable, ordered stream messages over one WebSocket after another. */
export class DataChannel {
  readonly #settings: BuiltinSettings
  readonly #listener: ChannelListener
  readonly #outbox: Outbox
  readonly #inbox = new Inbox()
  readonly #heartbeat: Heartbeat
  readonly #clientId = randomUUID()
  readonly #drops = new Map<DropReason, number>()
  #socket: ChannelSocket | null = null
  #resendTimer: NodeJS.Timeout | null = null
  #tickedAt = 0
  #readingPaused = false

  constructor(settings: BuiltinSettings, listener: ChannelListener) {
    this.#settings = settings
    this.#listener = listener
    this.#outbox = new Outbox(settings.maxWindowBytes)
    this.#heartbeat = new Heartbeat(
      { ping: (payload) => this.#socket?.ping(payload), silent: () => this.#silent() },
      settings.pingIntervalMs,
    )
  }

  get connected(): boolean {
    return this.#socket !== null
  }

  /** True when everything sent was acknowledged. */
  get settled(): boolean {
    return this.#outbox.empty
  }

  /** True while output may be sent. */
  get ready(): boolean {
    const socket = this.#socket
    return socket !== null && this.#outbox.open && socket.queuedBytes < this.#settings.socketQueueBytes
  }

  /** Opens the channel, or re-opens it: then everything unacknowledged is sent again, in order. */
  async open(pass: ChannelPass, signal: AbortSignal): Promise<Result<null>> {
    const opened = await openSocket(pass, this.#socketListener(pass.tokenValue), this.#settings, signal)
    return opened.ok ? { ok: true, value: null } : opened
  }

  /** Sends a control message, whatever the window says. */
  send(payloadType: number, payload: Buffer): void {
    const frame = allocateMessage(payload.length)
    payload.copy(frame, headerBytes)
    this.#transmit(frame, payloadType)
  }

  /** Sends one output message that `fill` writes in place. False when it wrote nothing. */
  sendOutput(fill: FillPayload): boolean {
    const frame = allocateMessage(this.#settings.payloadBytes)
    const end = fill(frame, headerBytes, frame.length)
    if (end === headerBytes) return false
    this.#transmit(end === frame.length ? frame : frame.subarray(0, end), payloadTypes.output)
    return true
  }

  /** Stops taking messages: a reader's buffer is full. The agent's data then waits in the service and the network. */
  pauseReading(): void {
    this.#readingPaused = true
    this.#listener.log('warn', 'reading-paused', {})
    this.#socket?.pauseReading()
  }

  resumeReading(): void {
    this.#readingPaused = false
    this.#socket?.resumeReading()
  }

  /** Round trip to the service; a socket that does not answer is given up, so that it can be replaced. */
  async probe(timeoutMs: number): Promise<number | null> {
    const probed = this.#socket
    const elapsed = await this.#heartbeat.probe(timeoutMs)
    if (elapsed === null && probed === this.#socket && !this.#readingPaused) this.#socket?.destroy()
    return elapsed
  }

  /** Ends with a close frame, by force after `withinMs`. Nothing is told to the listener from here on. */
  async close(withinMs: number): Promise<void> {
    await this.#release()?.close(withinMs)
  }

  #release(): ChannelSocket | null {
    const socket = this.#socket
    this.#socket = null
    this.#heartbeat.stop()
    this.#stopResending()
    return socket
  }

  #socketListener(token: string): SocketListener {
    let mine: ChannelSocket | null = null
    const current = (): boolean => mine !== null && mine === this.#socket
    return {
      opened: (socket) => {
        mine = socket
        this.#opened(socket, token)
      },
      message: (frame) => {
        if (current()) this.#message(frame)
      },
      drained: () => {
        if (current()) this.#listener.progressed()
      },
      pong: (payload) => {
        if (current()) this.#heartbeat.pong(payload)
      },
      closed: (close) => {
        if (!current()) return
        this.#release()
        this.#listener.dropped(close)
      },
    }
  }

  #opened(socket: ChannelSocket, token: string): void {
    this.#socket?.destroy()
    this.#socket = socket
    socket.sendText(openingText(token, this.#clientId, this.#settings.clientVersion))
    this.#resendAll()
    if (!this.#outbox.empty) this.#startResending()
    if (this.#readingPaused) socket.pauseReading()
    this.#heartbeat.start()
    this.#listener.progressed()
  }

  #transmit(frame: Buffer, payloadType: number): void {
    const sequence = this.#outbox.nextSequence
    sealMessage(frame, { type: 'input_stream_data', sequence, flags: 0, payloadType }, Date.now())
    this.#outbox.sent(frame, frame.length - headerBytes, performance.now())
    this.#socket?.send(frame)
    this.#startResending()
  }

  #message(frame: Buffer): void {
    this.#heartbeat.heard()
    const parsed = parseMessage(frame)
    if (!parsed.ok) return this.#noteDrop(parsed.reason)
    const { message } = parsed
    switch (message.type) {
      case 'output_stream_data':
        return this.#stream(message)
      case 'acknowledge':
        return this.#acknowledged(message.payload)
      case 'pause_publication':
        return this.#outbox.pause(performance.now())
      case 'start_publication':
        return this.#agentIsBack()
      case 'channel_closed':
        return this.#listener.closed(closingOutput(message.payload))
    }
  }

  /** What was sent while the service had no agent is lost, and asked a pause. */
  #agentIsBack(): void {
    if (this.#outbox.paused) this.#resendAll()
    this.#listener.progressed()
  }

  #resendAll(): void {
    for (const frame of this.#outbox.all(performance.now())) this.#socket?.send(frame)
  }

  #stream(message: ServiceMessage): void {
    const arrival = this.#inbox.accept(message)
    if (arrival.kind === 'overflow') return
    if (arrival.kind === 'in-order') {
      for (const next of arrival.messages) this.#listener.received(next.payloadType, next.payload)
    }
    this.#socket?.send(acknowledgementOf(message, Date.now()))
  }

  #acknowledged(payload: Buffer): void {
    const sequence = acknowledgedSequence(payload)
    if (sequence === null) return
    this.#outbox.acknowledge(sequence, performance.now())
    this.#listener.progressed()
  }

  /** Logs the first, the second, the fourth … of a kind, so that a flood of bad frames is no flood of lines. */
  #noteDrop(reason: DropReason): void {
    const count = (this.#drops.get(reason) ?? 0) + 1
    this.#drops.set(reason, count)
    if ((count & (count - 1)) === 0) this.#listener.log('warn', 'message-dropped', { reason, count })
  }

  #silent(): void {
    if (this.#readingPaused) return this.#heartbeat.heard()
    this.#listener.log('warn', 'channel-silent', { intervalMs: this.#settings.pingIntervalMs })
    this.#socket?.destroy()
  }

  /** One timer for all messages; it ends by itself when nothing waits. */
  #startResending(): void {
    if (this.#resendTimer !== null || this.#socket === null) return
    this.#tickedAt = performance.now()
    this.#resendTimer = setInterval(() => this.#tick(performance.now()), resendTickMs)
  }

  #stopResending(): void {
    if (this.#resendTimer !== null) clearInterval(this.#resendTimer)
    this.#resendTimer = null
  }

  #tick(now: number): void {
    if (this.#outbox.empty) return this.#stopResending()
    if (now - this.#tickedAt > sleptMs) this.#outbox.restartWaiting(now)
    this.#tickedAt = now
    if (this.#readingPaused) return
    if (this.#outbox.waitingMs(now) > this.#settings.unansweredMs) return this.#listener.unanswered()
    const frames = this.#outbox.due(now)
    for (const frame of frames) this.#socket?.send(frame)
    if (frames.length > 0) this.#listener.log('debug', 'messages-resent', { count: frames.length })
  }
}

/** The first frame of every connection, text; keys in the order AWS's programs write them. */
function openingText(token: string, clientId: string, clientVersion: string): string {
  return JSON.stringify({
    MessageSchemaVersion: '1.0',
    RequestId: randomUUID(),
    TokenValue: token,
    ClientId: clientId,
    ClientVersion: clientVersion,
  })
}
