import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { DataKey, EngineHost } from '../engine.ts'

const algorithm = 'aes-256-gcm'
const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16
/** One key for each direction. */
export const dataKeyBytes = 2 * keyBytes

/** What the agent asks for: a data key under this KMS key, bound to its challenge when it sent one. */
export interface KeyRequest {
  readonly keyId: string
  readonly challenge: string | null
}

/** Has a data key made for a session. */
export async function makeDataKey(
  request: KeyRequest,
  session: { readonly sessionId: string; readonly targetId: string },
  host: EngineHost,
): Promise<Result<DataKey>> {
  if (host.generateDataKey === undefined) return fail('HANDSHAKE_REJECTED', { said: 'The session is to be encrypted' })
  const context = {
    'aws:ssm:SessionId': session.sessionId,
    'aws:ssm:TargetId': session.targetId,
    ...(request.challenge === null ? {} : { 'aws:ssm:RandomChallenge': request.challenge }),
  }
  const made = await host
    .generateDataKey({ keyId: request.keyId, bytes: dataKeyBytes, context })
    .catch((error: unknown) => fail('HANDSHAKE_REJECTED', { said: `No data key: ${String(error).slice(0, 200)}` }))
  if (made.ok && made.value.plaintext.length !== dataKeyBytes) {
    return fail('HANDSHAKE_REJECTED', { said: `A data key of ${made.value.plaintext.length} bytes` })
  }
  return made
}

/**
 * The client's end of an encrypted session (`docs/reference/ssm-data-channel.md`): AES-256-GCM; on the wire nonce,
 * ciphertext and tag.
 */
export class SessionCipher {
  readonly #receiving: Uint8Array
  readonly #sending: Uint8Array

  /** The first half of the data key is for what the agent sends. */
  constructor(dataKey: Uint8Array) {
    if (dataKey.length !== dataKeyBytes) throw new RangeError(`${dataKey.length} bytes of data key`)
    this.#receiving = Uint8Array.from(dataKey.subarray(0, keyBytes))
    this.#sending = Uint8Array.from(dataKey.subarray(keyBytes))
  }

  encrypt(plain: Uint8Array): Buffer {
    const nonce = randomBytes(nonceBytes)
    const cipher = createCipheriv(algorithm, this.#sending, nonce)
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  }

  /** Null when the agent's key did not seal it. */
  decrypt(sealed: Buffer): Buffer | null {
    const end = sealed.length - tagBytes
    if (end < nonceBytes) return null
    const decipher = createDecipheriv(algorithm, this.#receiving, sealed.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    })
    decipher.setAuthTag(sealed.subarray(end))
    try {
      return Buffer.concat([decipher.update(sealed.subarray(nonceBytes, end)), decipher.final()])
    } catch {
      return null
    }
  }

  /** The answer to the agent's challenge: the same secret under our own key. */
  answerChallenge(payload: Buffer): Result<Buffer> {
    const secret = readChallenge(payload)
    const plain = secret === null ? null : this.decrypt(secret)
    if (plain === null) return fail('HANDSHAKE_REJECTED', { said: 'The encryption challenge could not be read' })
    return ok(Buffer.from(JSON.stringify({ Challenge: this.encrypt(plain).toString('base64') })))
  }
}

function readChallenge(payload: Buffer): Buffer | null {
  try {
    const body: unknown = JSON.parse(payload.toString('utf8'))
    const text: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'Challenge') : null
    return typeof text === 'string' ? Buffer.from(text, 'base64') : null
  } catch {
    return null
  }
}
