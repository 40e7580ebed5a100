import type { SessionEffect, SessionEvent } from './event.ts'
import { attemptOf, heldBy, type SessionState } from './state.ts'

/** What was given up with an event: starts that ran, sessions that were held. */
interface GivenUp {
  readonly abandoned: readonly SessionEffect[]
  readonly terminated: readonly SessionEffect[]
}

/**
 * What was held before an event and is not held after it, as a difference of sets: no transition can forget to give it up,
 * with however many sessions. A grant counts as held from the moment it is told of, so one that nobody takes is terminated.
 * `event`: what happened to sessions, or null when it was something else.
 */
export function givenUp(
  before: readonly SessionState[],
  after: readonly SessionState[],
  event: SessionEvent | null,
): GivenUp {
  const held = new Set([...before.map(heldBy), ...grantedBy(event)])
  const heldAfter = new Set(after.map(heldBy))
  const running = new Set(after.filter(({ kind }) => kind !== 'over').map(({ attempt }) => attempt))
  const isGone = (attempt: number): boolean => !running.has(attempt) && !hasFailed(attempt, event)
  const attempts = before.map(attemptOf).filter((attempt) => attempt !== null)
  const sessions = [...held].filter((sessionId) => sessionId !== null && !heldAfter.has(sessionId))
  return {
    abandoned: attempts.filter(isGone).map((attempt) => ({ type: 'abandon-attempt', attempt })),
    terminated: sessions.flatMap((sessionId) =>
      sessionId === null || isKnownOver(sessionId, event) ? [] : [{ type: 'terminate-session', sessionId }],
    ),
  }
}

function grantedBy(event: SessionEvent | null): readonly string[] {
  return event?.type === 'session-granted' ? [event.sessionId] : []
}

/** A start that told how it failed does not run any more. */
function hasFailed(attempt: number, event: SessionEvent | null): boolean {
  return event?.type === 'attempt-failed' && event.attempt === attempt
}

/**
 * The service closed the channel for good: nothing is left to terminate. A session that could only not be resumed is
 * terminated all the same; the call is idempotent, and a session that lives on where nobody sees it costs more.
 */
function isKnownOver(sessionId: string, event: SessionEvent | null): boolean {
  return event?.type === 'session-lost' && event.sessionId === sessionId && event.problem.code === 'SESSION_ENDED'
}
