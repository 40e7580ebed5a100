import type { TunnelView } from '#contract/snapshot.ts'
import { isLive } from '#domain/tunnel/open-session.ts'
import type { ListFilter } from '../../app/view-store.ts'

const attention: ReadonlySet<string> = new Set(['failed', 'reconnecting', 'unanswered'])

/** Broken, or not over by itself in a moment: an agent that says nothing, a sign-in that somebody is to do. */
const needsAttention = ({ status }: TunnelView): boolean =>
  attention.has(status.kind) || (status.kind === 'unknown' && status.why !== undefined)

/** Which tunnels each filter of the list leaves; a search for a filter's name finds the same ones. */
export const filters: Record<ListFilter, (tunnel: TunnelView) => boolean> = {
  all: () => true,
  live: ({ status }) => isLive(status),
  armed: ({ status }) => status.kind === 'armed',
  attention: needsAttention,
}

/** How many tunnels a filter would leave. */
export const countOf = (tunnels: readonly TunnelView[], filter: ListFilter): number =>
  tunnels.filter(filters[filter]).length
