import { problemOf } from '../problem/problem.ts'
import { reconnectWaitMs, retryWaitMs } from '../retry-plan/retry-plan.ts'
import type { EventOf, TunnelContext } from './event.ts'
import { afterStop } from './on-door.ts'
import { deadlineOf, type TunnelState, type TunnelTimer } from './state.ts'
import {
  askerFor,
  checkDeadlineMs,
  closeSession,
  hasClients,
  listenOrConnect,
  openDoor,
  ready,
  sessionLost,
  startAttempt,
  stopDeadlineMs,
  to,
  type Step,
} from './steps.ts'

/** The planned try. Without a network it is put off and spends nothing. */
export function onRetryDue(state: TunnelState, event: EventOf<'retry-due'>, context: TunnelContext): Step {
  if (!isDue(state, 'retry', event.due)) return to(state)
  if (state.kind === 'reconnecting') {
    if (!context.online) return to({ ...state, nextAt: event.at + reconnectWaitMs(state.tries) })
    return startAttempt(event.at, { after: 'drop', tries: state.tries }, askerFor(context), context)
  }
  if (state.kind !== 'failed') return to(state)
  if (state.door === 'closed') return openDoor(event.at, 'listen', state.series)
  if (context.online) return startAttempt(event.at, state.series, askerFor(context), context)
  const tries = state.series.after === 'failure' ? state.series.tries : 0
  return to({ ...state, nextAt: event.at + retryWaitMs(tries) })
}

/** Nobody used the session for a while. */
export function onIdleDue(state: TunnelState, event: EventOf<'idle-due'>, context: TunnelContext): Step {
  if (state.kind !== 'ready' || !isDue(state, 'idle', event.due)) return to(state)
  if (hasClients(context)) return ready(event.at, state.since, state.session, context)
  return closeSession(event.at, state.session.sessionId, state.session.attempt, 'listen')
}

/** The probe got no answer. Silence without a network proves nothing, so then it waits on. */
export function onCheckDue(state: TunnelState, event: EventOf<'check-due'>, context: TunnelContext): Step {
  if (state.kind !== 'checking' || !isDue(state, 'check', event.due)) return to(state)
  if (!context.online) return to({ ...state, deadline: event.at + checkDeadlineMs })
  const lost = sessionLost(state.session, problemOf('SESSION_DROPPED'), event.at, context)
  return to(
    lost.state,
    { type: 'stop-session', sessionId: state.session.sessionId, deadlineMs: stopDeadlineMs },
    ...lost.effects,
  )
}

/** The relay did not answer a stop in time; the tunnel goes on without its word. */
export function onStopDue(state: TunnelState, event: EventOf<'stop-due'>, context: TunnelContext): Step {
  if (!isDue(state, 'stop', event.due)) return to(state)
  if (state.kind === 'closing') return listenOrConnect(event.at, state.then, context)
  return state.kind === 'stopping' ? afterStop(state, event.at) : to(state)
}

function isDue(state: TunnelState, timer: TunnelTimer, due: number): boolean {
  const deadline = deadlineOf(state)
  return deadline !== null && deadline.timer === timer && deadline.at === due
}
