import type { HopOf, TunnelStatus } from '#contract/status.ts'

/** True while a session is open behind the port, whatever is known of the database at its end. */
export function hasOpenSession({ kind }: Pick<TunnelStatus, 'kind'>): boolean {
  return kind === 'open' || kind === 'unanswered' || kind === 'ready'
}

/** True while a tunnel is worth being called live: its session is open, and its database is not silent. */
export function isLive(status: Pick<TunnelStatus, 'kind'>): boolean {
  return hasOpenSession(status) && status.kind !== 'unanswered'
}

/** How many sessions of a tunnel are open at AWS: those that drain, and those beside the one that serves, among them. */
export function openSessions({ health, facts }: HopOf<'session'>): number {
  return Math.max(health === 'ok' ? 1 : 0, facts?.lanes.length ?? 0)
}
