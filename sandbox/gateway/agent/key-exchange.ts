import { randomBytes } from 'node:crypto'
import type { AgentBehaviour, AgentKeys, GatewaySessionRequest } from '../gateway.ts'
import { DATA_KEY_BYTES, SessionCipher } from './session-cipher.ts'
import { compareVersions } from './version.ts'

const FIRST_AGENT_WITH_CHALLENGE = '3.3.808.0'
const CHALLENGE_BYTES = 16

interface KeyExchangeDeps {
  readonly request: Pick<GatewaySessionRequest, 'sessionId' | 'targetId' | 'region'>
  readonly agentVersion: string
  readonly keyId: string
  readonly challenge: AgentBehaviour['kmsChallenge']
  readonly keys: AgentKeys | null
}

type KeyOutcome =
  | { readonly ok: true; readonly cipher: SessionCipher }
  | { readonly ok: false; readonly output: string }

/** The agent's half of agreeing on a session's key: the client has a data key made, the agent has it decrypted. */
export class KeyExchange {
  readonly #deps: KeyExchangeDeps
  /** Base64, or null for agents that send none. */
  readonly #challenge: string | null

  constructor(deps: KeyExchangeDeps) {
    this.#deps = deps
    const knowsChallenge = compareVersions(deps.agentVersion, FIRST_AGENT_WITH_CHALLENGE) >= 0
    this.#challenge = knowsChallenge ? randomBytes(CHALLENGE_BYTES).toString('base64') : null
  }

  /** What the handshake asks the client to do. */
  get action(): object {
    const challenge = this.#challenge === null ? {} : { Challenge: this.#challenge }
    return { ActionType: 'KMSEncryption', ActionParameters: { KMSKeyId: this.#deps.keyId, ...challenge } }
  }

  /** Takes the `ActionResult` of a client that succeeded; a failure comes in the words that end the session. */
  async unlock(result: unknown): Promise<KeyOutcome> {
    const { request, keyId, keys } = this.#deps
    const { text, acknowledged } = readResult(result)
    if (text === null) return failed('the response has no KMSCipherTextKey')
    if (!acknowledged && this.#deps.challenge === 'required' && this.#challenge !== null) {
      return failed('the client did not acknowledge the challenge')
    }
    if (keys === null) return failed('this node has no credentials for AWS KMS')
    const { targetId, region } = request
    const context = this.#context(acknowledged)
    const outcome = await keys.decrypt({ targetId, region, keyId, ciphertext: Buffer.from(text, 'base64'), context })
    if (!outcome.ok) return failed(`Unable to retrieve data key, Error when decrypting data key ${outcome.error}`)
    const { plaintext } = outcome
    if (plaintext.length !== DATA_KEY_BYTES) return failed(`the data key has ${plaintext.length} bytes`)
    return { ok: true, cipher: new SessionCipher(plaintext) }
  }

  #context(acknowledged: boolean): Readonly<Record<string, string>> {
    const { sessionId, targetId } = this.#deps.request
    const context = { 'aws:ssm:SessionId': sessionId, 'aws:ssm:TargetId': targetId }
    return acknowledged && this.#challenge !== null
      ? { ...context, 'aws:ssm:RandomChallenge': this.#challenge }
      : context
  }
}

const failed = (why: string): KeyOutcome => ({ ok: false, output: `Fetching data key failed: ${why}` })

function readResult(result: unknown): { readonly text: string | null; readonly acknowledged: boolean } {
  if (typeof result !== 'object' || result === null) return { text: null, acknowledged: false }
  const text: unknown = Reflect.get(result, 'KMSCipherTextKey')
  return {
    text: typeof text === 'string' ? text : null,
    acknowledged: Reflect.get(result, 'ChallengeAcknowledgement') === true,
  }
}
