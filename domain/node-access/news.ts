import type { NodeAccessStatus } from '#contract/node-access.ts'
import { endsSoonAt } from './access.ts'

/** What a person who does not look at the window wants to hear of access to a node. */
export type AccessNews = 'needed' | 'approved' | 'refused'

/** What a change is worth telling; null for what a person has just done, or what is no news. */
export function accessNews(before: NodeAccessStatus | undefined, after: NodeAccessStatus): AccessNews | null {
  if (after.kind === 'asking') return before?.kind === 'sending' || before?.kind === 'asking' ? null : 'needed'
  if (after.kind === 'granted') return grantOf(before) === after.requestId ? moreRefused(before, after) : 'approved'
  return after.kind === 'refused' && before?.kind === 'waiting' && isDecision(after) ? 'refused' : null
}

/** When somebody is to hear that granted access ends (epoch ms); null while more of it is asked for. */
export function tellEndAt(status: NodeAccessStatus): number | null {
  if (status.kind !== 'granted') return null
  return status.further === null || status.further.kind === 'refused' ? endsSoonAt(status.until) : null
}

type Granted = Extract<NodeAccessStatus, { kind: 'granted' }>

const grantOf = (status: NodeAccessStatus | undefined): string | null =>
  status?.kind === 'granted' ? status.requestId : null

function moreRefused(before: NodeAccessStatus | undefined, { further }: Granted): AccessNews | null {
  const wasWaiting = before?.kind === 'granted' && before.further?.kind === 'waiting'
  return wasWaiting && further?.kind === 'refused' && isDecision(further) ? 'refused' : null
}

/** An approver's, and not that of whoever sits here. */
function isDecision({ problem }: Pick<Extract<NodeAccessStatus, { kind: 'refused' }>, 'problem'>): boolean {
  return problem.code !== 'ACCESS_NOT_GRANTED' || !['withdrawn', 'not-asked'].includes(problem.details.how)
}
