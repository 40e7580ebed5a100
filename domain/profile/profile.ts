import { isConsoleSession } from '../console-sign-in/console-session.ts'
import { readStartUrl } from '../start-url/read-start-url.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import type { ProfileRef, TunnelAccount, TunnelDraft } from '#contract/tunnel.ts'

/** The credentials a tunnel is used with. Null when its definition names no permission set and its user no profile. */
export function profileOf({ definition, preference }: TunnelDraft): ProfileRef | null {
  const { profile } = preference
  if (profile.type === 'named') return profile
  const { accountId, roleName, startUrl } = definition.account ?? {}
  if (accountId === undefined || roleName === undefined) return null
  return { ...profile, ...(startUrl === undefined ? {} : { startUrl }), accountId, roleName }
}

/** Where a profile's parts are kept: the account with the tunnel, the local names with the person. */
export interface ChosenProfile {
  readonly account?: TunnelAccount
  readonly profile: TunnelDraft['preference']['profile']
}

/** What choosing a profile puts into a tunnel. `accountId`: where a named profile leads to, if that is known. */
export function chosenProfile(ref: ProfileRef, accountId: string | null): ChosenProfile {
  if (ref.type === 'named') return { ...(accountId === null ? {} : { account: { accountId } }), profile: ref }
  const { type, session, ...account } = ref
  return { account, profile: { type, ...(session === undefined ? {} : { session }) } }
}

/**
 * The sign-in of this computer that gives out a permission set: one at the same access portal, the noted one if there are
 * several; else the noted one by its name, for a portal has more than one address. Null when there is none.
 */
export function signInFor(
  { session, startUrl }: Extract<ProfileRef, { type: 'sso' }>,
  signIns: readonly SsoSession[],
): SsoSession | null {
  const portals = signIns.filter((signIn) => !isConsoleSession(signIn))
  const noted = portals.find(({ name }) => name === session) ?? null
  if (startUrl === undefined) return noted
  const portal = portalOf(startUrl)
  if (noted !== null && portalOf(noted.startUrl) === portal) return noted
  return portals.find((signIn) => portalOf(signIn.startUrl) === portal) ?? noted
}

/** The sign-in of this computer that a tunnel's permission set comes from. Null also with a named profile. */
export function signInOfTunnel(tunnel: TunnelDraft, signIns: readonly SsoSession[]): SsoSession | null {
  const profile = profileOf(tunnel)
  return profile?.type === 'sso' ? signInFor(profile, signIns) : null
}

/**
 * Names of the sign-ins that tunnels use. What a named profile stands on is known of those that are listed.
 */
export function usedSignIns(
  tunnels: readonly TunnelDraft[],
  signIns: readonly SsoSession[],
  listed: readonly { readonly ref: ProfileRef; readonly signIn: string | null }[] = [],
): ReadonlySet<string> {
  const ofNamed = new Map(listed.map(({ ref, signIn }) => [ref.type === 'named' ? ref.name : null, signIn]))
  const used = tunnels.map((tunnel) => {
    const profile = profileOf(tunnel)
    if (profile?.type === 'named') return ofNamed.get(profile.name) ?? null
    return profile === null ? null : (signInFor(profile, signIns)?.name ?? null)
  })
  return new Set(used.filter((name) => name !== null))
}

/** The profile among those that are listed which a reference means: of several sign-ins at one portal, the noted one. */
export function listedProfile<T extends { readonly ref: ProfileRef }>(ref: ProfileRef, listed: readonly T[]): T | null {
  const same = listed.filter((one) => isSame(one.ref, ref))
  return same.find((one) => sessionOf(one.ref) === sessionOf(ref)) ?? same[0] ?? null
}

function isSame(one: ProfileRef, other: ProfileRef): boolean {
  if (one.type === 'named' || other.type === 'named')
    return one.type === 'named' && other.type === 'named' && one.name === other.name
  if (one.accountId !== other.accountId || one.roleName !== other.roleName) return false
  if (one.session !== undefined && one.session === other.session) return true
  if (one.startUrl === undefined || other.startUrl === undefined) return false
  return portalOf(one.startUrl) === portalOf(other.startUrl)
}

function sessionOf(ref: ProfileRef): string | undefined {
  return ref.type === 'sso' ? ref.session : undefined
}

/**
 * A start URL as it can be compared: AWS and people write one portal as `https://acme.awsapps.com/start`, `…/start/`,
 * `…/start#/` or with another case. Text that is no address of a portal stands for itself.
 */
export function portalOf(startUrl: string): string {
  return readStartUrl(startUrl)?.startUrl ?? startUrl.trim()
}
