import {
  fromContainerMetadata,
  fromInstanceMetadata,
  fromLoginCredentials,
  fromProcess,
  fromTokenFile,
} from '@aws-sdk/credential-providers'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { AwsConfig, NamedCredentialsPort, NamedProfile, RoleCredentialSource } from '../../app/identity/ports.ts'
import type { Clock } from '../../app/ports.ts'
import { readSdkFailure } from '../errors/sdk-failure.ts'
import { translate } from '../errors/translate.ts'
import type { AwsHttp } from '../http/client-http.ts'
import type { Environment } from '#network/environment.ts'
import { keysOf } from '../ssm/place-calls.ts'
import { assumeRole, callerSessionName } from './assume-role.ts'

export interface NamedCredentialsDeps {
  readonly clock: Clock
  readonly http: AwsHttp
  readonly configFile: string
  readonly credentialsFile: string
}

/** One resolution: what it may look up, and whom it has asked already. */
interface Resolution {
  readonly deps: NamedCredentialsDeps
  readonly config: AwsConfig
  readonly sso: RoleCredentialSource
}

/** What the SDK's providers return. */
interface Identity {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
  readonly expiration?: Date | undefined
}

/**
 * Credentials of the profiles that are not SSO. Chains are walked here, so that a chain may begin at an SSO profile, each
 * role is assumed under a stable session name, and nothing is ever asked of the instance metadata service unless the
 * profile says so.
 */
export function createNamedCredentials(deps: NamedCredentialsDeps): NamedCredentialsPort {
  return {
    credentialsOf: (profile, config, sso) => resolveProfile({ deps, config, sso }, profile),
  }
}

function resolveProfile(resolution: Resolution, profile: NamedProfile): Promise<Result<TemporaryCredentials>> {
  if (profile.problem) return Promise.resolve({ ok: false, error: profile.problem })
  if (profile.sso) return resolution.sso(profile.sso)
  if (profile.kind === 'assume-role') return throughSource(resolution, profile)
  if (profile.kind === 'credential-source') return throughCredentialSource(resolution, profile)
  return leaf(resolution, profile)
}

/** Kinds that stand on their own. */
async function leaf({ deps }: Resolution, profile: NamedProfile): Promise<Result<TemporaryCredentials>> {
  const { settings, name } = profile
  const files = { profile: name, configFilepath: deps.configFile, filepath: deps.credentialsFile, ignoreCache: true }
  const region = settings['region'] ?? 'us-east-1'
  const clientConfig = { ...deps.http.options('STS', region) }
  if (profile.kind === 'static') return staticKeys(settings)
  if (profile.kind === 'process') return provided(deps, profile, fromProcess(files))
  if (profile.kind === 'login') return provided(deps, profile, fromLoginCredentials({ ...files, clientConfig }))
  if (profile.kind === 'web-identity') {
    return provided(
      deps,
      profile,
      fromTokenFile({
        webIdentityTokenFile: settings['web_identity_token_file'] ?? '',
        roleArn: settings['role_arn'] ?? '',
        roleSessionName: settings['role_session_name'] ?? callerSessionName(null),
        clientConfig,
      }),
    )
  }
  return fail('PROFILE_INVALID', { profile: name, reason: 'no-credentials' })
}

function staticKeys(settings: NamedProfile['settings']): Result<TemporaryCredentials> {
  const sessionToken = settings['aws_session_token']
  return ok({
    accessKeyId: settings['aws_access_key_id'] ?? '',
    secretAccessKey: settings['aws_secret_access_key'] ?? '',
    ...(sessionToken === undefined ? {} : { sessionToken }),
  })
}

async function throughSource(resolution: Resolution, profile: NamedProfile): Promise<Result<TemporaryCredentials>> {
  const sourceName = profile.settings['source_profile']
  const source = resolution.config.profiles.find(({ name }) => name === sourceName)
  if (!source)
    return fail('PROFILE_INVALID', { profile: profile.name, reason: 'source-missing', source: sourceName ?? '' })
  // A profile that names itself is the role and, with its own keys, the source.
  const from = source === profile ? staticKeys(profile.settings) : await resolveProfile(resolution, source)
  return from.ok ? assumeRole(resolution.deps, profile, keysOf(from.value)) : from
}

async function throughCredentialSource(
  { deps }: Resolution,
  profile: NamedProfile,
): Promise<Result<TemporaryCredentials>> {
  const providers: Readonly<Record<string, () => Promise<Identity>>> = {
    Environment: async () => keysOfEnvironment(deps.http.environment),
    Ec2InstanceMetadata: fromInstanceMetadata({ timeout: 2_000, maxRetries: 1 }),
    EcsContainer: fromContainerMetadata({ timeout: 2_000, maxRetries: 1 }),
  }
  const source = profile.settings['credential_source'] ?? ''
  const provider = providers[source]
  if (!provider)
    return fail('PROFILE_INVALID', { profile: profile.name, reason: 'value-invalid', key: 'credential_source' })
  const from = await provided(deps, profile, provider)
  return from.ok ? assumeRole(deps, profile, keysOf(from.value)) : from
}

function keysOfEnvironment(environment: Environment): Identity {
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
  const details = { profile: profile.name, kind: profile.kind }
  if (failure.status !== null || failure.networkCode !== null) {
    return { ok: false, error: translate(error, {}, details, deps.clock.now()) }
  }
  // Providers wrap everything of their own in errors without a status: a helper that failed, a file that is missing.
  return fail('CREDENTIALS_INVALID', { ...details, name: failure.name, message: failure.message })
}
