import type { ProfileView } from '#contract/sign-in.ts'
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

/**
 * What saved tunnels know of targets and accounts. Those without a profile lead nowhere, and in containers no SSH server is to be
 * expected.
 */
export function sshPlacesOf(tunnels: readonly KnownTunnel[], profiles: readonly ProfileView[]): SshPlaces {
  const places = new Map<string, SshPlace>()
  const targets = new Map<string, SshTarget>()
  for (const { tunnel, found } of tunnels) {
    const place = placeOf(tunnel, profiles)
    const { target: rule } = tunnel.definition
    if (place === null || rule.by === 'ecs') continue
    const key = JSON.stringify([place.profile, place.region])
    if (!places.has(key)) places.set(key, place)
    const at = places.get(key) ?? place
    add(targets, key, { place: at, rule, names: namesOf(rule) })
    if (found === null) continue
    const names = found.name === null ? [found.id] : [found.id, found.name]
    add(targets, key, { place: at, rule: { by: 'id', id: found.id }, names })
  }
  return { places: [...places.values()], targets: [...targets.values()] }
}

function add(targets: Map<string, SshTarget>, placeKey: string, target: SshTarget): void {
  const key = `${placeKey} ${JSON.stringify(target.rule)}`
  const known = targets.get(key)
  const names = known === undefined ? target.names : [...new Set([...known.names, ...target.names])]
  targets.set(key, { ...target, names })
}

function placeOf(tunnel: SavedTunnel, profiles: readonly ProfileView[]): SshPlace | null {
  const profile = profileOf(tunnel)
  if (profile === null) return null
  const number = tunnel.definition.account?.accountId ?? listedProfile(profile, profiles)?.accountId ?? null
  const titles = profiles
    .filter(({ accountId }) => accountId !== null && accountId === number)
    .map(({ title }) => title)
  const own = profile.type === 'named' ? [profile.name] : []
  const accounts = new Set([...titles, ...own, ...(number === null ? [] : [number])])
  return { profile, region: tunnel.definition.region, accounts: [...accounts] }
}

function namesOf(rule: Exclude<TargetRule, { by: 'ecs' }>): readonly string[] {
  if (rule.by === 'id') return [rule.id]
  const [only] = rule.tags
  // A host name has no blanks in it.
  const tags = ruleText(rule).replaceAll(', ', ',')
  return rule.tags.length === 1 && only?.key === 'Name' ? [only.value, tags] : [tags]
}
