import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import type { EncryptionContext, KeyPlace, KeyVault } from './vault.ts'

/** The error of a key that cannot be used now, or null. */
export function refuseUnlessEnabled(vault: KeyVault, keyArn: string): Outcome | null {
  switch (vault.stateOf(keyArn)) {
    case 'enabled':
      return null
    case 'disabled':
      return fail('DisabledException', `${keyArn} is disabled.`)
    case 'pending-deletion':
      return fail('KMSInvalidStateException', `${keyArn} is pending deletion.`)
  }
}

/** The error of a name that stands for no key. */
export function notFound(keyId: string, { accountId, region }: KeyPlace): Outcome {
  const prefix = `arn:aws:kms:${region}:${accountId}:`
  const arn = keyId.startsWith('arn:') ? keyId : prefix + (keyId.startsWith('alias/') ? keyId : `key/${keyId}`)
  const message = arn.includes(':alias/') ? `Alias ${arn} is not found.` : `Key '${arn}' does not exist`
  return fail('NotFoundException', message)
}

interface DecryptOrder {
  readonly ciphertext: Buffer
  readonly context: EncryptionContext
  /** The key it must have been sealed with, or null for any. */
  readonly keyId: string | null
  readonly place: KeyPlace
}

/** Decrypts for somebody who may; the plain key is in base64. */
export function decrypt(vault: KeyVault, { ciphertext, context, keyId, place }: DecryptOrder): Outcome {
  const wanted = keyId === null ? null : vault.resolve(keyId, place)
  if (keyId !== null && wanted === null) return notFound(keyId, place)
  const opened = vault.open(ciphertext, context)
  // The service gives no message with this one: it must not help to guess.
  if (opened === null) return fail('InvalidCiphertextException', '')
  const { keyArn, plaintext } = opened
  if (wanted !== null && wanted !== keyArn) {
    const message = 'The key ID in the request does not identify a CMK that can perform this operation.'
    return fail('IncorrectKeyException', message)
  }
  const refusal = refuseUnlessEnabled(vault, keyArn)
  if (refusal !== null) return refusal
  const Plaintext = plaintext.toString('base64')
  return succeed({ KeyId: keyArn, Plaintext, EncryptionAlgorithm: 'SYMMETRIC_DEFAULT' })
}
