import type { ProfileView } from '#contract/sign-in.ts'
import type { Favourite } from '#contract/targets.ts'
import type { ProfileRef, SavedTunnel, TargetRule } from '#contract/tunnel.ts'
import { listedProfile, profileOf } from '../profile/profile.ts'
import { ruleText } from '../tunnel-text/target-rule.ts'

/** Where SSH sessions may be started: one profile in one region. */
export interface SshPlace {
  readonly profile: ProfileRef
  readonly region: string
  /** What the account is called in host names, the best first: its name, the profile's, its number. */
  readonly accounts: readonly string[]
}

/** A target that the app knows, with the names it goes by. */
export interface SshTarget {
  readonly place: SshPlace
  readonly rule: TargetRule
  /** Its Name tag, its tags as `Role=bastion`, its id: each alone stands for it. */
  readonly names: readonly string[]
  /** Those of them that nobody gave it who may tag it: its id, what a rule of the user's says, and what a favourite is called. */
  readonly chosen: readonly string[]
  /** Who one is there, as far as is known. */
  readonly user?: string
}

/** Everything that a host name can lead to. */
export interface SshPlaces {
  readonly places: readonly SshPlace[]
  readonly targets: readonly SshTarget[]
}

/** A saved tunnel, with the node that its rule found last, where that is known. */
export interface KnownTunnel {
  readonly tunnel: SavedTunnel
  readonly found: { readonly id: string; readonly name: string | null } | null
}

/** What is known besides tunnels. */
interface KnownBesides {
  readonly favourites?: readonly Pick<Favourite, 'place' | 'what' | 'name'>[]
  /** Who one is on a node over SSH; null where nobody knows. */
  userOf?(nodeId: string): string | null
}

/**
 * What saved tunnels and favourites know of targets and accounts. Those without a profile lead nowhere, and in containers no SSH server is to be
 * expected.
 */
export function sshPlacesOf(
  tunnels: readonly KnownTunnel[],
  profiles: readonly ProfileView[],
  { favourites = [], userOf = () => null }: KnownBesides = {},
): SshPlaces {
  const places = new Map<string, SshPlace>()
  const targets = new Map<string, SshTarget>()
  for (const { tunnel, found } of tunnels) {
    const place = placeOf(tunnel, profiles)
    const { target: rule } = tunnel.definition
    if (place === null || rule.by === 'ecs') continue
    const key = JSON.stringify([place.profile, place.region])
    if (!places.has(key)) places.set(key, place)
    const at = places.get(key) ?? place
    add(targets, key, withNames({ place: at, rule }, namesOf(rule)))
    if (found === null) continue
    const tagged = found.name === null ? [] : [found.name]
    add(targets, key, withNames({ place: at, rule: { by: 'id', id: found.id } }, [found.id], tagged))
  }
  for (const { place: at, what, name } of favourites) {
    if (what.on !== 'node') continue
    const key = JSON.stringify([at.profile, at.region])
    const place = places.get(key) ?? { ...at, accounts: accountNames(at.profile, profiles, null) }
    places.set(key, place)
    add(targets, key, withNames({ place, rule: { by: 'id', id: what.id } }, [what.id, ...hostNames(name)]))
  }
  return { places: [...places.values()], targets: [...targets.values()].map((target) => withUser(target, userOf)) }
}

/** A favourite's name as it is, and as a host name can be written. */
function hostNames(name: string): readonly string[] {
  const plain = name
    .trim()
    .replace(/[^A-Za-z0-9_.-]+/g, '-')
    .replace(/^-+|-+$/g, '')
  return [...new Set([name, plain])].filter((one) => one !== '')
}

function withUser(target: SshTarget, userOf: (nodeId: string) => string | null): SshTarget {
  const user = target.rule.by === 'id' ? userOf(target.rule.id) : null
  return user === null ? target : { ...target, user }
}

function add(targets: Map<string, SshTarget>, placeKey: string, target: SshTarget): void {
  const key = `${placeKey} ${JSON.stringify(target.rule)}`
  const known = targets.get(key)
  const names = [...new Set([...(known?.names ?? []), ...target.names])]
  const chosen = [...new Set([...(known?.chosen ?? []), ...target.chosen])]
  targets.set(key, { ...target, names, chosen })
}

/** `tagged`: names that are read from the target itself. */
function withNames(
  at: Pick<SshTarget, 'place' | 'rule'>,
  chosen: readonly string[],
  tagged: readonly string[] = [],
): SshTarget {
  return { ...at, names: [...chosen, ...tagged], chosen }
}

function placeOf(tunnel: SavedTunnel, profiles: readonly ProfileView[]): SshPlace | null {
  const profile = profileOf(tunnel)
  if (profile === null) return null
  const accounts = accountNames(profile, profiles, tunnel.definition.account?.accountId ?? null)
  return { profile, region: tunnel.definition.region, accounts }
}

/** What an account is called: its name, the profile's, its number. `known`: the number, where it is known already. */
function accountNames(profile: ProfileRef, profiles: readonly ProfileView[], known: string | null): readonly string[] {
  const number = known ?? listedProfile(profile, profiles)?.accountId ?? null
  const titles = profiles
    .filter(({ accountId }) => accountId !== null && accountId === number)
    .map(({ title }) => title)
  const own = profile.type === 'named' ? [profile.name] : []
  return [...new Set([...titles, ...own, ...(number === null ? [] : [number])])]
}

function namesOf(rule: Exclude<TargetRule, { by: 'ecs' }>): readonly string[] {
  if (rule.by === 'id') return [rule.id]
  if (rule.by !== 'tag') return [ruleText(rule)]
  const [only] = rule.tags
  // A host name has no blanks in it.
  const tags = ruleText(rule).replaceAll(', ', ',')
  return rule.tags.length === 1 && only?.key === 'Name' ? [only.value, tags] : [tags]
}
