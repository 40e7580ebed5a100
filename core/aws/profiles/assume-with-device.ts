import type { Result } from '#contract/result.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import { ok } from '#domain/result.ts'
import type { AskedSources, CodeAnswer, CodeWish, NamedProfile, RoleSessionStore } from '../../app/identity/ports.ts'

/** What STS is asked for a profile's role. */
export interface DeviceSteps {
  assumeRole(profile: NamedProfile, source: TemporaryCredentials): Promise<Result<TemporaryCredentials>>
  /** The role, with a code of the profile's `mfa_serial`. */
  assumeRoleWithCode(profile: NamedProfile, source: TemporaryCredentials, code: string): Promise<Result<CodeAnswer>>
  /** A session of the user whose long-lived keys these are, with a code of the profile's `mfa_serial`. */
  userSession(profile: NamedProfile, keys: TemporaryCredentials, code: string): Promise<Result<CodeAnswer>>
  /** Where the AWS CLI keeps the roles that it asked a code for. */
  readonly shared: RoleSessionStore
}

/** What was learnt of devices and of the roles behind them, until the app quits. */
export interface DeviceMemory {
  /** Users, by their access key, who may open no session of their own: their codes go with AssumeRole. */
  readonly direct: Set<string>
  /** Notes what a profile was given. */
  give(profile: string, credentials: TemporaryCredentials): void
  /** AWS takes what the profile was given no more. */
  refuse(profile: string): void
  isRefused(credentials: TemporaryCredentials): boolean
}

export function createDeviceMemory(): DeviceMemory {
  const given = new Map<string, string>()
  const refused = new Set<string>()
  return {
    direct: new Set(),
    give: (profile, { accessKeyId }) => void given.set(profile, accessKeyId),
    refuse(profile) {
      const key = given.get(profile)
      if (key !== undefined) refused.add(key)
    },
    isRefused: ({ accessKeyId }) => refused.has(accessKeyId),
  }
}

interface DeviceWalk {
  readonly steps: DeviceSteps
  readonly sources: AskedSources
  readonly memory: DeviceMemory
}

/** The device that a profile names, and the credentials that its role is assumed with. */
interface DeviceOf {
  readonly serial: string
  readonly source: TemporaryCredentials
}

/** The role of a profile with `mfa_serial`: as the AWS CLI has it already, or with a code. */
export async function assumeWithDevice(
  walk: DeviceWalk,
  profile: NamedProfile,
  device: DeviceOf,
): Promise<Result<TemporaryCredentials>> {
  const { memory, steps } = walk
  const shared = await steps.shared.read(profile)
  if (shared !== null && !memory.isRefused(shared)) {
    memory.give(profile.name, shared)
    return ok(shared)
  }
  const canOpenSession = device.source.sessionToken === undefined && !memory.direct.has(device.source.accessKeyId)
  const assumed = await (canOpenSession ? throughUserSession : withCode)(walk, profile, device)
  if (!assumed.ok) return assumed
  memory.give(profile.name, assumed.value)
  // It would only have saved the CLI's user a code.
  await steps.shared.write(profile, assumed.value).catch(() => {})
  return assumed
}

/**
 * A code opens a session of the user's own, and that assumes the role: so one code is good for every role that the user's device is
 * asked for, where AssumeRole would take one for each.
 */
async function throughUserSession(
  walk: DeviceWalk,
  profile: NamedProfile,
  { serial, source }: DeviceOf,
): Promise<Result<TemporaryCredentials>> {
  const { steps, sources } = walk
  const redeem = (code: string): Promise<Result<CodeAnswer>> => openSession(walk, profile, { serial, source }, code)
  const wish: CodeWish = { serial, profile: profile.name, identity: source.accessKeyId, redeem }
  const session = sources.mfa.sessionFor(wish)
  if (!session.ok) return session
  const assumed = await steps.assumeRole(profile, session.value)
  if (!assumed.ok && assumed.error.code === 'CREDENTIALS_INVALID') sources.mfa.drop(wish)
  return assumed
}

/** Where a policy denies the user a session, the same code goes with AssumeRole, and is for this role alone. */
async function openSession(
  { steps, sources, memory }: DeviceWalk,
  profile: NamedProfile,
  device: DeviceOf,
  code: string,
): Promise<Result<CodeAnswer>> {
  const opened = await steps.userSession(profile, device.source, code)
  if (opened.ok || opened.error.code !== 'ACCESS_DENIED') return opened
  memory.direct.add(device.source.accessKeyId)
  const assumed = await steps.assumeRoleWithCode(profile, device.source, code)
  if (assumed.ok && assumed.value.kind === 'granted') {
    sources.mfa.put(wishForRole(steps, profile, device), assumed.value.credentials)
  }
  return assumed
}

/** Session keys and roles can open no session of a user's: the code is for this role alone. */
async function withCode(
  { steps, sources }: DeviceWalk,
  profile: NamedProfile,
  device: DeviceOf,
): Promise<Result<TemporaryCredentials>> {
  return sources.mfa.sessionFor(wishForRole(steps, profile, device))
}

function wishForRole(steps: DeviceSteps, profile: NamedProfile, { serial, source }: DeviceOf): CodeWish {
  const redeem = (code: string): Promise<Result<CodeAnswer>> => steps.assumeRoleWithCode(profile, source, code)
  return { serial, profile: profile.name, identity: `role of ${profile.name}`, redeem }
}
