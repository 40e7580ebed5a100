import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { CallerName } from '../../app/identity/ports.ts'
import type { AwsHttp } from '../http/client-http.ts'
import { nameInCaller } from './name-in-caller.ts'

/** Asks STS whose the credentials are. No permission is needed for it. */
export function createCallerName(http: AwsHttp): CallerName {
  return async ({ accessKeyId, secretAccessKey, sessionToken = '' }, region) => {
    const credentials = { accessKeyId, secretAccessKey, sessionToken }
    const client = new STSClient({ ...http.options('STS', region), credentials })
    try {
      const { Arn } = await client.send(new GetCallerIdentityCommand({}))
      return Arn === undefined ? null : nameInCaller(Arn)
    } catch {
      return null
    }
  }
}
