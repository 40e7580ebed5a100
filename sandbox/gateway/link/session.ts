import { randomBytes } from 'node:crypto'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { Agent } from '../agent/agent.ts'
import type { PluginEnd } from '../agent/plugin.ts'
import type { AgentLink } from '../agent/data-channel.ts'
import { HEADER_BYTES, messageType, sequenceOf } from '../agent/frame.ts'
import type {
  AgentBehaviour,
  AgentKeys,
  DialTarget,
  GatewaySessionEnd,
  GatewaySessionRequest,
  MalformedMessage,
} from '../gateway.ts'
import { ActivityWatch } from './activity-watch.ts'
import { ClientConnection } from './client-connection.ts'
import { Lane } from './lane.ts'
import { corrupt, isExtra, malformedFrame, UNKNOWN_PAYLOAD_TYPE } from './malformed.ts'
import { createNoise } from './noise.ts'
import { channelClosed, publication } from './service-messages.ts'

const IDLE_OUTPUT = 'Your session timed out due to inactivity.'
/** How long a client gets to answer the close of its channel; less when the gateway itself ends. */
const CLOSE_DEADLINE_MS = 1000
const ABANDON_DEADLINE_MS = 250
const DURATION_OUTPUT = 'Your session has reached its maximum duration.'

interface SessionDeps {
  readonly request: GatewaySessionRequest
  readonly behaviour: AgentBehaviour
  dial(targetId: string, host: string, port: number): DialTarget
  readonly keys: AgentKeys | null
  /** `over` settles when agent, processes and sockets are gone. */
  ended(end: GatewaySessionEnd, over: Promise<void>): void
  log(event: string, fields?: Readonly<Record<string, unknown>>): void
}

/**
 * One session as the service sees it: at most one client at a time, an agent that outlives the client's connections,
 * and a lane of messages each way between them.
 */
export class Session {
  readonly behaviour: AgentBehaviour
  readonly #deps: SessionDeps
  readonly #agent: Agent
  readonly #tokens = new Set<string>()
  readonly #toAgent: Lane
  readonly #toClient: Lane
  readonly #watch: ActivityWatch
  readonly #drainListeners: (() => void)[] = []
  #client: ClientConnection | null = null
  /** One that was told goodbye, and what it has acknowledged since: it answers all that came before the goodbye. */
  #leaving: ClientConnection | null = null
  #lateAcknowledgements: Buffer[] = []
  #completion: NodeJS.Timeout | undefined
  #bye: NodeJS.Timeout | undefined
  #held = false
  #agentAway = false
  #agentMute = false
  #corruptNext = false
  #relayed = 0
  #lastSequence = -1
  #started = false
  #lookedUp: DialTarget | null = null
  #over = false

  constructor(deps: SessionDeps) {
    this.#deps = deps
    this.behaviour = deps.behaviour
    const { delayMs, noise, idleTimeoutMs, maxDurationMs } = deps.behaviour
    const tamper = deps.behaviour.tamper ?? (noise === null ? null : createNoise(noise))
    this.#agent = this.#createAgent()
    this.#toAgent = new Lane({ direction: 'to-agent', delayMs, tamper, deliver: (frame) => this.#agent.receive(frame) })
    this.#toClient = new Lane({ direction: 'to-client', delayMs, tamper, deliver: (frame) => this.#relay(frame) })
    this.#watch = new ActivityWatch({ idleTimeoutMs, maxDurationMs, expired: (reason) => this.#expire(reason) })
  }

  get id(): string {
    return this.#deps.request.sessionId
  }

  /** A new token for one OpenDataChannel. */
  issueToken(): string {
    const token = randomBytes(96).toString('base64')
    this.#tokens.add(token)
    return token
  }

  /** True once for each token issued. */
  takeToken(token: string): boolean {
    return this.#tokens.delete(token)
  }

