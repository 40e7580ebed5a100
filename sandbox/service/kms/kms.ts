import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import { denyUnlessAllowed } from '../denied.ts'
import { createJsonService } from '../json-service.ts'
import type { ServiceContext, SignedCall, SignedService } from '../service.ts'
import { inputs } from './inputs.ts'
import { decrypt, notFound, refuseUnlessEnabled } from './decrypt.ts'

const specBytes = { AES_128: 16, AES_256: 32 } as const

const context = z.record(z.string(), z.string()).nullish()
const generateInput = z.object({
  KeyId: z.string(),
  NumberOfBytes: z.int().nullish(),
  KeySpec: z.enum(['AES_128', 'AES_256']).nullish(),
  EncryptionContext: context,
})
const decryptInput = z.object({
  CiphertextBlob: z.string().default(''),
  KeyId: z.string().nullish(),
  EncryptionContext: context,
})

/** The key service, as far as encrypted sessions need it. */
export function createKms(parts: Pick<ServiceContext, 'vault'>): SignedService {
  return createJsonService({
    name: 'kms',
    target: 'TrentService',
    actions: {
      GenerateDataKey: { input: inputs.GenerateDataKey, run: (call, input) => generateDataKey(parts, call, input) },
      Decrypt: { input: inputs.Decrypt, run: (call, input) => decryptFor(parts, call, input) },
    },
  })
}

function generateDataKey({ vault }: Pick<ServiceContext, 'vault'>, call: SignedCall, body: unknown): Outcome {
  const data = generateInput.parse(body)
  const { KeyId, NumberOfBytes, KeySpec, EncryptionContext } = data
  const { identity, region } = call.caller
  const place = { accountId: identity.accountId, region }
  noteContext(call, EncryptionContext ?? {})
  const keyArn = vault.resolve(KeyId, place)
  const denied = denyUnlessAllowed(identity, 'kms:GenerateDataKey', keyArn ?? KeyId)
  if (denied !== null) return denied
  if (keyArn === null) return notFound(KeyId, place)
  const given = [NumberOfBytes, KeySpec].filter((choice) => choice !== null && choice !== undefined)
  if (given.length !== 1) {
    return fail('ValidationException', 'Please specify either number of bytes or key spec.')
  }
  const refusal = refuseUnlessEnabled(vault, keyArn)
  if (refusal !== null) return refusal
  const plaintext = randomBytes(NumberOfBytes ?? specBytes[KeySpec ?? 'AES_256'])
  const sealed = vault.seal(keyArn, plaintext, EncryptionContext ?? {})
  return succeed({
    KeyId: keyArn,
    CiphertextBlob: sealed.toString('base64'),
    Plaintext: plaintext.toString('base64'),
  })
}

function decryptFor({ vault }: Pick<ServiceContext, 'vault'>, call: SignedCall, body: unknown): Outcome {
  const data = decryptInput.parse(body)
  const { CiphertextBlob, KeyId, EncryptionContext } = data
  const { identity, region } = call.caller
  noteContext(call, EncryptionContext ?? {})
  const denied = denyUnlessAllowed(identity, 'kms:Decrypt', KeyId ?? '*')
  if (denied !== null) return denied
  const ciphertext = Buffer.from(CiphertextBlob, 'base64')
  const place = { accountId: identity.accountId, region }
  return decrypt(vault, { ciphertext, context: EncryptionContext ?? {}, keyId: KeyId ?? null, place })
}

/** The context is no secret: the real service writes it into its trail, too. */
function noteContext(call: SignedCall, pairs: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(pairs)) call.note(name, value)
}
