import type { ChosenDocument } from '#contract/shells.ts'
import type { Favourite, PlaceView, TargetList, TargetView } from '#contract/targets.ts'
import type { Environment } from '#contract/tunnel.ts'
import { favouriteKey, keyAsFavourite, placeKey, targetKey } from '#domain/targets/target-place.ts'

/** Kinds that the list can be narrowed to. A Windows machine is of its own kind, wherever it stands. */
export const kindFilters = ['all', 'instance', 'hybrid', 'windows', 'container'] as const
export type KindFilter = (typeof kindFilters)[number]
export const stateFilters = ['all', 'open', 'closed'] as const
export type StateFilter = (typeof stateFilters)[number]

/** What a person narrowed the list to. */
export interface TargetQuery {
  readonly search: string
  readonly kind: KindFilter
  readonly state: StateFilter
}

/** One line of the list: a target, or a favourite of which nothing is known now. */
export interface TargetLine {
  readonly key: string
  readonly place: PlaceView
  readonly name: string
  readonly target: TargetView | null
  readonly favourite: Favourite | null
  /** The session document that a shell on it is opened by: the favourite's, or the one of the last time. */
  readonly document: ChosenDocument | undefined
}

/**
 * Lines under one heading. `open`: how many of them can be opened; `above`: how many of the place's own stand among the favourites or what was
 * opened last.
 */
export interface TargetGroup {
  readonly key: string
  readonly kind: 'favourites' | 'recent' | 'place'
  /** Null where its lines are of several places. */
  readonly place: PlaceView | null
  readonly lines: readonly TargetLine[]
  readonly open: number
  readonly above: number
}

/** The kind of a target, as the list calls it. */
export function kindOf({ form, system }: TargetView): Exclude<KindFilter, 'all'> {
  return system === 'windows' && form !== 'container' ? 'windows' : form
}

/** Whether a shell can be opened on it as far as is known. */
export function canOpen(target: TargetView | null): boolean {
  return target?.state.kind === 'online'
}

/** Whether EC2 can be asked to start it. */
export function canStart(target: TargetView | null): boolean {
  return target?.form === 'instance' && target.state.kind === 'closed' && target.state.why === 'stopped'
}

/**
 * The list in groups: favourites, what was opened last, then each place. Each line stands once, in the first group that it
 * belongs to; a favourite that was not found stands there with its name alone. A place without lines stays, for what could not be read of it is told there.
 */
export function groupsOf(
  { places, favourites, recent }: TargetList,
  query: TargetQuery,
  environments: readonly Environment[],
): readonly TargetGroup[] {
  const starred = new Map(favourites.map((favourite) => [favouriteKey(favourite), favourite]))
  const lines = places.flatMap((place) => place.targets.map((target) => lineOf(place, target, starred)))
  const found = new Set(lines.flatMap(({ favourite }) => (favourite === null ? [] : [favouriteKey(favourite)])))
  const lost = favourites.filter((favourite) => !found.has(favouriteKey(favourite)))
  const unknown = lost.flatMap((favourite) => lostLine(favourite, places))
  const wanted = [...lines, ...unknown].filter((line) => isWanted(line, query, environments))
  const order = favourites.map(favouriteKey)
  const rank = ({ favourite }: TargetLine): number => (favourite === null ? -1 : order.indexOf(favouriteKey(favourite)))
  const first = wanted.filter(({ favourite }) => favourite !== null).toSorted((a, b) => rank(a) - rank(b))
  const isNarrowed = query.search !== '' || query.kind !== 'all' || query.state !== 'all'
  const others = wanted.filter(({ favourite }) => favourite === null)
  const last = openedLast(others, recent)
  const lastKeys = new Set(last.map(({ key }) => key))
  const above = [...first, ...last]
  const groups = places.map((place) => {
    const own = others.filter((line) => !lastKeys.has(line.key) && line.place === place).toSorted(inOrder)
    return { ...groupOf('place', place, own), above: above.filter((line) => line.place === place).length }
  })
  return [
    ...(first.length === 0 ? [] : [groupOf('favourites', null, first)]),
    ...(last.length === 0 ? [] : [groupOf('recent', null, last)]),
    ...groups.filter(({ lines: own }) => own.length > 0 || !isNarrowed),
  ]
}

