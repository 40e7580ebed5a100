import { type Shape, structure } from '../../wire/shape.ts'

const keyId: Shape = { is: 'string', min: 1, max: 2_048 }
const context: Shape = { is: 'map', keys: { is: 'string' }, of: { is: 'string' } }
const grantTokens: Shape = { is: 'list', min: 0, max: 10, of: { is: 'string', min: 1, max: 8_192 } }
const recipient = structure({
  KeyEncryptionAlgorithm: { is: 'string', values: ['RSAES_OAEP_SHA_256'] },
  AttestationDocument: { is: 'blob', min: 1, max: 262_144 },
})

/** Inputs of the key service's calls, as its service model has them. */
export const inputs = {
  GenerateDataKey: structure(
    {
      KeyId: keyId,
      EncryptionContext: context,
      NumberOfBytes: { is: 'integer', min: 1, max: 1_024 },
      KeySpec: { is: 'string', values: ['AES_256', 'AES_128'] },
      GrantTokens: grantTokens,
      Recipient: recipient,
      DryRun: { is: 'boolean' },
    },
    'KeyId',
  ),
  Decrypt: structure({
    CiphertextBlob: { is: 'blob', min: 1, max: 6_144 },
    EncryptionContext: context,
    GrantTokens: grantTokens,
    KeyId: keyId,
    EncryptionAlgorithm: {
      is: 'string',
      values: ['SYMMETRIC_DEFAULT', 'RSAES_OAEP_SHA_1', 'RSAES_OAEP_SHA_256', 'SM2PKE'],
    },
    Recipient: recipient,
    DryRun: { is: 'boolean' },
    DryRunModifiers: { is: 'list', of: { is: 'string', values: ['IGNORE_CIPHERTEXT'] } },
  }),
} as const
