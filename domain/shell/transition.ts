import type { SessionContext } from '../session/event.ts'
import { givenUp } from '../session/given-up.ts'
import { closeSession, stepSession, stopDeadlineMs } from '../session/steps.ts'
import { timerChanges } from '../session/timers.ts'
import type { ShellEffect, ShellEvent } from './event.ts'
import { deadlinesOf, startedAnew, type ShellState } from './state.ts'

/** The outcome of one event. */
interface ShellTransition {
  readonly state: ShellState
  readonly effects: readonly ShellEffect[]
}

/**
 * The shell's reducer: total, pure, without a clock. What the old state held and the new one does not (start, session, timer) is
 * given up by itself, so no transition can forget to.
 */
export function shellTransition(state: ShellState, event: ShellEvent, context: SessionContext): ShellTransition {
  const next = step(state, event, context)
  const happened = event.type === 'end' || event.type === 'again' ? null : event
  const { abandoned, terminated } = givenUp([state.session], [next.state.session], happened)
  const timers = timerChanges(deadlinesOf(state), deadlinesOf(next.state))
  return { state: next.state, effects: [...abandoned, ...next.effects, ...terminated, ...timers] }
}

function step(state: ShellState, event: ShellEvent, context: SessionContext): ShellTransition {
  const { session } = state
  switch (event.type) {
    case 'again':
      return session.kind === 'over' ? startedAnew(event.at, session.attempt + 1) : { state, effects: [] }
    case 'end':
      return followed(state, closeSession(session, event.at, event.withinMs ?? stopDeadlineMs), event.at)
    default:
      return followed(state, stepSession(session, event, context), event.at)
  }
}

function followed(state: ShellState, stepped: ReturnType<typeof stepSession>, at: number): ShellTransition {
  const { state: session, effects } = stepped
  if (session === state.session) return { state, effects }
  const openedAt = state.openedAt ?? (session.kind === 'ready' ? session.readyAt : null)
  return { state: { session, openedAt, overAt: session.kind === 'over' ? at : null }, effects }
}
