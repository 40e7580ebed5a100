import type { ProfileView, SignInView } from '#contract/sign-in.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { Environment } from '#contract/tunnel.ts'
import { guessEnvironment } from '#domain/environments.ts'
import { profileOf } from '#domain/profile/profile.ts'
import { accountEntryKey, entryKeyOf, profileEntries, type ProfileEntry } from '#domain/profile/profile-entries.ts'
import { formatAccountId } from '#words/format.ts'
import { grouped } from '../../app/grouped.ts'
import { listedProfiles } from '../../app/listed-profiles.ts'
import { profileKey } from '../../app/profile-store.ts'
import { organisationName } from '../../parts/sign-in/organisation-name.ts'

/** One permission set of an account, or what a profile without one gives. */
export interface AccountRole extends ProfileEntry {
  /** Of the profile. */
  readonly key: string
  /** How many tunnels use it. */
  readonly tunnels: number
}

/** One account as a person knows it, however many profiles lead to it. */
export interface AccountLine {
  readonly key: string
  readonly title: string
  readonly accountId: string | null
  readonly region: string | null
  /** Name of its sign-in; null where it needs none. */
  readonly signIn: string | null
  /** The usual one first. */
  readonly roles: readonly [AccountRole, ...AccountRole[]]
  /** What `~/.aws/config` has for it. */
  readonly named: readonly { readonly name: string; readonly region: string | null; readonly roleName: string | null }[]
  readonly tunnels: number
  readonly environment: Environment | null
  readonly usedAt: number | 'now' | null
  readonly isFavourite: boolean
  /** In small letters: what is searched. */
  readonly text: string
}

/** Accounts of one organisation, or those that need no sign-in. */
export interface AccountGroup {
  readonly key: string
  readonly signIn: SignInView | null
  readonly lines: readonly AccountLine[]
}

/** What the list is made of. */
export interface AccountSources {
  readonly profiles: readonly ProfileView[]
  readonly signIns: readonly SignInView[]
  readonly tunnels: readonly TunnelView[]
  readonly environments: readonly Environment[]
  /** By account number: what somebody said that the account is for. */
  readonly said: ReadonlyMap<string, string>
  readonly inUse: ReadonlyMap<string, number | 'now'>
  readonly usedAt: Readonly<Record<string, number>>
  readonly favourites: readonly string[]
  readonly usualRoles: Readonly<Record<string, string>>
}

const byTitle = new Intl.Collator(undefined, { numeric: true })

/** All accounts, without doubles: by organisation, and in it favourites, then what was used last, then by name. */
export function accountGroups(sources: AccountSources): readonly AccountGroup[] {
  const { profiles, signIns } = sources
  const uses = tunnelUses(sources)
  const own = grouped(profiles, accountEntryKey)
  const lines = [...grouped(profileEntries(profiles), ({ profile }) => accountEntryKey(profile))]
    .flatMap(([key, entries]) => lineOf(key, entries, own.get(key) ?? [], uses, sources) ?? [])
    .toSorted(byUse)
  const known = new Set(signIns.map(({ session }) => session.name))
  const groups = signIns.map((signIn) => {
    const { name } = signIn.session
    return { key: `sign-in ${name}`, signIn, lines: lines.filter((line) => line.signIn === name) }
  })
  const rest = lines.filter(({ signIn }) => signIn === null || !known.has(signIn))
  return [...groups, { key: 'file', signIn: null, lines: rest }]
}

/** Those of which everything that was typed is to be found in the account. */
export function matching(lines: readonly AccountLine[], search: string): readonly AccountLine[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return words.length === 0 ? lines : lines.filter(({ text }) => words.every((word) => text.includes(word)))
}

function byUse(one: AccountLine, other: AccountLine): number {
  const favourites = Number(other.isFavourite) - Number(one.isFavourite)
  const used = timeOf(other) - timeOf(one)
  if (favourites !== 0) return favourites
  // Two that are in use now are as far from each other as two that never were.
  return used === 0 || Number.isNaN(used) ? byTitle.compare(one.title, other.title) : used
}

