import type { SessionContext, SessionEvent, SessionTransition } from '#domain/session/event.ts'
import { givenUp } from '#domain/session/given-up.ts'
import { deadlineOf, type SessionState } from '#domain/session/state.ts'
import { closeSession, stepSession } from '#domain/session/steps.ts'
import { timerChanges } from '#domain/session/timers.ts'

/** Its owner wants the session to end. */
export interface CloseSession {
  readonly type: 'close-session'
  readonly at: number
}

/**
 * The reducer of a session that stands alone: total, pure, without a clock. Beside what the event itself asks for, it gives up
 * whatever the old state held and the new one does not (start, session, timer). An owner of several sessions makes the steps
 * itself and takes the difference over all of them.
 */
export function transitionSession(
  state: SessionState,
  event: SessionEvent | CloseSession,
  context: SessionContext,
): SessionTransition {
  const isClose = event.type === 'close-session'
  const next = isClose ? closeSession(state, event.at) : stepSession(state, event, context)
  const { abandoned, terminated } = givenUp([state], [next.state], isClose ? null : event)
  const timers = timerChanges(deadlinesOf(state), deadlinesOf(next.state))
  return { state: next.state, effects: [...abandoned, ...next.effects, ...terminated, ...timers] }
}

function deadlinesOf(state: SessionState) {
  const deadline = deadlineOf(state)
  return deadline === null ? [] : [deadline]
}
