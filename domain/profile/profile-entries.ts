import type { ProfileView } from '#contract/sign-in.ts'
import type { ProfileRef } from '#contract/tunnel.ts'

/** One role in one account, or one profile that is no such thing: what a person chooses. */
export interface ProfileEntry {
  /** The profile that is taken. */
  readonly profile: ProfileView
  /** Names that `~/.aws/config` has for it besides the one that is shown. */
  readonly alsoNamed: readonly string[]
}

/**
 * The profiles as a person chooses among them: without those that cannot be used, and each permission set of an account once,
 * however many profiles lead to it. `isOwn` says which profile a tunnel has already: of several that lead to the same it is taken,
 * else the one that every computer has.
 */
export function profileEntries(
  profiles: readonly ProfileView[],
  isOwn: (profile: ProfileView) => boolean = () => false,
): readonly ProfileEntry[] {
  const groups = new Map<string, ProfileView[]>()
  for (const profile of profiles) {
    if (profile.problem !== null) continue
    const key = entryKeyOf(profile)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [profile])
    else group.push(profile)
  }
  return [...groups.values()].flatMap((group) => entryOf(group, isOwn) ?? [])
}

/** Equal for profiles that give the same role in the same account by the same sign-in. */
export function entryKeyOf(profile: ProfileView): string {
  const { ref, signIn, accountId, roleName } = profile
  return JSON.stringify(isPermissionSet(profile) ? [signIn, accountId, roleName] : ref)
}

/** Equal for profiles that lead into the same account by the same sign-in; one that needs none stands for itself. */
export function accountEntryKey(profile: ProfileView): string {
  const { ref, signIn, accountId } = profile
  return JSON.stringify(isPermissionSet(profile) ? [signIn, accountId] : ref)
}

function isPermissionSet({ kind, signIn, accountId, roleName }: ProfileView): boolean {
  return kind === 'sso' && signIn !== null && accountId !== null && roleName !== null
}

function entryOf(group: readonly ProfileView[], isOwn: (profile: ProfileView) => boolean): ProfileEntry | null {
  const listed = group.find(({ ref }) => ref.type === 'sso')
  const taken = group.find(isOwn) ?? listed ?? group[0]
  if (taken === undefined) return null
  const title = (listed ?? taken).title
  const names = group.flatMap(({ ref }) => nameOf(ref) ?? [])
  return { profile: { ...taken, title }, alsoNamed: [...new Set(names)].filter((name) => name !== title) }
}

function nameOf(ref: ProfileRef): string | null {
  return ref.type === 'named' ? ref.name : null
}
