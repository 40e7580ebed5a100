import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type {
  AskedSources,
  AwsConfig,
  CodeAnswer,
  CodeWish,
  NamedCredentialsPort,
  NamedProfile,
} from '../../app/identity/ports.ts'

/** Where a step of a chain gets credentials, given what the profile says. */
export type CredentialStep = (profile: NamedProfile) => Promise<Result<TemporaryCredentials>>

/** One step for each kind of profile that is neither SSO nor made of keys. */
interface CredentialSteps {
  readonly process: CredentialStep
  readonly login: CredentialStep
  readonly webIdentity: CredentialStep
  /** What `credential_source` names. */
  readonly credentialSource: CredentialStep
  assumeRole(profile: NamedProfile, source: TemporaryCredentials): Promise<Result<TemporaryCredentials>>
  /** The role, with a code of the profile's `mfa_serial`. */
  assumeRoleWithCode(profile: NamedProfile, source: TemporaryCredentials, code: string): Promise<Result<CodeAnswer>>
  /** A session of the user whose long-lived keys these are, with a code of the profile's `mfa_serial`. */
  userSession(profile: NamedProfile, keys: TemporaryCredentials, code: string): Promise<Result<CodeAnswer>>
}

interface Walk {
  readonly steps: CredentialSteps
  readonly config: AwsConfig
  readonly sources: AskedSources
}

/**
 * Credentials of a profile, from the root of its chain on. Chains are walked here, so that a chain may begin at an SSO profile, each
 * role is assumed under a stable session name, and nothing is ever asked of the instance metadata service unless the profile
 * says so.
 */
export function createProfileWalk(steps: CredentialSteps): NamedCredentialsPort {
  return { credentialsOf: (profile, config, sources) => resolve({ steps, config, sources }, profile) }
}

async function resolve(walk: Walk, profile: NamedProfile): Promise<Result<TemporaryCredentials>> {
  const { steps, sources } = walk
  if (profile.problem) return { ok: false, error: profile.problem }
  if (profile.sso) return sources.sso(profile.sso)
  if (profile.keys) return ok(credentialsOf(profile.keys))
  if (profile.kind === 'assume-role') return throughSource(walk, profile)
  if (profile.kind === 'credential-source') return assume(walk, profile, await steps.credentialSource(profile))
  if (profile.kind === 'process') return steps.process(profile)
  if (profile.kind === 'login') return steps.login(profile)
  if (profile.kind === 'web-identity') return steps.webIdentity(profile)
  const { file, line } = profile.place
  // A session alone is what other tools take their tokens from; an account is missing from it.
  const key = profile.settings['sso_session'] === undefined ? undefined : 'sso_account_id'
  const reason = key === undefined ? 'no-credentials' : 'key-missing'
  return fail('PROFILE_INVALID', { file, line, profile: profile.name, reason, key })
}

function credentialsOf({ sessionToken, ...keys }: NonNullable<NamedProfile['keys']>): TemporaryCredentials {
  return { ...keys, ...(sessionToken === null ? {} : { sessionToken }) }
}

async function throughSource(walk: Walk, profile: NamedProfile): Promise<Result<TemporaryCredentials>> {
  const name = profile.settings['source_profile'] ?? ''
  const source = walk.config.profiles.find((one) => one.name === name)
  if (source === undefined) {
    const { file, line } = profile.place
    return fail('PROFILE_INVALID', { file, line, profile: profile.name, reason: 'source-missing', source: name })
  }
  return assume(walk, profile, await resolve(walk, source.asSource ?? source))
}

async function assume(
  walk: Walk,
  profile: NamedProfile,
  from: Result<TemporaryCredentials>,
): Promise<Result<TemporaryCredentials>> {
  if (!from.ok) return from
  const serial = profile.settings['mfa_serial']
  if (serial === undefined) return walk.steps.assumeRole(profile, from.value)
  return from.value.sessionToken === undefined
    ? throughUserSession(walk, profile, serial, from.value)
    : withCode(walk, profile, serial, from.value)
}

/**
 * A code opens a session of the user's own, and that assumes the role: so one code is good for every role that the user's device is
 * asked for, where AssumeRole would take one for each.
 */
async function throughUserSession(
  { steps, sources }: Walk,
  profile: NamedProfile,
  serial: string,
  keys: TemporaryCredentials,
): Promise<Result<TemporaryCredentials>> {
  const identity = keys.accessKeyId
  const redeem = (code: string): Promise<Result<CodeAnswer>> => steps.userSession(profile, keys, code)
  const wish: CodeWish = { serial, profile: profile.name, identity, redeem }
  const session = sources.mfa.sessionFor(wish)
  if (!session.ok) return session
  const assumed = await steps.assumeRole(profile, session.value)
  if (!assumed.ok && assumed.error.code === 'CREDENTIALS_INVALID') sources.mfa.drop(wish)
  return assumed
}

/** Session keys and roles can open no session of a user's: the code is for this role alone. */
async function withCode(
  { steps, sources }: Walk,
  profile: NamedProfile,
  serial: string,
  source: TemporaryCredentials,
): Promise<Result<TemporaryCredentials>> {
  const redeem = (code: string): Promise<Result<CodeAnswer>> => steps.assumeRoleWithCode(profile, source, code)
  return sources.mfa.sessionFor({ serial, profile: profile.name, identity: `role of ${profile.name}`, redeem })
}
