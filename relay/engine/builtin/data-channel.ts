import { randomUUID } from 'node:crypto'
import type { Result } from '#contract/result.ts'
import type { ChannelPass } from '#contract/relay.ts'
import type { AgentState, ProbeAnswer, Recovery } from '../engine.ts'
import { closingOutput } from './acknowledgement.ts'
import { AgentWatch } from './agent-watch.ts'
import { type ChannelSocket, openSocket, type SocketClose, type SocketListener } from './channel-socket.ts'
import { Heartbeat } from './heartbeat.ts'
import {
  allocateMessage,
  type DropReason,
  headerBytes,
  parseMessage,
  payloadTypes,
  type ServiceMessageType,
} from './message.ts'
import { openingText } from './opening-text.ts'
import { Receiving, type ReceivingLink } from './receiving.ts'
import { Sending, type SendingLink } from './sending.ts'
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
  /** Messages were lost, and the agent sends them again; once a second, and when none is missing any more. */
  recovering(recovery: Recovery): void
  /** The agent has left the service, is silent, or is back: the channel is open, and nothing reaches the agent meanwhile. Told once each. */
  agentIs(state: AgentState): void
  /** Nothing has come of the agent for a while: whoever can send what it acknowledges and does not mind may do so now. */
  agentQuiet(): void
  log(level: 'debug' | 'warn', event: string, fields: Readonly<Record<string, unknown>>): void
}

/** Fills a payload from `start` up to `end` at most; returns where it stopped. */
export type FillPayload = (target: Buffer, start: number, end: number) => number

/** For an end without a close frame (RFC 6455, 7.1.5). */
const noCloseCode = 1_006

/** The service answers a ping in tenths of a second; where it does not for so long (ms), the channel is replaced. */
const serviceAnswerMs = 2_000

/** How a channel comes by its sockets. */
export type Connect = typeof openSocket

/** Reliable, ordered stream messages over one WebSocket after another. */
export class DataChannel {
  readonly #settings: BuiltinSettings
  readonly #listener: ChannelListener
  readonly #connect: Connect
  readonly #sending: Sending
  readonly #receiving: Receiving
  readonly #heartbeat: Heartbeat
  readonly #agentWatch: AgentWatch
  readonly #clientId = randomUUID()
  readonly #counts = new Map<DropReason | 'pause', number>()
  #socket: ChannelSocket | null = null
  #closing: ChannelSocket | null = null
  #readingPaused = false
  #agent: AgentState = 'there'

