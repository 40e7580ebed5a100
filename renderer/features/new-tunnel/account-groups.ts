import type { ProfileView, SignInView } from '#contract/sign-in.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { listedProfile, profileOf } from '#domain/profile/profile.ts'
import { profileEntries, type ProfileEntry } from '#domain/profile/profile-entries.ts'
import { profileKey } from '../../app/profile-store.ts'
import { isLeftOut } from '../../parts/account/left-out.ts'

/** Accounts and roles under one heading. */
export type AccountGroup =
  | { readonly kind: 'recent'; readonly entries: readonly ProfileEntry[] }
  | { readonly kind: 'file'; readonly entries: readonly ProfileEntry[] }
  | { readonly kind: 'sign-in'; readonly signIn: SignInView; readonly entries: readonly ProfileEntry[] }

/** With fewer accounts than this everything is in sight, and what was used last needs no group of its own. */
const fewEntries = 8
const recentEntries = 5

/** What the groups are made of. */
export interface AccountSources {
  readonly profiles: readonly ProfileView[]
  readonly signIns: readonly SignInView[]
  readonly tunnels: readonly TunnelView[]
  /** Keys of profiles that were chosen, the last one first. */
  readonly recent: readonly string[]
  readonly leftOut: readonly string[]
  /** Key of the profile that is chosen. */
  readonly chosen: string
}

/** Accounts and roles as they are chosen from: last used first, then by organisation, then what needs no sign-in. */
export function accountGroups(sources: AccountSources): readonly AccountGroup[] {
  const { profiles, signIns, leftOut, chosen } = sources
  const isChosen = (profile: ProfileView): boolean => profileKey(profile.ref) === chosen
  const shown = profiles.filter((profile) => isChosen(profile) || !isLeftOut(profile, leftOut))
  const rankOf = rankBy(sources)
  const sorted = profileEntries(shown, isChosen).toSorted(
    (a, b) => rankOf(a) - rankOf(b) || byTitle.compare(titleOf(a), titleOf(b)),
  )
  const recent =
    sorted.length < fewEntries ? [] : sorted.filter((one) => rankOf(one) < neverUsed).slice(0, recentEntries)
  const rest = sorted.filter((one) => !recent.includes(one))
  const of = (name: string): readonly ProfileEntry[] => rest.filter(({ profile }) => profile.signIn === name)
  const known = new Set(signIns.map(({ session }) => session.name))
  const groups: readonly AccountGroup[] = [
    { kind: 'recent', entries: recent },
    ...signIns.map((signIn) => ({
      kind: 'sign-in' as const,
      signIn,
      entries: of(signIn.session.name),
    })),
    { kind: 'file', entries: rest.filter(({ profile }) => profile.signIn === null || !known.has(profile.signIn)) },
  ]
  return groups.filter(({ entries }) => entries.length > 0)
}

const byTitle = new Intl.Collator(undefined, { numeric: true })
const titleOf = ({ profile }: ProfileEntry): string => `${profile.title} ${profile.roleName ?? ''}`
const neverUsed = Number.MAX_SAFE_INTEGER

/** Lower for what was used later: chosen here, else used by tunnels, the more the better. */
function rankBy({ profiles, tunnels, recent }: AccountSources): (entry: ProfileEntry) => number {
  const uses = new Map<string, number>()
  for (const tunnel of tunnels) {
    const ref = profileOf(tunnel)
    const listed = ref === null ? null : listedProfile(ref, profiles)
    if (listed !== null) uses.set(profileKey(listed.ref), (uses.get(profileKey(listed.ref)) ?? 0) + 1)
  }
  return ({ profile }) => {
    const key = profileKey(profile.ref)
    const at = recent.indexOf(key)
    if (at >= 0) return at
    const count = uses.get(key) ?? 0
    return count === 0 ? neverUsed : recent.length + 1_000_000 - count
  }
}
