import type { ProfileView } from '#contract/sign-in.ts'
import type { PlaceView, TargetPlace } from '#contract/targets.ts'
import type { Environment, SavedTunnel } from '#contract/tunnel.ts'
import { listedProfile, profileOf } from '#domain/profile/profile.ts'
import { guessEnvironment } from '#domain/environments.ts'
import { accountKey, placeKey } from '#domain/targets/target-place.ts'
import type { KeptTargets } from './kept-targets.ts'

/** What the list of places is made of. */
export interface PlaceSources {
  readonly tunnels: readonly SavedTunnel[]
  readonly environments: readonly Environment[]
  readonly profiles: readonly ProfileView[]
  readonly kept: KeptTargets
}

/** A place that is looked at, with what it is called. */
export type NamedPlace = Pick<PlaceView, 'key' | 'place' | 'account' | 'environment'>

/**
 * Where targets are looked for: what somebody asked for, what tunnels use and where favourites are; each account and region
 * once, in the order of their environments. Others are not looked at unasked: there may be hundreds.
 */
export function placesOf(sources: PlaceSources): readonly NamedPlace[] {
  const { tunnels, environments, kept } = sources
  const used = tunnels.flatMap((tunnel) => {
    const profile = profileOf(tunnel)
    return profile === null ? [] : [{ profile, region: tunnel.definition.region }]
  })
  const all = [...kept.places, ...mostUsedFirst(used), ...kept.favourites.map(({ place }) => place)]
  const unique = new Map<string, TargetPlace>()
  for (const place of all) if (!unique.has(placeKey(place))) unique.set(placeKey(place), place)
  const order = new Map(environments.map(({ id }, index) => [id, index]))
  const rank = ({ environment }: NamedPlace): number => order.get(environment ?? '') ?? environments.length
  return [...unique.values()]
    .map((place) => namedPlace(place, sources))
    .toSorted((one, other) => rank(one) - rank(other) || one.account.name.localeCompare(other.account.name))
}

/** The role that most tunnels use in an account comes first. */
function mostUsedFirst(places: readonly TargetPlace[]): readonly TargetPlace[] {
  const counts = new Map<string, { readonly place: TargetPlace; count: number }>()
  for (const place of places) {
    const key = JSON.stringify([placeKey(place), place.profile.type === 'sso' ? place.profile.roleName : null])
    const counted = counts.get(key)
    if (counted === undefined) counts.set(key, { place, count: 1 })
    else counted.count += 1
  }
  return [...counts.values()].toSorted((one, other) => other.count - one.count).map(({ place }) => place)
}

/** A place with what its account is called and is for. */
export function namedPlace(place: TargetPlace, sources: PlaceSources): NamedPlace {
  const { profile } = place
  const listed = listedProfile(profile, sources.profiles)
  const id = profile.type === 'sso' ? profile.accountId : (listed?.accountId ?? null)
  const role = profile.type === 'sso' ? profile.roleName : (listed?.roleName ?? null)
  const name = listed?.title ?? (profile.type === 'sso' ? profile.accountId : profile.name)
  const environment = environmentAt(place, sources)?.id ?? guessEnvironment(name, sources.environments)
  return { key: placeKey(place), place, account: { id, name, role }, environment }
}

/**
 * What an account is for: what somebody said, else what its tunnels are for; production as soon as one of them
 * is. Null when nothing tells. A named profile is also known by the account that it leads to.
 */
function environmentAt(
  place: TargetPlace,
  { tunnels, environments, profiles, kept }: PlaceSources,
): Environment | null {
  const keys = accountKeys(place, profiles)
  const said = keys.map((key) => kept.environments[key])
  const ofTunnels = tunnels.filter((tunnel) => leadsTo(tunnel, keys)).map(({ definition }) => definition.environment)
  return mostCareful(said, environments) ?? mostCareful(ofTunnels, environments)
}

function accountKeys(place: TargetPlace, profiles: readonly ProfileView[]): readonly string[] {
  const id = listedProfile(place.profile, profiles)?.accountId ?? null
  return [accountKey(place), ...(id === null ? [] : [id])]
}

function leadsTo(tunnel: SavedTunnel, accounts: readonly string[]): boolean {
  const profile = profileOf(tunnel)
  const { region, account } = tunnel.definition
  const own = profile === null ? [] : [accountKey({ profile, region })]
  return [...own, account?.accountId ?? ''].some((key) => accounts.includes(key))
}

function mostCareful(ids: readonly (string | undefined)[], environments: readonly Environment[]): Environment | null {
  const known = environments.filter(({ id }) => ids.includes(id))
  return known.find(({ isProduction }) => isProduction) ?? known[0] ?? null
}
