import type { AgentBehaviour, AgentKeys, DialTarget, GatewaySessionRequest } from '../gateway.ts'
import { Command } from './command.ts'
import { DataChannel, type AgentLink } from './data-channel.ts'
import type { Message } from './frame.ts'
import { Handshake, type HandshakeResult } from './handshake.ts'
import { KeyExchange } from './key-exchange.ts'
import type { Plugin, PluginDeps, PluginEnd } from './plugin.ts'
import { PortBasic } from './port-basic.ts'
import { checkEndpoint } from './port-endpoint.ts'
import { PortMux } from './port-mux.ts'
import type { Handled } from './receiver.ts'
import { startShell } from './shell.ts'
import { compareVersions } from './version.ts'

const CLOSE_DRAIN_MS = 2000
const FIRST_CLIENT_WITH_MUX = '1.1.70'
const LAST_AGENT_WITHOUT_MUX = '3.0.196.0'

interface AgentDeps {
  readonly request: GatewaySessionRequest
  readonly behaviour: AgentBehaviour
  readonly link: AgentLink
  readonly keys: AgentKeys | null
  dial(host: string, port: number): DialTarget
  /** What the agent tells the service on its control channel when the session is over. Not called after {@link Agent.dispose}. */
  completed(end: PluginEnd): void
  log(event: string, fields?: Readonly<Record<string, unknown>>): void
}

/** The session worker of one session: handshake where its type needs one, then the plugin, then a drained end. */
export class Agent {
  readonly #deps: AgentDeps
  readonly #channel: DataChannel
  #handshake: Handshake | null = null
  #plugin: Plugin | null = null
  #disposed: Promise<void> | null = null
  #state: 'working' | 'ending' | 'disposed' = 'working'

  constructor(deps: AgentDeps) {
    this.#deps = deps
    this.#channel = new DataChannel({
      sessionId: deps.request.sessionId,
      link: deps.link,
      handle: (message) => this.#handle(message),
      closed: () => void this.dispose(),
      log: (event, fields) => deps.log(event, fields),
    })
    const { sessionType } = deps.request
    const required = sessionType === 'Port' || sessionType === 'NonInteractiveCommands'
    if (required || this.#encrypted) this.#handshake = this.#createHandshake()
  }

  /** A client is there. */
  start(): void {
    this.#channel.sendState('Connected')
    if (this.#handshake === null) this.#startPlugin('')
    else this.#handshake.start()
  }

  /** Sends stream data outside of the session's own business. */
  interject(payloadType: number, payload: Buffer): void {
    this.#channel.send(payloadType, payload)
  }

  receive(frame: Buffer): void {
    this.#channel.receive(frame)
  }

  /** Stops at once, without draining and without a word. Settles when nothing of the session is left. */
  dispose(): Promise<void> {
    this.#disposed ??= this.#free()
    return this.#disposed
  }

  async #free(): Promise<void> {
    this.#state = 'disposed'
    this.#handshake?.dispose()
    this.#channel.dispose()
    await this.#plugin?.dispose()
  }

  /** Port sessions never are, whatever the account prefers. */
  get #encrypted(): boolean {
    return this.#deps.behaviour.kmsKeyId !== '' && this.#deps.request.sessionType !== 'Port'
  }

  #createKeyExchange(): KeyExchange | null {
    if (!this.#encrypted) return null
    const { request, behaviour, keys } = this.#deps
    const { kmsKeyId: keyId, kmsChallenge: challenge } = behaviour
    return new KeyExchange({ request, agentVersion: request.agentVersion, keyId, challenge, keys })
  }

  #createHandshake(): Handshake {
    const { request, behaviour } = this.#deps
    return new Handshake({
      channel: this.#channel,
      agentVersion: request.agentVersion,
      sessionType: request.sessionType,
      properties: request.properties,
      manner: behaviour.handshake,
      keyExchange: this.#createKeyExchange(),
      customerMessage: behaviour.customerMessage,
      timeoutMs: behaviour.handshakeTimeoutMs,
      finished: (result) => this.#finishHandshake(result),
    })
  }

  #finishHandshake(result: HandshakeResult): void {
    if (this.#state !== 'working') return
    if (!result.ok) return this.#end({ status: 'Failed', output: result.output })
    this.#deps.log('agent.handshake-done', { clientVersion: result.clientVersion })
    this.#handshake = null
    if (result.cipher !== null) this.#channel.encryptWith(result.cipher)
    this.#startPlugin(result.clientVersion)
  }

  #startPlugin(clientVersion: string): void {
    const { request, behaviour } = this.#deps
    const deps: PluginDeps = {
      channel: this.#channel,
      properties: request.properties,
      behaviour,
      agentVersion: request.agentVersion,
      clientVersion,
      dial: (host, port) => this.#deps.dial(host, port),
      ended: (end) => this.#end(end),
      log: (event, fields) => this.#deps.log(event, fields),
    }
    const plugin = this.#createPlugin(deps)
    if ('output' in plugin) this.#end({ status: 'Failed', output: plugin.output })
    else this.#plugin = plugin
  }

  #createPlugin(deps: PluginDeps): Plugin | { readonly output: string } {
    const { sessionType } = this.#deps.request
    if (sessionType === 'Port') return this.#createPort(deps)
    if (sessionType === 'NonInteractiveCommands') return new Command(deps)
    if (sessionType === 'Standard_Stream' || sessionType === 'InteractiveCommands') return startShell(deps)
    const unsupported = 'is not supported by this version of ssm agent, please update to latest version.'
    return { output: `Plugin with name ${sessionType} ${unsupported} Step name: ${sessionType}` }
  }

  #createPort(deps: PluginDeps): Plugin | { readonly output: string } {
    const endpoint = checkEndpoint(deps)
    if (!endpoint.ok) return endpoint
    const multiplexed =
      deps.properties['type'] === 'LocalPortForwarding' &&
      compareVersions(deps.clientVersion, FIRST_CLIENT_WITH_MUX) >= 0 &&
      compareVersions(this.#deps.request.agentVersion, LAST_AGENT_WITHOUT_MUX) > 0
    const { host, port } = endpoint
    return multiplexed ? new PortMux(deps, host, port) : new PortBasic(deps, host, port)
  }

  #handle(message: Message): Handled | Promise<Handled> {
    if (this.#handshake === null) return this.#plugin === null ? 'refused' : this.#plugin.handle(message)
    return this.#handshake.handle(message)
  }

  #end(end: PluginEnd): void {
    if (this.#state !== 'working') return
    this.#state = 'ending'
    void this.#drainAndComplete(end)
  }

  async #drainAndComplete(end: PluginEnd): Promise<void> {
    await this.#channel.drained(end.status === 'Cancelled' ? 0 : CLOSE_DRAIN_MS)
    if (this.#state === 'disposed') return
    this.#channel.sendState('Terminating')
    this.#deps.completed(end)
    await this.dispose()
  }
}