  constructor(settings: BuiltinSettings, listener: ChannelListener, connect: Connect = openSocket) {
    this.#settings = settings
    this.#connect = connect
    this.#listener = listener
    this.#sending = new Sending(this.#sendingLink(), settings)
    this.#receiving = new Receiving(this.#receivingLink())
    this.#heartbeat = new Heartbeat(
      { ping: (payload) => this.#socket?.ping(payload), silent: () => this.#silent() },
      settings.pingIntervalMs,
    )
    this.#agentWatch = new AgentWatch(
      {
        waitingMs: (now) => this.#sending.waitingMs(now),
        isExcused: () => this.#readingPaused || this.#agent === 'away',
        ask: () => this.#listener.agentQuiet(),
        serviceAnswers: async () => typeof (await this.probe(serviceAnswerMs)) === 'number',
        silent: (isSilent) => this.#agentIsSilent(isSilent),
      },
      settings,
    )
  }

  get connected(): boolean {
    return this.#socket !== null
  }

  /** True when everything sent was acknowledged. */
  get settled(): boolean {
    return this.#sending.settled
  }

  /** True while output may be sent. */
  get ready(): boolean {
    const socket = this.#socket
    return socket !== null && this.#sending.open && socket.queuedBytes < this.#settings.socketQueueBytes
  }

  /** Opens the channel, or re-opens it: then everything unacknowledged is sent again, in order. */
  async open(pass: ChannelPass, signal: AbortSignal): Promise<Result<null>> {
    const opened = await this.#connect(pass, this.#socketListener(pass.tokenValue), this.#settings, signal)
    return opened.ok ? { ok: true, value: null } : opened
  }

  /** Sends a control message, whatever the window says. */
  send(payloadType: number, payload: Buffer): void {
    const frame = allocateMessage(payload.length)
    payload.copy(frame, headerBytes)
    this.#sending.send(frame, payloadType)
  }

  /** Sends one output message that `fill` writes in place. False when it wrote nothing. */
  sendOutput(fill: FillPayload): boolean {
    const frame = this.#sending.takeFrame()
    const end = fill(frame, headerBytes, frame.length)
    if (end === headerBytes) {
      this.#sending.giveBack(frame)
      return false
    }
    this.#sending.send(end === frame.length ? frame : frame.subarray(0, end), payloadTypes.output)
    return true
  }

  /** Stops taking messages: a reader's buffer is full. The agent's data then waits in the service and the network. */
  pauseReading(): void {
    this.#readingPaused = true
    this.#warn('reading-paused', 'pause')
    this.#socket?.pauseReading()
  }

  resumeReading(): void {
    this.#readingPaused = false
    this.#receiving.goOn()
    this.#socket?.resumeReading()
  }

  /**
   * Round trip to the service. A socket that does not answer in time is given up at once and told as dropped, though the system may
   * go on trying with it: behind a network that was away it waits ever longer between tries, and a new one is there sooner.
   */
  async probe(timeoutMs: number): Promise<ProbeAnswer> {
    const probed = this.#socket
    if (probed === null) return 'replacing'
    const elapsed = await this.#heartbeat.probe(timeoutMs)
    if (elapsed !== null) return elapsed
    if (this.#socket === null) return 'replacing'
    // It was replaced meanwhile, or nobody reads its answer.
    if (probed !== this.#socket || this.#readingPaused) return 'unknown'
    this.#giveUp('no answer')
    return 'replacing'
  }

  /**
   * Ends with a close frame, by force after `withinMs`; may be called again with less time. Nothing is told to the
   * listener from here on.
   */
  async close(withinMs: number): Promise<void> {
    this.#heartbeat.dispose()
    this.#receiving.dispose()
    this.#closing = this.#release() ?? this.#closing
    await this.#closing?.close(withinMs)
  }

  #release(): ChannelSocket | null {
    const socket = this.#socket
    this.#socket = null
    this.#heartbeat.stop()
    this.#agentWatch.stop()
    this.#sending.stop()
    return socket
  }

  #sendingLink(): SendingLink {
    return {
      isConnected: () => this.#socket !== null,
      isReadingPaused: () => this.#readingPaused,
      transmit: (frame) => this.#socket?.send(frame),
      progressed: () => this.#listener.progressed(),
      unanswered: () => this.#listener.unanswered(),
      log: (level, event, fields) => this.#listener.log(level, event, fields),
    }
  }

  #receivingLink(): ReceivingLink {
    return {
      isReadingPaused: () => this.#readingPaused,
      transmit: (frame) => this.#socket?.send(frame),
      received: (payloadType, payload) => this.#listener.received(payloadType, payload),
      recovering: (recovery) => this.#listener.recovering(recovery),
    }
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
    this.#agentIs('there')
    this.#agentWatch.start()
    socket.sendText(openingText(token, this.#clientId, this.#settings.clientVersion))
    this.#receiving.start()
    this.#sending.start()
    if (this.#readingPaused) socket.pauseReading()
    this.#heartbeat.start()
    this.#listener.progressed()
  }

  #message(frame: Buffer): void {
    this.#heartbeat.heard()
    const parsed = parseMessage(frame)
    if (!parsed.ok) return this.#warn('message-dropped', parsed.reason)
    const { message } = parsed
    this.#heardOfAgent(message.type)
    switch (message.type) {
      case 'output_stream_data':
        return this.#receiving.take(message)
      case 'acknowledge':
        return this.#sending.acknowledged(message.payload)
      case 'pause_publication':
        return this.#sending.pause()
      case 'start_publication':
        return this.#sending.agentIsBack()
      case 'channel_closed':
        this.#receiving.flush()
        return this.#listener.closed(closingOutput(message.payload))
    }
  }

  /** Whatever the agent says ends a pause that it asked for, and its silence. */
  #heardOfAgent(type: ServiceMessageType): void {
    if (type === 'pause_publication') return this.#agentIs('away')
    this.#agentWatch.heard()
    this.#agentIs('there')
  }

  #agentIsSilent(isSilent: boolean): void {
    if (!isSilent && this.connected) this.#sending.agentIsHeard()
    this.#agentIs(isSilent ? 'silent' : 'there')
  }

  #agentIs(state: AgentState): void {
    if (state === this.#agent) return
    this.#agent = state
    this.#listener.agentIs(state)
  }

  /** Logs the first, the second, the fourth … for a reason, so that a flood of bad frames is no flood of lines. */
  #warn(event: string, reason: DropReason | 'pause'): void {
    const count = (this.#counts.get(reason) ?? 0) + 1
    this.#counts.set(reason, count)
    if ((count & (count - 1)) === 0) this.#listener.log('warn', event, { reason, count })
  }

  #silent(): void {
    if (this.#readingPaused) return this.#heartbeat.heard()
    this.#listener.log('warn', 'channel-silent', { intervalMs: this.#settings.pingIntervalMs })
    this.#giveUp('silent')
  }

  /** Its own end might be told late: whoever waits for another socket is not to wait for that. */
  #giveUp(reason: string): void {
    const socket = this.#release()
    if (socket === null) return
    socket.destroy()
    this.#listener.dropped({ code: noCloseCode, reason })
  }
}
