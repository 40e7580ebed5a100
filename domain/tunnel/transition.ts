import type { SessionEvent } from '../session/event.ts'
import { givenUp } from '../session/given-up.ts'
import { isSessionEvent } from '../session/steps.ts'
import { timerChanges } from '../session/timers.ts'
import type { EventOf, Transition, TunnelContext, TunnelEvent, TunnelEventType } from './event.ts'
import { onClientsChanged, onClientWaiting, onDoorClosed, onDoorFailed, onDoorOpened } from './on-door.ts'
import { onSessions, onSuccessorWanted } from './on-session.ts'
import { onLaneDue, onLaneEndDue, onLoadsChanged } from './lanes.ts'
import { onDoorDue, onIdleDue, onRetryDue } from './on-timer.ts'
import { onArm, onConnectNow, onDisarm, onDisconnectNow, onTunnelEdited } from './on-user.ts'
import { onOnline, onRelayStarted, onRelayStopped, onSignInRevived, onWoke } from './on-world.ts'
import { onEndingDue, onRotationDue, onWallsKnown } from './rotation.ts'
import { doubtChanges, onTrialDue } from './trial.ts'
import { deadlinesOf } from './deadlines.ts'
import type { TunnelState } from './state.ts'
import { to, type Step } from './steps.ts'

/** What happens to sessions and to nothing else of a tunnel. */
type SessionsAlone = Exclude<SessionEvent['type'], 'woke' | 'online' | 'relay-stopped'>

type Handlers = {
  readonly [T in Exclude<TunnelEventType, SessionsAlone>]: (
    state: TunnelState,
    event: EventOf<T>,
    context: TunnelContext,
  ) => Step
}

/** What each event does to door and wish; those of sessions have been told to the sessions before. */
const handlers: Handlers = {
  arm: onArm,
  disarm: onDisarm,
  'connect-now': onConnectNow,
  'disconnect-now': onDisconnectNow,
  'tunnel-edited': onTunnelEdited,
  'successor-wanted': onSuccessorWanted,
  'walls-known': onWallsKnown,
  'rotation-due': onRotationDue,
  'trial-due': onTrialDue,
  'ending-due': onEndingDue,
  'loads-changed': onLoadsChanged,
  'lane-due': onLaneDue,
  'lane-end-due': onLaneEndDue,
  'door-opened': onDoorOpened,
  'door-failed': onDoorFailed,
  'door-closed': onDoorClosed,
  'client-waiting': onClientWaiting,
  'clients-changed': onClientsChanged,
  'retry-due': onRetryDue,
  'idle-due': onIdleDue,
  'door-due': onDoorDue,
  'sign-in-revived': onSignInRevived,
  woke: onWoke,
  online: onOnline,
  'relay-stopped': onRelayStopped,
  'relay-started': onRelayStarted,
}

/**
 * The tunnel's reducer: total, pure, without a clock. Beside what the event itself asks for, it gives up whatever the
 * old state held and the new one does not (starts, sessions, timers), so no transition can forget to.
 */
export function transition(state: TunnelState, event: TunnelEvent, context: TunnelContext): Transition<TunnelState> {
  const next = step(state, event, context)
  const happened = isSessionEvent(event) ? event : null
  const { abandoned, terminated } = givenUp(sessionsOf(state), sessionsOf(next.state), happened)
  const timers = timerChanges(deadlinesOf(state), deadlinesOf(next.state))
  const doubts = doubtChanges(state, next.state)
  return { state: next.state, effects: [...abandoned, ...next.effects, ...doubts, ...terminated, ...timers] }
}

function step(state: TunnelState, event: TunnelEvent, context: TunnelContext): Step {
  // With the relay everything goes at once; whether a session was in use decides what comes back.
  if (!isSessionEvent(event) || event.type === 'relay-stopped') return handle(event.type, state, event, context)
  const sessions = onSessions(state, event, context)
  const door = handle(event.type, sessions.state, event, context)
  return to(door.state, ...sessions.effects, ...door.effects)
}

function handle(type: TunnelEventType, state: TunnelState, event: TunnelEvent, context: TunnelContext): Step {
  if (!isHandled(type)) return to(state)
  // The key says which member of the union the event is; TypeScript can not follow that through an index.
  const handler = handlers[type] as (state: TunnelState, event: TunnelEvent, context: TunnelContext) => Step
  return handler(state, event, context)
}

function isHandled(type: TunnelEventType): type is keyof Handlers {
  return Object.hasOwn(handlers, type)
}

function sessionsOf({ sessions }: TunnelState) {
  return sessions.map(({ session }) => session)
}
