import { randomBytes } from 'node:crypto'
import type { HandshakeManner } from '../gateway.ts'
import type { DataChannel } from './data-channel.ts'
import { payloadType, type Message } from './frame.ts'
import { parseHandshakeResponse, parseObject, type ParsedResponse } from './handshake-response.ts'
import type { KeyExchange } from './key-exchange.ts'
import type { Handled } from './receiver.ts'
import type { SessionCipher } from './session-cipher.ts'

const HANDSHAKE_ERROR = '\n----------ERROR-------\nEncountered error while initiating handshake. '
const TIMED_OUT = 'Handshake timed out. Please ensure that you have the latest version of the session manager plugin.'
const CHALLENGE_TIMED_OUT = 'Timed out waiting for encryption challenge.'
const ENCRYPTED = 'This session is encrypted using AWS KMS.'
const CHALLENGE_BYTES = 64

export type HandshakeResult =
  | { readonly ok: true; readonly clientVersion: string; readonly cipher: SessionCipher | null }
  | { readonly ok: false; readonly output: string }

interface HandshakeDeps {
  readonly channel: DataChannel
  readonly agentVersion: string
  readonly sessionType: string
  readonly properties: Readonly<Record<string, string>>
  readonly manner: HandshakeManner
  /** Replaces what the agent itself would say at the end. */
  readonly customerMessage: string
  readonly timeoutMs: number
  /** Null for sessions in the clear. */
  readonly keyExchange: KeyExchange | null
  /** Called once, when the client may be served, or never will be. */
  finished(result: HandshakeResult): void
}

type Stage =
  | { readonly kind: 'asked' }
  | { readonly kind: 'deciding' }
  | { readonly kind: 'challenged'; readonly secret: Buffer; readonly cipher: SessionCipher; readonly version: string }
  | { readonly kind: 'over' }

/** The agent's side of the handshake; until it has finished the client's other messages are acknowledged and thrown away. */
export class Handshake {
  readonly #deps: HandshakeDeps
  readonly #startedAt = performance.now()
  #stage: Stage = { kind: 'asked' }
  #timer: NodeJS.Timeout | undefined

  /** The agent waits from the start of its session, whether or not a client is there yet. */
  constructor(deps: HandshakeDeps) {
    this.#deps = deps
    if (deps.manner !== 'withheld') this.#expect(TIMED_OUT)
  }

  /** Asks the client; to be called once, when there is one. */
  start(): void {
    if (this.#deps.manner === 'withheld' || this.#stage.kind !== 'asked') return
    const request = Buffer.from(JSON.stringify(this.#request()))
    const end = this.#deps.manner === 'bad-json' ? Math.floor(request.length / 2) : request.length
    this.#deps.channel.send(payloadType.handshakeRequest, request.subarray(0, end))
  }

  handle(message: Message): Handled | Promise<Handled> {
    const stage = this.#stage
    if (message.payloadType === payloadType.handshakeResponse && stage.kind === 'asked') {
      return this.#takeResponse(message.payload)
    }
    if (message.payloadType !== payloadType.challengeResponse || stage.kind !== 'challenged') return 'done'
    const answer = readChallenge(message.payload)
    // As the real agent: a wrong answer is not acknowledged, and the session ends when the time is over.
    if (answer === null || stage.cipher.decrypt(answer)?.equals(stage.secret) !== true) return 'refused'
    this.#settle()
    queueMicrotask(() => this.#complete(stage.version, stage.cipher))
    return 'done'
  }

  dispose(): void {
    this.#settle()
  }

  #request(): object {
    const { agentVersion, sessionType, properties, keyExchange, manner } = this.#deps
    const Properties = sessionType === 'Port' ? properties : null
    const actions: object[] = [
      { ActionType: 'SessionType', ActionParameters: { SessionType: sessionType, Properties } },
    ]
    if (keyExchange !== null) actions.push(keyExchange.action)
    if (manner === 'unknown-action') actions.push({ ActionType: 'Unheard-of', ActionParameters: {} })
    return { AgentVersion: agentVersion, RequestedClientActions: actions }
  }

  #takeResponse(payload: Buffer): Handled | Promise<Handled> {
    const response = parseHandshakeResponse(payload)
    // As the real agent: what it cannot read is not acknowledged, and the session ends when the time is over.
    if (response === null) return 'refused'
    if (!response.ok) {
      this.#fail(response.output)
      return 'done'
    }
    if (this.#deps.keyExchange !== null) return this.#agreeOnKey(this.#deps.keyExchange, response)
    this.#settle()
    queueMicrotask(() => this.#complete(response.clientVersion, null))
    return 'done'
  }

  async #agreeOnKey(exchange: KeyExchange, response: ParsedResponse): Promise<Handled> {
    this.#stage = { kind: 'deciding' }
    const outcome = await exchange.unlock(response.results.get('KMSEncryption'))
    if (this.#stage.kind !== 'deciding') return 'done'
    if (!outcome.ok) this.#fail(outcome.output)
    else setImmediate(() => this.#challenge(outcome.cipher, response.clientVersion))
    return 'done'
  }

  /** Runs once the response is acknowledged. */
  #challenge(cipher: SessionCipher, version: string): void {
    if (this.#stage.kind !== 'deciding') return
    const secret = randomBytes(CHALLENGE_BYTES)
    this.#stage = { kind: 'challenged', secret, cipher, version }
    this.#expect(CHALLENGE_TIMED_OUT)
    const challenge = JSON.stringify({ Challenge: cipher.encrypt(secret).toString('base64') })
    this.#deps.channel.send(payloadType.challengeRequest, Buffer.from(challenge))
  }

  /**
   * Runs once the client's last answer is acknowledged, and HandshakeComplete is the last message for a while: AWS's
   * plugin dereferences a null pointer, and is deaf from then on, when anything arrives while it sets up its multiplexer.
   */
  #complete(clientVersion: string, cipher: SessionCipher | null): void {
    if (this.#deps.manner === 'incomplete') return
    const complete = {
      HandshakeTimeToComplete: Math.round((performance.now() - this.#startedAt) * 1e6),
      CustomerMessage: this.#deps.customerMessage || (cipher === null ? '' : ENCRYPTED),
    }
    this.#deps.channel.send(payloadType.handshakeComplete, Buffer.from(JSON.stringify(complete)))
    this.#deps.finished({ ok: true, clientVersion, cipher })
  }

  /** Waits for the client's next answer. */
  #expect(timeoutOutput: string): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#fail(timeoutOutput), this.#deps.timeoutMs)
  }

  #settle(): void {
    clearTimeout(this.#timer)
    this.#stage = { kind: 'over' }
  }

  #fail(output: string): void {
    this.#settle()
    this.#deps.finished({ ok: false, output: HANDSHAKE_ERROR + output })
  }
}

function readChallenge(payload: Buffer): Buffer | null {
  const content = parseObject(payload)
  const challenge: unknown = content === null ? null : Reflect.get(content, 'Challenge')
  return typeof challenge === 'string' ? Buffer.from(challenge, 'base64') : null
}
