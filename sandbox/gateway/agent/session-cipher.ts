import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16
const KEY_BYTES = 32

/** Bytes of the data key that a client asks the key service for: one key for each direction. */
export const DATA_KEY_BYTES = 2 * KEY_BYTES

/**
 * The agent's end of an encrypted session: AES-256-GCM, on the wire nonce, ciphertext and tag. The first half of the
 * data key is for what the agent sends. Its nonces count up, little-endian, from a random start.
 */
export class SessionCipher {
  readonly #sending: Buffer
  readonly #receiving: Buffer
  readonly #nonce = randomBytes(NONCE_BYTES)

  /** Throws when the data key is not {@link DATA_KEY_BYTES} long. */
  constructor(dataKey: Buffer) {
    if (dataKey.length !== DATA_KEY_BYTES) throw new Error(`a data key of ${dataKey.length} bytes`)
    this.#sending = dataKey.subarray(0, KEY_BYTES)
    this.#receiving = dataKey.subarray(KEY_BYTES)
  }

  encrypt(plain: Buffer): Buffer {
    this.#count()
    const cipher = createCipheriv('aes-256-gcm', this.#sending, this.#nonce)
    return Buffer.concat([this.#nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  }

  /** Null when it is not what the client's key sealed. */
  decrypt(sealed: Buffer): Buffer | null {
    if (sealed.length < NONCE_BYTES + TAG_BYTES) return null
    const end = sealed.length - TAG_BYTES
    const decipher = createDecipheriv('aes-256-gcm', this.#receiving, sealed.subarray(0, NONCE_BYTES))
    decipher.setAuthTag(sealed.subarray(end))
    try {
      return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, end)), decipher.final()])
    } catch {
      return null
    }
  }

  #count(): void {
    for (let index = 0; index < NONCE_BYTES; index++) {
      const digit = ((this.#nonce[index] ?? 0) + 1) & 0xff
      this.#nonce[index] = digit
      if (digit !== 0) return
    }
  }
}