  /** Makes a client whose token was taken the session's one client. The agent starts with the first. */
  attach(socket: WebSocket, raw: Duplex): void {
    this.#client?.terminate()
    const client: ClientConnection = new ClientConnection({
      socket,
      raw,
      fragmentBytes: this.behaviour.fragmentBytes,
      underwayBytes: this.behaviour.underwayBytes,
      message: (data) => this.#fromClient(client, data),
      drained: () => this.#tellDrained(),
      closed: () => this.#detach(client),
    })
    this.#client = client
    if (this.#held) client.hold()
    clearTimeout(this.#bye)
    if (this.behaviour.byeAfterMs > 0) this.#bye = setTimeout(() => this.drop(1000), this.behaviour.byeAfterMs)
    const { malformed } = this.behaviour
    for (const message of malformed) if (message !== 'unknown-payload-type') this.sendMalformed(message)
    if (this.behaviour.startPublication === 'sent') client.send(publication('start_publication', this.id))
    this.#deliverLateAcknowledgements()
    this.#wakeAgent()
    if (malformed.includes('unknown-payload-type')) this.sendMalformed('unknown-payload-type')
  }

  /** Cuts the client off, with a close code or without a word. False when there is none. */
  drop(closeCode: number | undefined): boolean {
    const client = this.#client
    if (client === null) return false
    this.#detach(client)
    this.#leaving = closeCode === undefined ? null : client
    if (closeCode === undefined) client.terminate()
    else void client.close(closeCode, closeCode === 1000 ? 'Bye' : '', CLOSE_DEADLINE_MS)
    return true
  }

  /** Takes the agent off the service's network, or puts it back, as far as messages go; of one that is mute nobody is told. */
  setPublication(change: 'pause' | 'start' | 'mute'): void {
    this.#agentMute = change === 'mute'
    if (this.#agentMute) return
    this.#agentAway = change === 'pause'
    const type = change === 'pause' ? 'pause_publication' : 'start_publication'
    this.#agent.receive(publication(type, this.id))
    if (change === 'start') this.#client?.send(publication(type, this.id))
  }

  /** False when there is no client. */
  sendMalformed(message: MalformedMessage): boolean {
    const client = this.#client
    if (client === null) return false
    if (message === 'text') client.sendText('this is no message')
    else if (message === 'corrupted') this.#corruptNext = true
    else if (isExtra(message)) client.send(malformedFrame(message, this.#lastSequence + 1))
    else this.#agent.interject(UNKNOWN_PAYLOAD_TYPE, Buffer.from('of a type to come'))
    return true
  }

  /** Ends the session at once; the client is told. */
  end(status: GatewaySessionEnd['status'], output: string): void {
    this.#end(status, output, CLOSE_DEADLINE_MS)
  }

  /** For the gateway's own end: like {@link end}, but a client that does not answer is soon cut off. */
  abandon(): void {
    this.#end('Terminated', '', ABANDON_DEADLINE_MS)
  }

  #end(status: GatewaySessionEnd['status'], output: string, deadlineMs: number): void {
    if (this.#over) return
    this.#over = true
    this.#watch.dispose()
    clearTimeout(this.#completion)
    clearTimeout(this.#bye)
    this.#toAgent.dispose()
    this.#toClient.dispose()
    this.#tokens.clear()
    const client = this.#client
    client?.send(channelClosed(this.id, this.#deps.request.targetId, output))
    const gone = Promise.all([this.#agent.dispose(), client?.close(1000, '', deadlineMs)])
    this.#deps.log('gateway.session-ended', { sessionId: this.id, status, output })
    this.#deps.ended(
      { sessionId: this.id, status, output },
      gone.then(() => undefined),
    )
  }

  #createAgent(): Agent {
    const { behaviour, keys } = this.#deps
    const agentVersion = behaviour.agentVersion || this.#deps.request.agentVersion
    const request = { ...this.#deps.request, agentVersion }
    const link: AgentLink = {
      send: (frame) => this.#toClient.send(frame),
      writable: () => this.#client?.writable ?? true,
      onDrain: (listener) => void this.#drainListeners.push(listener),
      hold: () => this.#setHeld('held'),
      release: () => this.#setHeld('free'),
    }
    return new Agent({
      request,
      behaviour,
      link,
      keys,
      dial: (host, port) => behaviour.dialTarget ?? this.#lookUp(request.targetId, host, port),
      completed: (end) => this.#complete(end),
      log: (event, fields) => this.#deps.log(event, { sessionId: this.id, ...fields }),
    })
  }

  #lookUp(targetId: string, host: string, port: number): DialTarget {
    const found = this.#lookedUp ?? this.#deps.dial(targetId, host, port)
    if (this.behaviour.nameLookup === 'once') this.#lookedUp = found
    return found
  }

  /** Starts it for the first client; tells it of later ones. */
  #wakeAgent(): void {
    if (this.#started) return this.#agent.receive(publication('start_publication', this.id))
    this.#started = true
    this.#agent.start()
  }

  #complete({ status, output }: PluginEnd): void {
    const end = (): void => this.end(status === 'Failed' ? 'Failed' : 'Terminated', output)
    if (this.behaviour.completionMs === 0) end()
    else this.#completion = setTimeout(end, this.behaviour.completionMs)
  }

  #fromClient(client: ClientConnection, frame: Buffer): void {
    if (frame.length < HEADER_BYTES) return
    const type = messageType(frame)
    if (client === this.#leaving && type === 'acknowledge') return this.#acknowledgedLate(frame)
    if (client !== this.#client) return
    if (type !== 'input_stream_data' && type !== 'acknowledge') {
      this.#deps.log('gateway.message-not-relayed', { sessionId: this.id, type })
      return
    }
    if (type === 'input_stream_data') this.#watch.touch()
    if (this.#agentMute) return
    if (!this.#agentAway) return this.#toAgent.send(frame)
    if (type !== 'input_stream_data') return
    client.send(publication('pause_publication', this.id))
    this.#deps.log('gateway.input-lost', { sessionId: this.id, sequence: sequenceOf(frame) })
  }

  /**
   * The agent hears of it with the next client, since an acknowledgement alone would make it go on sending to nobody. Lost it must
   * not be: AWS's plugin never sends one twice, and the agent then repairs nothing behind it.
   */
  #acknowledgedLate(frame: Buffer): void {
    if (this.#client === null) this.#lateAcknowledgements.push(frame)
    else this.#toAgent.send(frame)
  }

  #deliverLateAcknowledgements(): void {
    for (const frame of this.#lateAcknowledgements.splice(0)) this.#toAgent.send(frame)
  }

  /** Stream data for a client that is away is lost, and the agent is told to pause. */
  #relay(frame: Buffer): void {
    const type = messageType(frame)
    if (type === 'agent_session_state' || this.#over || this.#agentAway || this.#agentMute) return
    if (type === 'output_stream_data') this.#watch.touch()
    if (this.#client !== null) return this.#pass(this.#client, frame, type)
    if (type === 'output_stream_data') this.#agent.receive(publication('pause_publication', this.id))
  }

  #pass(client: ClientConnection, frame: Buffer, type: string): void {
    const isData = type === 'output_stream_data'
    if (isData) this.#lastSequence = Math.max(this.#lastSequence, sequenceOf(frame))
    client.send(isData && this.#corruptNext ? corrupt(frame) : frame)
    if (isData) this.#corruptNext = false
    this.#relayed++
    if (this.#relayed === this.behaviour.byeAfterMessages) this.drop(1000)
  }

  /** From here on the client is away, whatever its socket still says: what the agent sends is lost. */
  #detach(client: ClientConnection): void {
    if (client !== this.#client) return
    this.#client = null
    clearTimeout(this.#bye)
    this.#deps.log('gateway.client-left', { sessionId: this.id })
    this.#tellDrained()
  }

  #setHeld(state: 'held' | 'free'): void {
    this.#held = state === 'held'
    if (this.#held) this.#client?.hold()
    else this.#client?.release()
  }

  #tellDrained(): void {
    for (const listener of this.#drainListeners) listener()
  }

  #expire(reason: 'idle' | 'duration'): void {
    this.end('TimedOut', reason === 'idle' ? IDLE_OUTPUT : DURATION_OUTPUT)
  }
}
