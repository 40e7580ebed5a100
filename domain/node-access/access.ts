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

type Granted = Extract<NodeAccessStatus, { kind: 'granted' }>

/** The next state; an event that does not fit the state changes nothing. */
export function afterAccessEvent(status: NodeAccessStatus, event: NodeAccessEvent): NodeAccessStatus {
  if (status.kind === 'granted') return whileGranted(status, event)
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
      return status.kind === 'waiting' ? grantedBy(status.requestId, event) : status
    case 'refused':
      return isOpen(status) ? { kind: 'refused', at: event.at, problem: event.problem } : status
    case 'ended':
      return status
  }
}

/** What was granted holds, whatever becomes of a further request; that one outlives it. */
function whileGranted(status: Granted, event: NodeAccessEvent): NodeAccessStatus {
  const { further } = status
  const isSending = further?.kind === 'sending'
  switch (event.type) {
    case 'needed':
      return status
    case 'sent':
      return isUnderWay(status) ? status : { ...status, further: { kind: 'sending', since: event.at } }
    case 'not-taken':
      return isSending ? { ...status, further: { kind: 'refused', at: event.at, problem: event.problem } } : status
    case 'taken':
      if (!isSending) return status
      return { ...status, further: { kind: 'waiting', since: event.at, requestId: event.requestId } }
    case 'granted':
      return further?.kind === 'waiting' ? grantedBy(further.requestId, event) : status
    case 'refused':
      if (!isUnderWay(status)) return status
      return { ...status, further: { kind: 'refused', at: event.at, problem: event.problem } }
    case 'ended':
      return further === null || further.kind === 'refused' ? { kind: 'ended', at: event.at } : further
  }
}

function grantedBy(requestId: string, { at, until }: Extract<NodeAccessEvent, { type: 'granted' }>): Granted {
  return { kind: 'granted', since: at, until, requestId, further: null }
}

/** True while a further request is on its way, or at the approver's. */
function isUnderWay({ further }: Granted): boolean {
  return further !== null && further.kind !== 'refused'
}

/** The request that an approver has now; null where none is. */
export function requestAtApprover(status: NodeAccessStatus): string | null {
  if (status.kind === 'granted') return status.further?.kind === 'waiting' ? status.further.requestId : null
  return status.kind === 'waiting' ? status.requestId : null
}

/** True while a request may be sent: it was asked for, or what was granted could go on. */
export function mayRequest(status: NodeAccessStatus): boolean {
  return status.kind === 'granted' ? !isUnderWay(status) : status.kind === 'asking'
}

/** True while somebody waits for a person, here or at the approver's. */
export function isOpen(
  status: NodeAccessStatus,
): status is Extract<NodeAccessStatus, { kind: 'asking' | 'sending' | 'waiting' }> {
  return status.kind === 'asking' || status.kind === 'sending' || status.kind === 'waiting'
}

/** How long before its end an access counts as ending, ms. */
const endsSoonMs = 10 * 60_000

/** When access that holds until then begins to end (epoch ms). */
export const endsSoonAt = (until: number): number => until - endsSoonMs

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
