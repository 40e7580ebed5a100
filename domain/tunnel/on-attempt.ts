import { asksForSignIn } from '../problem/traits.ts'
import type { EventOf, TunnelContext } from './event.ts'
import type { TunnelState } from './state.ts'
import { attemptFailed, listenOrConnect, ready, startAttempt, to, type Step } from './steps.ts'

/** The attempt goes on to its next step. */
export function onAttemptStep(state: TunnelState, event: EventOf<'attempt-step'>): Step {
  if (state.kind !== 'connecting' || state.attempt !== event.attempt) return to(state)
  return to({ ...state, step: event.step })
}

/** The service started a session: the relay carries it, or, when nobody waits for it any more, it is terminated. */
export function onSessionGranted(state: TunnelState, event: EventOf<'session-granted'>): Step {
  const { attempt, sessionId } = event
  if (state.kind !== 'connecting' || state.attempt !== attempt) {
    return to(state, { type: 'terminate-session', sessionId })
  }
  return to({ ...state, step: 'data-channel', sessionId }, { type: 'use-session', attempt, sessionId })
}

/** The session carries clients. */
export function onSessionReady(state: TunnelState, event: EventOf<'session-ready'>, context: TunnelContext): Step {
  const { at, attempt, sessionId } = event
  if (state.kind !== 'connecting' || state.attempt !== attempt || state.sessionId !== sessionId) return to(state)
  const tries = state.series.after === 'drop' ? state.series.tries + 1 : 0
  return ready(at, at, { sessionId, attempt, readyAt: at, tries, endpoint: { kind: 'unproven' } }, context)
}

/** The attempt ended without a session. */
export function onSessionFailed(state: TunnelState, event: EventOf<'session-failed'>, context: TunnelContext): Step {
  if (state.kind === 'closing' && state.attempt === event.attempt) return listenOrConnect(event.at, state.then, context)
  if (state.kind !== 'connecting' || state.attempt !== event.attempt) return to(state)
  const mayAskNow = state.asker === 'nobody' && context.clients.waiting > 0
  if (asksForSignIn(event.problem) && mayAskNow) {
    return startAttempt(event.at, state.series, 'user', context)
  }
  return attemptFailed(state, event.problem, event.at, context)
}
