import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import type { CallerName } from '../../app/identity/ports.ts'
import type { AwsHttp } from '../http/client-http.ts'

/** Of the session of a permission set's role. Identity Center names such a session after the user (IAM Identity Center User Guide). */
const roleSession = /^arn:[a-z0-9-]+:sts::\d{12}:assumed-role\/AWSReservedSSO_[^/]+\/([^/]+)$/

/** The user's name in the ARN of a caller; null when it is no session of a permission set. */
export function nameInCaller(arn: string): string | null {
  return roleSession.exec(arn)?.[1] ?? null
}

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
