import type { DataChannel } from './data-channel.ts'
import { payloadType, type Message } from './frame.ts'

const HANDSHAKE_ERROR = '\n----------ERROR-------\nEncountered error while initiating handshake. '
const TIMED_OUT = 'Handshake timed out. Please ensure that you have the latest version of the session manager plugin.'
const SUCCESS = 1

export type HandshakeResult =
  | { readonly ok: true; readonly clientVersion: string }
  | { readonly ok: false; readonly output: string }

export interface HandshakeDeps {
  readonly channel: DataChannel
  readonly agentVersion: string
  readonly sessionType: string
  readonly properties: Readonly<Record<string, string>>
  readonly customerMessage: string
  readonly timeoutMs: number
  /** Called once, after the client's response was processed or did not come in time. */
  finished(result: HandshakeResult): void
}

/** The agent's side of the handshake; until it has finished the client's other messages are acknowledged and thrown away. */
export class Handshake {
  readonly #deps: HandshakeDeps
  readonly #startedAt = performance.now()
  #timer: NodeJS.Timeout | null = null

  constructor(deps: HandshakeDeps) {
    this.#deps = deps
  }

  start(): void {
    const { channel, agentVersion, sessionType, properties, timeoutMs } = this.#deps
    const Properties = sessionType === 'Port' ? properties : null
    const action = { ActionType: 'SessionType', ActionParameters: { SessionType: sessionType, Properties } }
    const request = { AgentVersion: agentVersion, RequestedClientActions: [action] }
    this.#timer = setTimeout(() => this.#finish({ ok: false, output: HANDSHAKE_ERROR + TIMED_OUT }), timeoutMs)
    channel.send(payloadType.handshakeRequest, Buffer.from(JSON.stringify(request)))
  }

  handle(message: Message): void {
    if (message.payloadType !== payloadType.handshakeResponse || this.#timer === null) return
    const response = parseResponse(message.payload)
    if (!response.ok) return this.#finish({ ok: false, output: HANDSHAKE_ERROR + response.output })
    this.dispose()
    queueMicrotask(() => this.#complete(response))
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
  }

  /**
   * Runs once the response is acknowledged, and HandshakeComplete is the last message for a while: AWS's plugin
   * dereferences a null pointer, and is deaf from then on, when anything arrives while it sets up its multiplexer.
   */
  #complete(response: HandshakeResult): void {
    const complete = {
      HandshakeTimeToComplete: Math.round((performance.now() - this.#startedAt) * 1e6),
      CustomerMessage: this.#deps.customerMessage,
    }
    this.#deps.channel.send(payloadType.handshakeComplete, Buffer.from(JSON.stringify(complete)))
    this.#deps.finished(response)
  }

  #finish(result: HandshakeResult): void {
    this.dispose()
    this.#deps.finished(result)
  }
}

function parseResponse(payload: Buffer): HandshakeResult {
  const response = parseObject(payload)
  if (response === null) return { ok: false, output: 'Handshake response is not valid JSON.' }
  const actions: unknown = Reflect.get(response, 'ProcessedClientActions')
  const failed = (Array.isArray(actions) ? actions : []).find(isFailedAction)
  const clientVersion: unknown = Reflect.get(response, 'ClientVersion')
  if (failed === undefined) return { ok: true, clientVersion: typeof clientVersion === 'string' ? clientVersion : '' }
  const [type, status, error] = ['ActionType', 'ActionStatus', 'Error'].map((key) => String(Reflect.get(failed, key)))
  return { ok: false, output: `${type} failed on client with status ${status} error: ${error}` }
}

function isFailedAction(action: unknown): action is object {
  return typeof action === 'object' && action !== null && Reflect.get(action, 'ActionStatus') !== SUCCESS
}

function parseObject(payload: Buffer): object | null {
  try {
    const content: unknown = JSON.parse(payload.toString('utf8'))
    return typeof content === 'object' && content !== null ? content : null
  } catch {
    return null
  }
}
