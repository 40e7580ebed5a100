import { fromContainerMetadata, fromInstanceMetadata, fromTokenFile } from '@aws-sdk/credential-providers'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { NamedCredentialsPort, NamedProfile, RoleSessionStore } from '../../app/identity/ports.ts'
import type { RunProgram } from '../../app/ports.ts'
import { readSdkFailure } from '../errors/sdk-failure.ts'
import { translate } from '../errors/translate.ts'
import type { AwsHttp } from '../http/client-http.ts'
import type { EnvironmentVariables } from '#network/environment-variables.ts'
import { assumeRole, assumeRoleWithCode, callerSessionName, userSession } from './assume-role.ts'
import { askHelper } from './credential-process.ts'
import { createProfileWalk } from './profile-walk.ts'

export interface NamedCredentialsDeps {
  readonly clock: Clock
  readonly http: AwsHttp
  /** Runs the helper programs that profiles name. */
  readonly run: RunProgram
  /** Where the AWS CLI keeps roles that a code was given for. */
  readonly shared: RoleSessionStore
}

/** What the SDK's providers return. */
interface Identity {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
  readonly expiration?: Date | undefined
}

/** Credentials of the profiles that are not SSO: each provider is told what the config reader found, and reads no config itself. */
export function createNamedCredentials(deps: NamedCredentialsDeps): NamedCredentialsPort {
  const helper = { clock: deps.clock, run: deps.run, platform: process.platform }
  return createProfileWalk({
    process: (profile) => askHelper(helper, profile),
    webIdentity: (profile) => provided(deps, profile, webIdentity(deps.http, profile)),
    credentialSource: (profile) => ofSource(deps, profile),
    assumeRole: (profile, source) => assumeRole(deps, { profile, source }),
    assumeRoleWithCode: (profile, source, code) => assumeRoleWithCode(deps, { profile, source }, code),
    userSession: (profile, source, code) => userSession(deps, { profile, source }, code),
    shared: deps.shared,
  })
}

function webIdentity(http: AwsHttp, { settings }: NamedProfile): () => Promise<Identity> {
  return fromTokenFile({
    webIdentityTokenFile: settings['web_identity_token_file'] ?? '',
    roleArn: settings['role_arn'] ?? '',
    roleSessionName: settings['role_session_name'] ?? callerSessionName(null),
    clientConfig: { ...http.options('STS', settings['region'] || 'us-east-1') },
  })
}

async function ofSource(deps: NamedCredentialsDeps, profile: NamedProfile): Promise<Result<TemporaryCredentials>> {
  const providers: Readonly<Record<string, () => Promise<Identity>>> = {
    Environment: async () => keysOfEnvironment(deps.http.environment),
    Ec2InstanceMetadata: fromInstanceMetadata({ timeout: 2_000, maxRetries: 1 }),
    EcsContainer: fromContainerMetadata({ timeout: 2_000, maxRetries: 1 }),
  }
  const provider = providers[profile.settings['credential_source'] ?? '']
  if (provider) return provided(deps, profile, provider)
  return fail('PROFILE_INVALID', { profile: profile.name, reason: 'value-invalid', key: 'credential_source' })
}

function keysOfEnvironment(environment: EnvironmentVariables): Identity {
  const accessKeyId = environment['AWS_ACCESS_KEY_ID']
  const secretAccessKey = environment['AWS_SECRET_ACCESS_KEY']
  if (!accessKeyId || !secretAccessKey)
    throw new Error('The environment holds no AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY')
  return { accessKeyId, secretAccessKey, sessionToken: environment['AWS_SESSION_TOKEN'] || undefined }
}

async function provided(
  deps: NamedCredentialsDeps,
  profile: NamedProfile,
  provider: () => Promise<Identity>,
): Promise<Result<TemporaryCredentials>> {
  try {
    const { accessKeyId, secretAccessKey, sessionToken, expiration } = await provider()
    return ok({
      accessKeyId,
      secretAccessKey,
      ...(sessionToken === undefined ? {} : { sessionToken }),
      ...(expiration === undefined ? {} : { expiresAt: expiration.getTime() }),
    })
  } catch (error) {
    return providerProblem(deps, profile, error)
  }
}

function providerProblem(deps: NamedCredentialsDeps, profile: NamedProfile, error: unknown): Result<never> {
  const failure = readSdkFailure(error)
  if (failure.status !== null || failure.networkCode !== null) {
    return {
      ok: false,
      error: translate(error, {}, { operation: null, as: { profile: profile.name } }, deps.clock.now()),
    }
  }
  // Providers wrap everything of their own in errors without a status: a helper that failed, a file that is missing.
  return fail('CREDENTIALS_INVALID', { profile: profile.name, said: failure.message })
}
