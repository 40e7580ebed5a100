import type { EventOf, Transition, TunnelContext, TunnelEffect, TunnelEvent, TunnelEventType } from './event.ts'
import { onAttemptStep, onSessionFailed, onSessionGranted, onSessionReady } from './on-attempt.ts'
import { onClientsChanged, onClientWaiting, onDoorClosed, onDoorFailed, onDoorOpened } from './on-door.ts'
import {
  onEndpointAnswered,
  onEndpointFailed,
  onSessionAlive,
  onSessionLost,
  onSessionResuming,
  onSessionStopped,
} from './on-session.ts'
import { onCheckDue, onIdleDue, onRetryDue, onStopDue } from './on-timer.ts'
import { onArm, onConnectNow, onDisarm, onDisconnectNow, onSpecChanged } from './on-user.ts'
import { onOnline, onRelayStarted, onRelayStopped, onSignInRevived, onSlept, onWoke } from './on-world.ts'
import { attemptOf, deadlineOf, heldSessionOf, type TunnelState } from './state.ts'
import { to, type Step } from './steps.ts'

type Handlers = {
  readonly [T in TunnelEventType]: (state: TunnelState, event: EventOf<T>, context: TunnelContext) => Step
}

const handlers: Handlers = {
  arm: onArm,
  disarm: onDisarm,
  'connect-now': onConnectNow,
  'disconnect-now': onDisconnectNow,
  'spec-changed': onSpecChanged,
  'door-opened': onDoorOpened,
  'door-failed': onDoorFailed,
  'door-closed': onDoorClosed,
  'client-waiting': onClientWaiting,
  'clients-changed': onClientsChanged,
  'attempt-step': onAttemptStep,
  'session-granted': onSessionGranted,
  'session-ready': onSessionReady,
  'session-failed': onSessionFailed,
  'session-lost': onSessionLost,
  'session-stopped': onSessionStopped,
  'session-alive': onSessionAlive,
  'session-resuming': onSessionResuming,
  'session-resumed': onSessionAlive,
  'endpoint-failed': onEndpointFailed,
  'endpoint-answered': onEndpointAnswered,
  'retry-due': onRetryDue,
  'idle-due': onIdleDue,
  'check-due': onCheckDue,
  'stop-due': onStopDue,
  'sign-in-revived': onSignInRevived,
  slept: onSlept,
  woke: onWoke,
  offline: (state) => to(state),
  online: onOnline,
  'relay-stopped': onRelayStopped,
  'relay-started': onRelayStarted,
}

/**
 * The tunnel's reducer: total, pure, without a clock. Beside what the event itself asks for, it gives up whatever the
 * old state held and the new one does not (attempt, session, timer), so no transition can forget to.
 */
export function transition(state: TunnelState, event: TunnelEvent, context: TunnelContext): Transition<TunnelState> {
  const next = handle(event.type, state, event, context)
  const effects = [
    ...abandoned(state, next.state, event),
    ...next.effects,
    ...terminated(state, next.state, event),
    ...timers(state, next.state),
  ]
  return { state: next.state, effects }
}

function handle<T extends TunnelEventType>(
  type: T,
  state: TunnelState,
  event: TunnelEvent,
  context: TunnelContext,
): Step {
  // The key says which member of the union the event is; TypeScript can not follow that through an index.
  const handler = handlers[type] as (state: TunnelState, event: TunnelEvent, context: TunnelContext) => Step
  return handler(state, event, context)
}

function abandoned(before: TunnelState, after: TunnelState, event: TunnelEvent): readonly TunnelEffect[] {
  const attempt = attemptOf(before)
  const isDone = (event.type === 'session-ready' || event.type === 'session-failed') && event.attempt === attempt
  return attempt === null || attemptOf(after) === attempt || isDone ? [] : [{ type: 'abandon-attempt', attempt }]
}

/** A session that the relay was told to stop is held until it has said so, or is gone, or is silent for too long. */
function terminated(before: TunnelState, after: TunnelState, event: TunnelEvent): readonly TunnelEffect[] {
  const sessionId = heldSessionOf(before)
  const isHeld = sessionId === null || heldSessionOf(after) === sessionId
  return isHeld || isKnownOver(event) ? [] : [{ type: 'terminate-session', sessionId }]
}

/**
 * The service closed the channel for good: nothing is left to terminate. A session that could only not be resumed is
 * terminated all the same; the call is idempotent, and a session that lives on where nobody sees it costs more.
 */
function isKnownOver(event: TunnelEvent): boolean {
  return event.type === 'session-lost' && event.problem.code === 'SESSION_ENDED'
}

function timers(before: TunnelState, after: TunnelState): readonly TunnelEffect[] {
  const old = deadlineOf(before)
  const fresh = deadlineOf(after)
  if (old?.timer === fresh?.timer && old?.at === fresh?.at) return []
  const cancelled: readonly TunnelEffect[] =
    old === null || old.timer === fresh?.timer ? [] : [{ type: 'cancel', timer: old.timer }]
  return fresh === null ? cancelled : [...cancelled, { type: 'schedule', timer: fresh.timer, at: fresh.at }]
}
