import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes } from 'node:crypto'

export const keyStates = ['enabled', 'disabled', 'pending-deletion'] as const
export type KeyState = (typeof keyStates)[number]

/** Pairs that must be the same again to decrypt. */
export type EncryptionContext = Readonly<Record<string, string>>

/** Whose key, and where. */
export interface KeyPlace {
  readonly accountId: string
  readonly region: string
}

/** The keys of all accounts. Each account has one in each region, with the alias `alias/session-manager`. */
export interface KeyVault {
  /** The ARN of a key that was named by id, ARN, alias or alias ARN; null when there is no such key. */
  resolve(keyId: string, place: KeyPlace): string | null
  stateOf(keyArn: string): KeyState
  seal(keyArn: string, plaintext: Buffer, context: EncryptionContext): Buffer
  /** Null when it was sealed by nobody here, or with another context. */
  open(ciphertext: Buffer, context: EncryptionContext): { readonly keyArn: string; readonly plaintext: Buffer } | null
}

const alias = 'alias/session-manager'
const nonceBytes = 12
const tagBytes = 16

/** `states` are of accounts (`*` is every account) whose keys are not enabled. */
export function createKeyVault(states: ReadonlyMap<string, KeyState>): KeyVault {
  const secret = randomBytes(32)
  const secretOf = (keyArn: string): Buffer => createHmac('sha256', secret).update(keyArn).digest()
  return {
    resolve(keyId, place) {
      const prefix = `arn:aws:kms:${place.region}:${place.accountId}:`
      const known = keyArnOf(place)
      const names = [known, known.slice(`${prefix}key/`.length), alias, prefix + alias]
      return names.includes(keyId) ? known : null
    },
    stateOf: (keyArn) => states.get(keyArn.split(':')[4] ?? '') ?? states.get('*') ?? 'enabled',
    seal(keyArn, plaintext, context) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', secretOf(keyArn), nonce).setAAD(bound(context))
      const sealed = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()])
      return Buffer.concat([Buffer.from([keyArn.length]), Buffer.from(keyArn), nonce, sealed])
    },
    open(ciphertext, context) {
      const start = 1 + (ciphertext[0] ?? 0)
      const end = ciphertext.length - tagBytes
      if (end < start + nonceBytes) return null
      const keyArn = ciphertext.toString('latin1', 1, start)
      const nonce = ciphertext.subarray(start, start + nonceBytes)
      const decipher = createDecipheriv('aes-256-gcm', secretOf(keyArn), nonce).setAAD(bound(context))
      decipher.setAuthTag(ciphertext.subarray(end))
      try {
        const body = ciphertext.subarray(start + nonceBytes, end)
        return { keyArn, plaintext: Buffer.concat([decipher.update(body), decipher.final()]) }
      } catch {
        return null
      }
    },
  }
}

/** The same for the same pairs, in whatever order. */
const bound = (context: EncryptionContext): Buffer =>
  Buffer.from(JSON.stringify(Object.entries(context).sort(([left], [right]) => (left < right ? -1 : 1))))

/** The same in every run, as an id that somebody wrote into a configuration is. */
function keyArnOf({ accountId, region }: KeyPlace): string {
  const digest = createHash('sha256').update(`${accountId}/${region}`).digest('hex')
  const id = digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
  return `arn:aws:kms:${region}:${accountId}:key/${id}`
}
