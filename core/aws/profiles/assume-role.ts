import { userInfo } from 'node:os'
import { AssumeRoleCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts'
import type { Credentials } from '@aws-sdk/client-sts'
import { arn } from '#contract/aws-answer.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { CodeAnswer, NamedProfile } from '../../app/identity/ports.ts'
import { incompleteAnswer, translate, type Asked, type NamedProblems } from '../errors/translate.ts'
import type { AwsHttp } from '../http/client-http.ts'
import { keysOf } from '../ssm/place-calls.ts'
import { codeRefusal } from './code-refusal.ts'

interface AssumeRoleDeps {
  readonly clock: Clock
  readonly http: AwsHttp
}

/** What a call to STS is made with, and for which profile. */
interface StsCall {
  readonly profile: NamedProfile
  readonly source: TemporaryCredentials
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
export async function assumeRole(deps: AssumeRoleDeps, call: StsCall): Promise<Result<TemporaryCredentials>> {
  try {
    return given('AssumeRole', await clientOf(deps, call).send(assumeCommand(call.profile, null)))
  } catch (error) {
    return refused(deps, call.profile, 'AssumeRole', error)
  }
}

/** The same with a code of the profile's MFA device. */
export async function assumeRoleWithCode(
  deps: AssumeRoleDeps,
  call: StsCall,
  code: string,
): Promise<Result<CodeAnswer>> {
  return answerTo(deps, call.profile, 'AssumeRole', () => clientOf(deps, call).send(assumeCommand(call.profile, code)))
}

/** Opens a session of the user's own with a code of the profile's MFA device; for as long as STS gives it, twelve hours. */
export async function userSession(deps: AssumeRoleDeps, call: StsCall, code: string): Promise<Result<CodeAnswer>> {
  const command = new GetSessionTokenCommand({ SerialNumber: call.profile.settings['mfa_serial'], TokenCode: code })
  return answerTo(deps, call.profile, 'GetSessionToken', () => clientOf(deps, call).send(command))
}

function clientOf({ http }: AssumeRoleDeps, { profile, source }: StsCall): STSClient {
  const options = http.options('STS', profile.settings['region'] || 'us-east-1')
  return new STSClient({ ...options, credentials: keysOf(source) })
}

function assumeCommand({ settings }: NamedProfile, code: string | null): AssumeRoleCommand {
  const duration = Number(settings['duration_seconds'])
  return new AssumeRoleCommand({
    RoleArn: settings['role_arn'] ?? '',
    RoleSessionName: settings['role_session_name'] ?? callerSessionName(null),
    ...(settings['external_id'] === undefined ? {} : { ExternalId: settings['external_id'] }),
    ...(Number.isInteger(duration) ? { DurationSeconds: duration } : {}),
    ...(code === null ? {} : { SerialNumber: settings['mfa_serial'], TokenCode: code }),
  })
}

type Operation = 'AssumeRole' | 'GetSessionToken'

async function answerTo(
  deps: AssumeRoleDeps,
  profile: NamedProfile,
  operation: Operation,
  send: () => Promise<{ readonly Credentials?: Credentials | undefined }>,
): Promise<Result<CodeAnswer>> {
  try {
    const credentials = given(operation, await send())
    return credentials.ok ? ok({ kind: 'granted', credentials: credentials.value }) : credentials
  } catch (error) {
    const refusal = codeRefusal(error, operation)
    return refusal === null ? refused(deps, profile, operation, error) : ok(refusal)
  }
}

function given(
  operation: Operation,
  { Credentials: credentials }: { readonly Credentials?: Credentials | undefined },
): Result<TemporaryCredentials> {
  const { AccessKeyId, SecretAccessKey, SessionToken, Expiration } = credentials ?? {}
  if (!AccessKeyId || !SecretAccessKey || !SessionToken) return incompleteAnswer(operation)
  const expiresAt = Expiration?.getTime()
  return ok({
    accessKeyId: AccessKeyId,
    secretAccessKey: SecretAccessKey,
    sessionToken: SessionToken,
    ...(expiresAt === undefined ? {} : { expiresAt }),
  })
}

function refused(
  { clock }: AssumeRoleDeps,
  { name, settings }: NamedProfile,
  operation: Operation,
  error: unknown,
): Result<never> {
  const names: NamedProblems = {
    ValidationError: (aws) => problemOf('PROFILE_INVALID', { profile: name, reason: 'refused', aws }),
  }
  const on = { roleArn: arn.safeParse(settings['role_arn']).data }
  const asked: Asked = { operation, on, as: { profile: name } }
  return { ok: false, error: translate(error, names, asked, clock.now()) }
}
