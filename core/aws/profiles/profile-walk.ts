import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { AskedSources, AwsConfig, NamedCredentialsPort, NamedProfile } from '../../app/identity/ports.ts'
import { assumeWithDevice, createDeviceMemory, type DeviceMemory, type DeviceSteps } from './assume-with-device.ts'

/** Where a step of a chain gets credentials, given what the profile says. */
export type CredentialStep = (profile: NamedProfile) => Promise<Result<TemporaryCredentials>>

/** One step for each kind of profile that is neither SSO nor made of keys. */
interface CredentialSteps extends DeviceSteps {
  readonly process: CredentialStep
  readonly webIdentity: CredentialStep
  /** What `credential_source` names. */
  readonly credentialSource: CredentialStep
}

interface Walk {
  readonly steps: CredentialSteps
  readonly config: AwsConfig
  readonly sources: AskedSources
  readonly memory: DeviceMemory
}

/**
 * Credentials of a profile, from the root of its chain on. Chains are walked here, so that a chain may begin at an SSO profile, each
 * role is assumed under a stable session name, and nothing is ever asked of the instance metadata service unless the profile
 * says so.
 */
export function createProfileWalk(steps: CredentialSteps): NamedCredentialsPort {
  const memory = createDeviceMemory()
  return {
    credentialsOf: (profile, config, sources) => resolve({ steps, config, sources, memory }, profile),
    refused: (profile) => memory.refuse(profile),
  }
}

async function resolve(walk: Walk, profile: NamedProfile): Promise<Result<TemporaryCredentials>> {
  const { steps, sources } = walk
  if (profile.problem) return { ok: false, error: profile.problem }
  if (profile.sso) return sources.sso(profile.sso)
  if (profile.login) return sources.login(profile.login)
  if (profile.keys) return ok(credentialsOf(profile.keys))
  if (profile.kind === 'assume-role') return throughSource(walk, profile)
  if (profile.kind === 'credential-source') return assume(walk, profile, await steps.credentialSource(profile))
  if (profile.kind === 'process') return steps.process(profile)
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
  return serial === undefined
    ? walk.steps.assumeRole(profile, from.value)
    : assumeWithDevice(walk, profile, { serial, source: from.value })
}
