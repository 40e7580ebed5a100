import { GenerateDataKeyCommand, KMSClient } from '@aws-sdk/client-kms'
import { ok } from '#domain/result.ts'
import type { AwsAnswer } from '#contract/aws-answer.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { DataKeyRequest, EncodedDataKey } from '#contract/relay.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { RenewableCredentials } from '../../app/identity/ports.ts'
import type { DataKeys, SessionPlace } from '../../app/ports.ts'
import { incompleteAnswer, type NamedProblems } from '../errors/translate.ts'
import type { AwsHttp } from '../http/client-http.ts'
import { createPlaceCalls, type CallAtPlace } from '../ssm/place-calls.ts'

/** What data keys are made with. */
export interface DataKeysDeps {
  readonly clock: Clock
  readonly http: AwsHttp
  readonly credentials: RenewableCredentials
}

/** AWS KMS, with the credentials that started the session. */
export function createDataKeys(deps: DataKeysDeps): DataKeys {
  const call = createPlaceCalls(deps)
  return { generate: (place, request) => generate(deps.http, call, place, request) }
}

async function generate(
  http: AwsHttp,
  call: CallAtPlace,
  place: SessionPlace,
  { keyId, bytes, context }: DataKeyRequest,
): Promise<Result<EncodedDataKey>> {
  const made = await call(place, {
    operation: 'GenerateDataKey',
    names: keyErrors,
    ask: (credentials) =>
      new KMSClient({ ...http.options('KMS', place.region), credentials }).send(
        new GenerateDataKeyCommand({ KeyId: keyId, NumberOfBytes: bytes, EncryptionContext: context }),
      ),
  })
  if (!made.ok) return made
  const { Plaintext, CiphertextBlob } = made.value
  if (Plaintext === undefined || CiphertextBlob === undefined) return incompleteAnswer('GenerateDataKey')
  return ok({ plaintext: base64(Plaintext), ciphertext: base64(CiphertextBlob) })
}

/** The account's preferences name a key that is not there, or that nobody may use now. */
const unusable = (aws: AwsAnswer): Problem => problemOf('SESSION_KEY_UNUSABLE', { aws })

const keyErrors: NamedProblems = {
  NotFoundException: unusable,
  DisabledException: unusable,
  KMSInvalidStateException: unusable,
  KeyUnavailableException: unusable,
  InvalidKeyUsageException: unusable,
  InvalidArnException: unusable,
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64')
}