const timeOf = ({ usedAt }: AccountLine): number => (usedAt === 'now' ? Infinity : (usedAt ?? 0))

/** How many tunnels use each role, and what they are for. */
interface TunnelUses {
  readonly ofRole: ReadonlyMap<string, number>
  readonly environments: ReadonlyMap<string, readonly string[]>
}

function tunnelUses({ tunnels, profiles }: AccountSources): TunnelUses {
  const listed = listedProfiles(profiles)
  const ofRole = new Map<string, number>()
  const environments = new Map<string, readonly string[]>()
  for (const tunnel of tunnels) {
    const ref = profileOf(tunnel)
    const profile = ref === null ? null : listed(ref)
    if (profile === null) continue
    const [role, account] = [entryKeyOf(profile), accountEntryKey(profile)]
    ofRole.set(role, (ofRole.get(role) ?? 0) + 1)
    environments.set(account, [...(environments.get(account) ?? []), tunnel.definition.environment])
  }
  return { ofRole, environments }
}

function lineOf(
  key: string,
  entries: readonly ProfileEntry[],
  own: readonly ProfileView[],
  uses: TunnelUses,
  sources: AccountSources,
): AccountLine | null {
  const usual = sources.usualRoles[key]
  const [first, ...others] = entries
    .map((entry) => roleOf(entry, uses))
    .toSorted((one, other) => rankOf(one, usual) - rankOf(other, usual))
  if (first === undefined) return null
  const { title, accountId, signIn } = first.profile
  const usable = own.filter(({ problem }) => problem === null)
  const named = usable.flatMap(({ ref, region, roleName }) =>
    ref.type === 'named' ? [{ name: ref.name, region, roleName }] : [],
  )
  const roles: AccountLine['roles'] = [first, ...others]
  const line = {
    key,
    title,
    accountId,
    region: first.profile.region ?? named[0]?.region ?? null,
    signIn,
    roles,
    named,
    tunnels: roles.reduce((sum, { tunnels }) => sum + tunnels, 0),
    environment: environmentOf({ key, title, accountId }, uses, sources),
    usedAt: sources.inUse.get(key) ?? sources.usedAt[key] ?? null,
    isFavourite: sources.favourites.includes(key),
  }
  return { ...line, text: searched(line, sources.signIns) }
}

function roleOf(entry: ProfileEntry, { ofRole }: TunnelUses): AccountRole {
  return { ...entry, key: profileKey(entry.profile.ref), tunnels: ofRole.get(entryKeyOf(entry.profile)) ?? 0 }
}

/** What somebody chose comes first, then what most tunnels use. */
function rankOf({ key, tunnels }: AccountRole, usual: string | undefined): number {
  return key === usual ? -Infinity : -tunnels
}

/** What somebody said, else what the tunnels are for, production before all else; else what the name tells. */
function environmentOf(
  { key, title, accountId }: Pick<AccountLine, 'key' | 'title' | 'accountId'>,
  { environments: ofTunnels }: TunnelUses,
  { said, environments }: AccountSources,
): Environment | null {
  const told = accountId === null ? undefined : said.get(accountId)
  const ids = told === undefined ? (ofTunnels.get(key) ?? []) : [told]
  const known = environments.filter(({ id }) => ids.includes(id))
  const careful = known.find(({ isProduction }) => isProduction) ?? known[0]
  return careful ?? environments.find(({ id }) => id === guessEnvironment(title, environments)) ?? null
}

function searched(line: Omit<AccountLine, 'text'>, signIns: readonly SignInView[]): string {
  const { title, accountId, roles, named, signIn } = line
  const session = signIns.find(({ session: { name } }) => name === signIn)?.session
  const number = accountId === null ? [] : [accountId, formatAccountId(accountId)]
  const sets = roles.map(({ profile }) => profile.roleName ?? '')
  const organisation = session === undefined ? '' : organisationName(session)
  return [title, ...number, ...sets, ...named.map(({ name }) => name), organisation].join(' ').toLowerCase()
}