/** How many targets there are, whatever the list is narrowed to. */
export function countOf({ places }: TargetList): number {
  return places.reduce((sum, { targets }) => sum + targets.length, 0)
}

/** Lines that are shown as opened last, at the most: a glance, and no history. */
const mostRecent = 5

function openedLast(lines: readonly TargetLine[], recent: readonly Favourite[]): readonly TargetLine[] {
  const known = new Map(
    lines.flatMap((line) => (line.target === null ? [] : [[keyAsFavourite(line.place.place, line.target), line]])),
  )
  return recent.slice(0, mostRecent).flatMap((one) => {
    const line = known.get(favouriteKey(one))
    return line === undefined ? [] : [{ ...line, document: one.document }]
  })
}

function groupOf(kind: TargetGroup['kind'], place: PlaceView | null, lines: readonly TargetLine[]): TargetGroup {
  const open = lines.filter(({ target }) => canOpen(target)).length
  return { key: place?.key ?? kind, kind, place, lines, open, above: 0 }
}

function lineOf(place: PlaceView, target: TargetView, starred: ReadonlyMap<string, Favourite>): TargetLine {
  const favourite = starred.get(keyAsFavourite(place.place, target)) ?? null
  const { document } = favourite ?? {}
  return { key: targetKey(place.place, target.target), place, name: target.name, target, favourite, document }
}

function lostLine(favourite: Favourite, places: readonly PlaceView[]): readonly TargetLine[] {
  const key = placeKey(favourite.place)
  const place = places.find((one) => one.key === key)
  if (place === undefined) return []
  const { name, document } = favourite
  return [{ key: favouriteKey(favourite), place, name, target: null, favourite, document }]
}

const byName = new Intl.Collator(undefined, { numeric: true })

/** Machines before containers, by name; what Systems Manager never heard of comes last. */
function inOrder(one: TargetLine, other: TargetLine): number {
  return rankOf(one) - rankOf(other) || byName.compare(one.name, other.name) || one.key.localeCompare(other.key)
}

function rankOf({ target }: TargetLine): number {
  if (target === null) return 3
  if (target.state.kind === 'closed' && target.state.why === 'not-registered') return 2
  return target.form === 'container' ? 1 : 0
}

function isWanted(line: TargetLine, query: TargetQuery, environments: readonly Environment[]): boolean {
  const { target } = line
  if (query.kind !== 'all' && (target === null || kindOf(target) !== query.kind)) return false
  if (query.state !== 'all' && (query.state === 'open') !== canOpen(target)) return false
  const words = plain(query.search).split(/\s+/).filter(Boolean)
  if (words.length === 0) return true
  const text = plain(textOf(line, environments).join('\n'))
  return words.every((word) => text.includes(word))
}

/** One spelling for what a person takes for the same: wide digits and letters of a Japanese keyboard, small and capital. */
const plain = (text: string): string => text.normalize('NFKC').toLowerCase()

/** Everything that a line is found by. */
function textOf(
  { place, name, target, favourite }: TargetLine,
  environments: readonly Environment[],
): readonly string[] {
  const { account, environment } = place
  const named = environments.find(({ id }) => id === environment)?.name ?? environment ?? ''
  const around = [name, account.name, account.id ?? '', account.role ?? '', place.place.region, named]
  const remembered = favourite?.what.on === 'node' ? [favourite.what.id] : []
  if (target === null) return [...around, ...remembered]
  const own = target.target
  return [
    ...around,
    ...(own.on === 'node' ? [own.id] : [`${own.cluster}/${target.service ?? ''}/${own.container}`, own.task]),
    target.address ?? '',
    target.platform ?? '',
    target.agentVersion ?? '',
    ...target.tags.map(({ key, value }) => `${key}=${value}`),
  ]
}
