import type { TunnelView } from '#contract/snapshot.ts'
import type { ProfileView } from '#contract/sign-in.ts'
import type { Environment } from '#contract/tunnel.ts'
import { environmentOf } from '#domain/environments.ts'
import { hasOpenSession } from '#domain/tunnel/open-session.ts'
import { localAddress } from '#domain/tunnel-text/local-address.ts'
import type { ListFilter } from '../../app/view-store.ts'
import type { Messages } from '#words/messages.ts'
import { accountOf } from '../../parts/tunnel/account.ts'

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

const groupKey = (tunnel: TunnelView, profiles: readonly ProfileView[]): string => {
  const account = accountOf(tunnel, profiles)
  return [tunnel.definition.environment, account.id === '' ? account.name : account.id].join('/')
}

/** Groups by environment, then account; the order of the tunnels inside is main's. */
export function groupTunnels(
  tunnels: readonly TunnelView[],
  profiles: readonly ProfileView[],
  environments: readonly Environment[],
): TunnelGroup[] {
  const groups = new Map<string, TunnelView[]>()
  for (const tunnel of tunnels) {
    const key = groupKey(tunnel, profiles)
    groups.set(key, [...(groups.get(key) ?? []), tunnel])
  }
  const list = [...groups].flatMap(([key, members]) => {
    const [first] = members
    if (first === undefined) return []
    const account = accountOf(first, profiles)
    const regions = [...new Set(members.map((member) => member.definition.region))]
    return [
      {
        key,
        environment: environmentOf(environments, first.definition.environment),
        account: account.name,
        accountId: account.id,
        regions,
        tunnels: members,
      },
    ]
  })
  const scopeOf = ({ environment }: TunnelGroup): number => environments.indexOf(environment)
  return list.toSorted((a, b) => scopeOf(a) - scopeOf(b))
}

const live = (tunnel: TunnelView): boolean => hasOpenSession(tunnel.status)
const attention: ReadonlySet<string> = new Set(['failed', 'reconnecting', 'unanswered'])
const needsAttention = (tunnel: TunnelView): boolean => attention.has(tunnel.status.kind)

const filters: Record<ListFilter, (tunnel: TunnelView) => boolean> = {
  all: () => true,
  live,
  armed: (tunnel) => tunnel.status.kind === 'armed',
  attention: needsAttention,
}

export const countOf = (tunnels: readonly TunnelView[], filter: ListFilter): number =>
  tunnels.filter(filters[filter]).length

function matches(tunnel: TunnelView, search: string): boolean {
  const { name, label = '', endpoint } = tunnel.definition
  const { localPort } = tunnel.preference
  const text =
    `${name} ${label} ${localPort} ${localAddress(tunnel.preference.localPort)} ${endpoint.host}:${endpoint.port}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word))
}

interface ListQuery {
  readonly filter: ListFilter
  /** Id of an environment, or null for all. */
  readonly environment: string | null
  readonly search: string
}

/** The tunnels a query leaves. Every word of the search must be found in name, label, port or host. */
export function queryTunnels(tunnels: readonly TunnelView[], query: ListQuery): TunnelView[] {
  return tunnels.filter(
    (tunnel) =>
      filters[query.filter](tunnel) &&
      (query.environment === null || tunnel.definition.environment === query.environment) &&
      matches(tunnel, query.search.trim()),
  )
}

/** "2 live, 1 failed"; the number of tunnels when nothing is open. */
export function groupSummary(tunnels: readonly TunnelView[], words: Messages): string {
  const liveCount = countOf(tunnels, 'live')
  const failed = tunnels.filter((tunnel) => tunnel.status.kind === 'failed').length
  const parts = [
    ...(liveCount > 0 ? [words.tunnels.groupLive(liveCount)] : []),
    ...(failed > 0 ? [words.tunnels.groupFailed(failed)] : []),
  ]
  return parts.length === 0 ? words.tunnels.groupCount(tunnels.length) : parts.join(words.listSeparator)
}

/** How many rows of each group are among the first `limit` of the list. */
export function rowsWithin(
  groups: readonly { readonly tunnels: readonly unknown[] }[],
  limit: number,
): readonly number[] {
  const sizes = groups.map(({ tunnels }) => tunnels.length)
  return sizes.map((size, index) => {
    const before = sizes.slice(0, index).reduce((sum, rows) => sum + rows, 0)
    return Math.max(0, Math.min(size, limit - before))
  })
}
