import type { CallerOf } from '../../app/sessions/session-request.ts'
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { CallerIdentity } from '#contract/tunnel.ts'
import { identityOf } from '#domain/profile/identity.ts'
import type { CredentialSource } from '../../app/ports.ts'
import type { AwsHttp } from '../http/client-http.ts'
import { keysOf } from '../ssm/place-calls.ts'

export interface CallerOfDeps {
  readonly http: AwsHttp
  readonly credentials: CredentialSource
}

/** Keys whose owner is remembered: those of many profiles, renewed for days. */
const mostRemembered = 500

/** Asks STS whose the credentials of a place are, once for each key. No permission is needed for it. */
export function createCallerOf({ http, credentials }: CallerOfDeps): CallerOf {
  const known = new Map<string, Promise<CallerIdentity | null>>()
  const ask = async (keys: TemporaryCredentials, region: string): Promise<CallerIdentity | null> => {
    const client = new STSClient({ ...http.options('STS', region), credentials: keysOf(keys) })
    const { Arn } = await client.send(new GetCallerIdentityCommand({}))
    return Arn === undefined ? null : identityOf(Arn)
  }
  return async ({ profile, region }) => {
    const keys = await credentials.credentialsOf(profile)
    if (!keys.ok) return null
    const { accessKeyId } = keys.value
    const asked = known.get(accessKeyId) ?? ask(keys.value, region)
    known.set(accessKeyId, asked)
    const [oldest] = known.keys()
    if (known.size > mostRemembered && oldest !== undefined) known.delete(oldest)
    return await asked.catch(() => {
      known.delete(accessKeyId)
      return null
    })
  }
}
