import type { Identity } from '../../state/identity.ts'
import { element, text } from '../../wire/xml.ts'
import type { ServiceContext } from '../service.ts'

/** The element `Credentials` of an answer, with new ones in it. */
export function issuedCredentials({ keys }: ServiceContext, identity: Identity, seconds: number): string {
  const key = keys.issue(identity, seconds * 1_000)
  return element(
    'Credentials',
    text('AccessKeyId', key.accessKeyId),
    text('SecretAccessKey', key.secretAccessKey),
    text('SessionToken', key.sessionToken),
    text('Expiration', new Date(key.expiresAt).toISOString()),
  )
}
