import type { NodeAccessStatus } from '#contract/node-access.ts'
import type { Problem } from '#contract/problem.ts'

/** What happens to access to a node; times are epoch ms. */
export type NodeAccessEvent =
  /** A session was refused, and access can be asked for. */
  | { readonly type: 'needed'; readonly at: number; readonly expiresAt: number }
  | { readonly type: 'sent'; readonly at: number }
  /** AWS did not take the request: the question stays open. */
  | { readonly type: 'not-taken'; readonly at: number; readonly expiresAt: number; readonly problem: Problem }
  | { readonly type: 'taken'; readonly at: number; readonly requestId: string }
  | { readonly type: 'granted'; readonly at: number; readonly until: number }
  /** Nobody asked, somebody withdrew, or an approver decided against it. */
  | { readonly type: 'refused'; readonly at: number; readonly problem: Problem }
  | { readonly type: 'ended'; readonly at: number }

/** The next state; an event that does not fit the state changes nothing. */
export function afterAccessEvent(status: NodeAccessStatus, event: NodeAccessEvent): NodeAccessStatus {
  switch (event.type) {
    case 'needed':
      if (isOpen(status)) return status
      return { kind: 'asking', since: event.at, expiresAt: event.expiresAt, refused: null }
    case 'sent':
      return status.kind === 'asking' ? { kind: 'sending', since: event.at } : status
    case 'not-taken':
      if (status.kind !== 'sending') return status
      return { kind: 'asking', since: event.at, expiresAt: event.expiresAt, refused: event.problem }
    case 'taken':
      return status.kind === 'sending' ? { kind: 'waiting', since: event.at, requestId: event.requestId } : status
    case 'granted':
      if (status.kind !== 'waiting') return status
      return { kind: 'granted', since: event.at, until: event.until, requestId: status.requestId }
    case 'refused':
      return isOpen(status) || status.kind === 'granted'
        ? { kind: 'refused', at: event.at, problem: event.problem }
        : status
    case 'ended':
      return status.kind === 'granted' ? { kind: 'ended', at: event.at } : status
  }
}

/** True while somebody waits for a person, here or at the approver's. */
export function isOpen(
  status: NodeAccessStatus,
): status is Extract<NodeAccessStatus, { kind: 'asking' | 'sending' | 'waiting' }> {
  return status.kind === 'asking' || status.kind === 'sending' || status.kind === 'waiting'
}

/** How long before its end an access counts as ending, ms. */
const endsSoonMs = 5 * 60_000

/** What is left of granted access, ms; null where there is none. `soon`: it is time to ask for more. */
export function timeLeft(
  status: NodeAccessStatus,
  now: number,
): { readonly ms: number; readonly soon: boolean } | null {
  if (status.kind !== 'granted' || status.until <= now) return null
  const ms = status.until - now
  return { ms, soon: ms <= endsSoonMs }
}

/** A reason as the service takes it: it has no field for a ticket. */
export function reasonWith(reason: string, ticket: string): string {
  return ticket === '' ? reason : `${ticket}: ${reason}`
}
