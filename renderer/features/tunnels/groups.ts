import type { ProfileView } from '#contract/sign-in.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { TunnelStatusKind } from '#contract/status.ts'
import type { Environment } from '#contract/tunnel.ts'
import { environmentOf } from '#domain/environments.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import type { Messages } from '#words/messages.ts'
import type { ListFilter, ListSort } from '../../app/view-store.ts'
import { accountOf } from '../../parts/tunnel/account.ts'
import { countOf, filters } from './list-filters.ts'
import { searchTextOf, searchWords } from './search-text.ts'

/** Tunnels of one environment in one account. */
export interface TunnelGroup {
  readonly key: string
  readonly environment: Environment
  readonly account: string
  /** The account number in groups of four, or empty when the profile does not tell it. */
  readonly accountId: string
  readonly regions: readonly string[]
  readonly tunnels: readonly TunnelView[]
}

/** Which tunnels somebody looks for. */
export interface ListQuery {
  /** Id of an environment, or null for all. */
  readonly environment: string | null
  /** Every word of it must be found in what a row shows. */
  readonly search: string
}

/** Which of those that were found are shown, and how. */
export interface ListOrder {
  readonly filter: ListFilter
  /** The order inside a group; `saved` if left out. */
  readonly sort?: ListSort
}

/** Most urgent first. */
const urgency: readonly TunnelStatusKind[] = [
  'failed',
  'unanswered',
  'reconnecting',
  'unknown',
  'connecting',
  'open',
  'ready',
  'armed',
  'stopped',
]
const byName = new Intl.Collator(['en', 'ja'], { numeric: true, sensitivity: 'base' })
const orders: Record<ListSort, (one: TunnelView, other: TunnelView) => number> = {
  saved: () => 0,
  name: (one, other) => byName.compare(fullName(one), fullName(other)),
  port: (one, other) => one.preference.localPort - other.preference.localPort,
  state: (one, other) => urgency.indexOf(one.status.kind) - urgency.indexOf(other.status.kind),
}

/** The tunnels of one environment, or all. */
function tunnelsIn(tunnels: readonly TunnelView[], environment: string | null): readonly TunnelView[] {
  return environment === null ? tunnels : tunnels.filter((tunnel) => tunnel.definition.environment === environment)
}

/** What is worked out once for a tunnel as it is, and not again while something else changes or somebody types. */
interface ListedTunnel {
  readonly groupKey: string
  readonly environment: Environment
  readonly account: { readonly name: string; readonly id: string }
  /** What a search looks at; nobody needs it before somebody types. */
  text(): string
}

/** Finds and groups tunnels; keeps what it has worked out of each. */
export interface Listing {
  /** The tunnels that an environment and a search leave, whatever they are doing. */
  found(tunnels: readonly TunnelView[], query: ListQuery): readonly TunnelView[]
  /** Those that a filter leaves, in groups by environment; accounts in the order of their first tunnel. */
  groups(found: readonly TunnelView[], order: ListOrder): TunnelGroup[]
}

/** Makes the listing for what is known of accounts and environments; another one is needed when that changes. */
export function createListing(profiles: readonly ProfileView[], environments: readonly Environment[]): Listing {
  const known = new WeakMap<TunnelView, ListedTunnel>()
  const list = (tunnel: TunnelView): ListedTunnel => {
    const environment = environmentOf(environments, tunnel.definition.environment)
    const account = accountOf(tunnel, profiles)
    const groupKey = [environment.id, account.id === '' ? account.name : account.id].join('/')
    let text: string | null = null
    return { groupKey, environment, account, text: () => (text ??= searchTextOf(tunnel, { environment, account })) }
  }
  const listed = (tunnel: TunnelView): ListedTunnel => {
    const before = known.get(tunnel)
    if (before !== undefined) return before
    const made = list(tunnel)
    known.set(tunnel, made)
    return made
  }
  const placeOf = ({ environment }: TunnelGroup): number => {
    const place = environments.indexOf(environment)
    return place < 0 ? environments.length : place
  }
  return {
    found(tunnels, { environment, search }) {
      const words = searchWords(search)
      const inside = tunnelsIn(tunnels, environment)
      if (words.length === 0) return inside
      return inside.filter((tunnel) => words.every((word) => listed(tunnel).text().includes(word)))
    },
    groups(found, { filter, sort = 'saved' }) {
      const groups = byKey(found.filter(filters[filter]), (tunnel) => listed(tunnel).groupKey)
      return [...groups]
        .flatMap(([key, members]) => groupOf(key, sort === 'saved' ? members : members.toSorted(orders[sort]), listed))
        .toSorted((a, b) => placeOf(a) - placeOf(b))
    },
  }
}

function byKey(
  tunnels: readonly TunnelView[],
  keyOf: (tunnel: TunnelView) => string,
): ReadonlyMap<string, readonly TunnelView[]> {
  const groups = new Map<string, TunnelView[]>()
  for (const tunnel of tunnels) {
    const key = keyOf(tunnel)
    const members = groups.get(key)
    if (members === undefined) groups.set(key, [tunnel])
    else members.push(tunnel)
  }
  return groups
}

function groupOf(
  key: string,
  tunnels: readonly TunnelView[],
  listed: (tunnel: TunnelView) => ListedTunnel,
): TunnelGroup[] {
  const [first] = tunnels
  if (first === undefined) return []
  const { environment, account } = listed(first)
  const regions = [...new Set(tunnels.map((tunnel) => tunnel.definition.region))]
  return [{ key, environment, account: account.name, accountId: account.id, regions, tunnels }]
}

/** "2 live, 1 silent, 1 failed"; the number of tunnels when nothing of that is so. */
export function groupSummary(tunnels: readonly TunnelView[], words: Messages): string {
  const liveCount = countOf(tunnels, 'live')
  const silent = tunnels.filter(({ status }) => status.kind === 'unanswered').length
  const failed = tunnels.filter(({ status }) => status.kind === 'failed').length
  const parts = [
    ...(liveCount > 0 ? [words.tunnels.groupLive(liveCount)] : []),
    ...(silent > 0 ? [words.tunnels.groupSilent(silent)] : []),
    ...(failed > 0 ? [words.tunnels.groupFailed(failed)] : []),
  ]
  return parts.length === 0 ? words.tunnels.groupCount(tunnels.length) : parts.join(words.listSeparator)
}
