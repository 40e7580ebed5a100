import type { FileCarrier, FarKey, FileSessionStatus } from '#contract/files.ts'
import type { Problem } from '#contract/problem.ts'
import type { SessionEnd } from '../session/state.ts'
import type { ShellState } from '../shell/state.ts'
import type { FileWay } from './carrier.ts'

/** What is known of a file session beside its session's state. */
export interface FileFacts {
  readonly way: FileWay
  readonly by: Extract<FileSessionStatus, { kind: 'open' }>['by']
  /** Once the files are reached. */
  readonly open: { readonly carrier: FileCarrier; readonly home: FarKey; readonly since: number } | null
  /** What kept the files from being reached though the session lived. */
  readonly trouble: Problem | null
  /** Another way follows as soon as this session is over. */
  readonly isTurning: boolean
}

/** A file session as windows see it: a session is not enough, its files have to be reached. */
export function fileStatusOf({ session, overAt }: ShellState, facts: FileFacts): FileSessionStatus {
  const { way, by, open, isTurning } = facts
  const opening = (since: number): FileSessionStatus => ({ kind: 'opening', step: 'data-channel', over: way, since })
  switch (session.kind) {
    case 'starting':
      return { kind: 'opening', step: session.step, over: way, since: session.since }
    case 'ready':
      if (open === null) return opening(session.readyAt)
      return {
        kind: 'open',
        since: open.since,
        sessionId: session.sessionId,
        by,
        carrier: open.carrier,
        home: open.home,
      }
    case 'checking':
      if (open === null) return opening(session.since)
      return { kind: 'reconnecting', since: session.since, sessionId: session.sessionId, by }
    case 'closing':
      return isTurning ? opening(session.since) : { kind: 'closing', since: session.since }
    case 'over':
      return isTurning ? opening(overAt ?? 0) : overStatus(session.end, facts, overAt ?? 0)
  }
}

function overStatus(end: SessionEnd, { open, trouble }: FileFacts, at: number): FileSessionStatus {
  const problem = trouble ?? (end.how === 'stopped' ? null : end.problem)
  if (open === null && problem !== null) return { kind: 'failed', at, problem }
  return { kind: 'ended', at, problem: problem?.code === 'SESSION_ENDED' ? null : problem }
}
