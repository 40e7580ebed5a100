import { signInFor } from '#domain/profile/profile.ts'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import type { ProfileRef } from '#contract/tunnel.ts'
import type { AwsConfig, NamedProfile, SsoRole } from './ports.ts'

/** What a reference stands for in the config as it is now. */
export type FoundProfile =
  | { readonly kind: 'role'; readonly role: SsoRole }
  | { readonly kind: 'named'; readonly profile: NamedProfile }

/** PROFILE_INVALID for a profile that is missing or broken; SIGN_IN_UNKNOWN for a permission set whose sign-in is not in the config. */
export function findProfile(config: AwsConfig, ref: ProfileRef): Result<FoundProfile> {
  if (ref.type === 'sso') {
    const session = signInFor(ref, config.sessions)
    if (session === null) return fail('SIGN_IN_UNKNOWN', { session: ref.session, startUrl: ref.startUrl })
    return ok({ kind: 'role', role: { session, accountId: ref.accountId, roleName: ref.roleName } })
  }
  const profile = config.profiles.find(({ name }) => name === ref.name)
  if (!profile) return fail('PROFILE_INVALID', { profile: ref.name, reason: 'missing' })
  if (profile.problem) return { ok: false, error: profile.problem }
  return ok(profile.sso ? { kind: 'role', role: profile.sso } : { kind: 'named', profile })
}

/** The sign-in at the root of a profile's chain of `source_profile`s, or null when it needs no sign-in. */
export function signInOf(config: AwsConfig, found: FoundProfile): SsoSession | null {
  return found.kind === 'role' ? found.role.session : signInFinder(config)(found.profile)
}

/** {@link signInOf} for many profiles of one config: a chain is walked once, and names are looked up by a map. */
export function signInFinder(config: AwsConfig): (profile: NamedProfile) => SsoSession | null {
  const byName = new Map(config.profiles.map((profile) => [profile.name, profile]))
  const known = new Map<NamedProfile, SsoSession | null>()
  return (profile) => {
    const walked = new Set<NamedProfile>()
    let current: NamedProfile | undefined = profile
    while (current !== undefined && !walked.has(current) && !known.has(current) && isLink(current)) {
      walked.add(current)
      const next: NamedProfile | undefined = byName.get(current.settings['source_profile'] ?? '')
      current = next?.asSource ?? next
    }
    const found = current === undefined ? null : (known.get(current) ?? current.sso?.session ?? current.login)
    for (const one of walked) known.set(one, found)
    return found
  }
}

/** True when a role on the way to a profile's credentials asks for a code. */
export function needsCode(config: AwsConfig, found: FoundProfile): boolean {
  const byName = new Map(config.profiles.map((profile) => [profile.name, profile]))
  const walked = new Set<NamedProfile>()
  let current: NamedProfile | undefined = found.kind === 'named' ? found.profile : undefined
  while (current !== undefined && !walked.has(current)) {
    if (asksForCode(current)) return true
    walked.add(current)
    const next: NamedProfile | undefined = isLink(current)
      ? byName.get(current.settings['source_profile'] ?? '')
      : undefined
    current = next?.asSource ?? next
  }
  return false
}

/** As AWS's own tools read it: `mfa_serial` counts where a role is assumed, and nowhere else. */
function asksForCode({ kind, settings }: NamedProfile): boolean {
  return (kind === 'assume-role' || kind === 'credential-source') && settings['mfa_serial'] !== undefined
}

/** True for a profile that stands on another one. */
function isLink({ kind, sso }: NamedProfile): boolean {
  return kind === 'assume-role' && sso === null
}
