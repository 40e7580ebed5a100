import type { ProfileView, SsoSession } from '#contract/sign-in.ts'
import type { TunnelDraft } from '#contract/tunnel.ts'
import { profileOf, signInFor } from '../profile/profile.ts'

/** The profile that the AWS CLI is called with. */
export interface CliProfile {
  readonly name: string
  /** What has to be added to `~/.aws/config` first; null where the profile is there, or nobody can say what it would be. */
  readonly section: string | null
}

/**
 * The profile of `~/.aws/config` that leads where the tunnel does: the tunnel's own, or one that is there for the same account,
 * role and sign-in. Where there is none, the name that `aws configure sso` proposes, with the section that makes it.
 */
export function cliProfileOf(
  tunnel: TunnelDraft,
  profiles: readonly ProfileView[],
  signIns: readonly SsoSession[],
): CliProfile {
  const profile = profileOf(tunnel)
  if (profile === null) return { name: 'default', section: null }
  if (profile.type === 'named') return { name: profile.name, section: null }
  const { accountId, roleName } = profile
  const signIn = signInFor(profile, signIns)
  const same = profiles.flatMap((view) => {
    const leadsThere = view.accountId === accountId && view.roleName === roleName && view.signIn === signIn?.name
    return view.ref.type === 'named' && view.kind === 'sso' && view.problem === null && leadsThere
      ? [view.ref.name]
      : []
  })
  if (same[0] !== undefined) return { name: same[0], section: null }
  const name = `${roleName}-${accountId}`
  if (signIn === null) return { name, section: null }
  const lines = [
    `[profile ${name}]`,
    `sso_session = ${signIn.name}`,
    `sso_account_id = ${accountId}`,
    `sso_role_name = ${roleName}`,
    `region = ${tunnel.definition.region}`,
  ]
  return { name, section: lines.join('\n') }
}
