import type { ShellStatus } from '#contract/shells.ts'
import type { SessionStateOf } from '../session/state.ts'
import { endingOf } from './ending.ts'
import type { ShellState } from './state.ts'

/** What is known of a shell beside its state. */
export interface ShellFacts {
  /** What carries the session, once the service granted it. */
  readonly by: Extract<ShellStatus, { kind: 'open' }>['by']
  /** What the agent said first. */
  readonly message: string
  readonly exitCode: number | null
  /** When a lost session is tried to be resumed next; null while that is tried. */
  readonly resumeWait: Extract<ShellStatus, { kind: 'reconnecting' }>['wait']
}

/** A shell's state as windows see it. */
export function shellStatusOf({ session, openedAt, overAt }: ShellState, facts: ShellFacts): ShellStatus {
  const { by, message } = facts
  switch (session.kind) {
    case 'starting':
      return { kind: 'opening', step: session.step, since: session.since }
    case 'ready':
      return { kind: 'open', since: session.readyAt, sessionId: session.sessionId, by, message }
    case 'checking':
      return {
        kind: 'reconnecting',
        since: session.since,
        sessionId: session.sessionId,
        by,
        wait: waitOf(session, facts),
      }
    case 'closing':
      return { kind: 'closing', since: session.since }
    case 'over':
      return overStatus(session, { openedAt, at: overAt ?? 0 }, facts.exitCode)
  }
}

/** A session that is only asked whether it lives waits for its answer, not for a try. */
function waitOf({ why }: SessionStateOf<'checking'>, { resumeWait }: ShellFacts): ShellFacts['resumeWait'] {
  return why === 'resuming' ? resumeWait : null
}

function overStatus(
  { end }: SessionStateOf<'over'>,
  { openedAt, at }: { readonly openedAt: number | null; readonly at: number },
  exitCode: number | null,
): ShellStatus {
  switch (end.how) {
    case 'failed': {
      // A command may be over before anything of it was heard.
      const isLeft = endingOf(end.problem) === 'left'
      if (isLeft) return { kind: 'ended', at, openedAt, how: 'left', exitCode, problem: null }
      return { kind: 'failed', at, problem: end.problem }
    }
    case 'stopped':
      return { kind: 'ended', at, openedAt, how: 'closed', exitCode: null, problem: null }
    case 'lost': {
      const how = endingOf(end.problem)
      return { kind: 'ended', at, openedAt, how, exitCode, problem: how === 'left' ? null : end.problem }
    }
  }
}
