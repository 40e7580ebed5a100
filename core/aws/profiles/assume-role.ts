import { userInfo } from 'node:os'
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts'
import { arn } from '#contract/aws-answer.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { NamedProfile } from '../../app/identity/ports.ts'
import { incompleteAnswer, translate, type NamedProblems } from '../errors/translate.ts'
import type { AwsHttp } from '../http/client-http.ts'
import type { AwsKeys } from '../ssm/place-calls.ts'

interface AssumeRoleDeps {
  readonly clock: Clock
  readonly http: AwsHttp
}

/**
 * A session name that stays the same: it is part of `${aws:userid}`, and policies that let users resume and end only their
 * own sessions compare it. The SDKs' own default changes with every renewal.
 */
export function callerSessionName(userName: string | null): string {
  const name = (userName ?? localUser()).replace(/[^\w+=,.@-]/g, '-').slice(0, 64)
  return name.length >= 2 ? name : 'culvert'
}

function localUser(): string {
  try {
    return `culvert-${userInfo().username}`
  } catch {
    return 'culvert'
  }
}

/** Assumes the role of a profile with the keys of its source. */
export async function assumeRole(
  deps: AssumeRoleDeps,
  profile: NamedProfile,
  keys: AwsKeys,
): Promise<Result<TemporaryCredentials>> {
  const { settings, name } = profile
  const roleArn = settings['role_arn'] ?? ''
  const serial = settings['mfa_serial']
  if (serial !== undefined) return fail('PROFILE_INVALID', { profile: name, reason: 'mfa-not-supported', serial })
  const client = new STSClient({ ...deps.http.options('STS', settings['region'] || 'us-east-1'), credentials: keys })
  const duration = Number(settings['duration_seconds'])
  try {
    const answer = await client.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: settings['role_session_name'] ?? callerSessionName(null),
        ...(settings['external_id'] === undefined ? {} : { ExternalId: settings['external_id'] }),
        ...(Number.isInteger(duration) ? { DurationSeconds: duration } : {}),
      }),
    )
    const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = answer.Credentials ?? {}
    if (!AccessKeyId || !SecretAccessKey || !SessionToken) {
      return incompleteAnswer('AssumeRole')
    }
    const expiresAt = Expiration?.getTime()
    return ok({
      accessKeyId: AccessKeyId,
      secretAccessKey: SecretAccessKey,
      sessionToken: SessionToken,
      ...(expiresAt === undefined ? {} : { expiresAt }),
    })
  } catch (error) {
    const names: NamedProblems = {
      ValidationError: (aws) => problemOf('PROFILE_INVALID', { profile: name, reason: 'refused', aws }),
    }
    const on = { roleArn: arn.safeParse(roleArn).data }
    const asked = { operation: 'AssumeRole', on, as: { profile: name } }
    return { ok: false, error: translate(error, names, asked, deps.clock.now()) }
  }
}
