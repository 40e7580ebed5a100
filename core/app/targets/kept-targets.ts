import type { Favourite, TargetPlace } from '#contract/targets.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import { keptParameters } from '#domain/document-parameters/fill-parameters.ts'
import { favouriteKey, placeKey } from '#domain/targets/target-place.ts'

/** What is remembered of targets; nothing of it comes from AWS but names that somebody starred or opened. */
export interface KeptTargets {
  readonly favourites: readonly Favourite[]
  /** Opened last, newest first. */
  readonly recent: readonly Favourite[]
  /** Accounts in regions that somebody asked for, besides those of tunnels. */
  readonly places: readonly TargetPlace[]
  /** Environment ids by account; see `accountKey`. */
  readonly environments: Readonly<Record<string, string>>
  /** Days (`2026-11-29`) until whose end shells on production are not asked about, by account. */
  readonly agreed: Readonly<Record<string, string>>
}

/** The file of it. Loading keeps a corrupt one aside and says so. */
export interface KeptTargetsStore {
  load(): Promise<{ readonly kept: KeptTargets; readonly problems: readonly Problem[] }>
  /** Atomic. CATALOG_NOT_WRITTEN on failure. */
  save(kept: KeptTargets): Promise<Result<void>>
}

export const nothingKept: KeptTargets = { favourites: [], recent: [], places: [], environments: {}, agreed: {} }

const mostRecent = 8
const mostFavourites = 200

/** With a favourite more, at the end, or without it; one that is there already is changed in its place. */
export function starred(kept: KeptTargets, favourite: Favourite, wish: 'on' | 'off'): KeptTargets {
  const key = favouriteKey(favourite)
  const isThis = (one: Favourite): boolean => favouriteKey(one) === key
  const wanted = withoutSecrets(favourite)
  if (wish === 'off') return { ...kept, favourites: kept.favourites.filter((one) => !isThis(one)) }
  const favourites = kept.favourites.some(isThis)
    ? kept.favourites.map((one) => (isThis(one) ? wanted : one))
    : [...kept.favourites, wanted].slice(-mostFavourites)
  return { ...kept, favourites }
}

/** A parameter that is called like a secret is kept without its value. */
function withoutSecrets(favourite: Favourite): Favourite {
  const { document } = favourite
  if (document === undefined) return favourite
  return { ...favourite, document: { ...document, parameters: keptParameters(document.parameters) } }
}

/** With what was just opened in front. */
export function openedNow(kept: KeptTargets, opened: Favourite): KeptTargets {
  const key = favouriteKey(opened)
  const others = kept.recent.filter((one) => favouriteKey(one) !== key)
  return { ...kept, recent: [withoutSecrets(opened), ...others].slice(0, mostRecent) }
}

/** With a place more; one for the same account and region makes room, for another role may see more. */
export function withPlace(kept: KeptTargets, place: TargetPlace): KeptTargets {
  return { ...kept, places: [...withoutPlace(kept, placeKey(place)).places, place] }
}

/** Without the place of that key. */
export function withoutPlace(kept: KeptTargets, key: string): KeptTargets {
  return { ...kept, places: kept.places.filter((place) => placeKey(place) !== key) }
}

/** With an account in an environment, or in none. */
export function inEnvironment(kept: KeptTargets, account: string, environment: string | null): KeptTargets {
  const { [account]: _before, ...others } = kept.environments
  return { ...kept, environments: environment === null ? others : { ...others, [account]: environment } }
}

/** Without another question about the account until the day is over. Days that are over are forgotten. */
export function agreedOn(kept: KeptTargets, account: string, day: string): KeptTargets {
  const today = Object.entries(kept.agreed).filter(([, agreed]) => agreed === day)
  return { ...kept, agreed: { ...Object.fromEntries(today), [account]: day } }
}

/** The day of the computer's own calendar: `2026-11-29`. */
export function dayOf(now: number): string {
  const date = new Date(now)
  const two = (value: number): string => String(value).padStart(2, '0')
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`
}
