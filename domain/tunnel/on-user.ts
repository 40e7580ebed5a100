import { problemOf } from '../problem/problem.ts'
import { withoutProof } from '../session/steps.ts'
import type { EventOf, TunnelContext, TunnelEffect } from './event.ts'
import { phaseOf, type PhaseOf } from './phase.ts'
import { stoppedTunnel, type TunnelState } from './state.ts'
import {
  behindDoor,
  closeDoor,
  closeSessions,
  hasClients,
  idleCloseAt,
  listening,
  noSeries,
  openDoor,
  seriesOf,
  startServing,
  to,
  wishing,
  type Step,
} from './steps.ts'

/** The switch goes on. */
export function onArm(state: TunnelState, { at }: EventOf<'arm'>): Step {
  const { door, wish } = state
  if (door.kind === 'closed' || door.kind === 'barred') return openDoor(at, 'listen')
  return door.kind === 'closing' && wish === 'off' ? wishing(state, 'listen') : to(state)
}

/** The switch goes off: whatever the state, it ends in stopped, with every session terminated. */
export function onDisarm(state: TunnelState, { at, withinMs }: EventOf<'disarm'>): Step {
  switch (state.door.kind) {
    case 'closed':
      return to(state)
    case 'closing':
      return wishing(state, 'off')
    case 'gone':
    case 'barred':
      return to(stoppedTunnel)
    case 'opening':
    case 'open':
      return closeDoor(state, at, 'off', withinMs)
  }
}

/** The session, now, with a fresh budget of tries. */
export function onConnectNow(state: TunnelState, { at }: EventOf<'connect-now'>, context: TunnelContext): Step {
  const phase = phaseOf(state)
  switch (phase.kind) {
    case 'stopped':
      return openDoor(at, 'connect')
    case 'arming':
    case 'restoring':
    case 'closing':
    case 'stopping':
      return wishing(state, 'connect')
    case 'armed':
      return startServing(state, at, noSeries, 'user', context)
    case 'reconnecting':
      return startServing(state, at, { after: 'drop', tries: 0 }, 'user', context)
    case 'failed':
      if (phase.door === 'closed') return openDoor(at, 'connect')
      return startServing(state, at, noSeries, 'user', context)
    case 'ready':
      return to(doubtFarEnd(state))
    case 'connecting':
    case 'checking':
      return to(state)
  }
}

/** No session; the port stays. */
export function onDisconnectNow(state: TunnelState, { at }: EventOf<'disconnect-now'>): Step {
  const phase = phaseOf(state)
  switch (phase.kind) {
    case 'ready':
    case 'checking':
      return closeSessions(state, at, 'listen')
    case 'connecting':
      return withRefusal(closeSessions(state, at, 'listen'))
    case 'reconnecting':
      return withRefusal(to(listening(state, at)))
    case 'failed':
      return phase.door === 'open' ? to(listening(state, at)) : to(state)
    case 'arming':
    case 'restoring':
    case 'closing':
      return wishing(state, 'listen')
    case 'stopping':
      return state.wish === 'connect' ? wishing(state, 'listen') : to(state)
    case 'stopped':
    case 'armed':
      return to(state)
  }
}

/** The saved tunnel changed under a living one: what no longer fits it goes. */
export function onTunnelEdited(state: TunnelState, event: EventOf<'tunnel-edited'>, context: TunnelContext): Step {
  if (event.what === 'port') return movePort(state, event.at)
  if (event.what === 'route') return changeRoute(state, event.at, context)
  if (phaseOf(state).kind !== 'ready') return to(state)
  const behind = { kind: 'session', idleCloseAt: idleCloseAt(event.at, context) } as const
  return to(behindDoor(state, behind, state.wish, state.sessions))
}

const refusal: TunnelEffect = { type: 'refuse-clients', problem: problemOf('SESSION_ENDED', {}) }

function withRefusal({ state, effects }: Step): Step {
  return to(state, ...effects, refusal)
}

function doubtFarEnd(state: TunnelState): TunnelState {
  const sessions = state.sessions.map((each) =>
    each.role === 'serving' ? { ...each, session: withoutProof(each.session) } : each,
  )
  return { ...state, sessions }
}

function movePort(state: TunnelState, at: number): Step {
  switch (state.door.kind) {
    case 'closed':
    case 'gone':
    case 'closing':
      return to(state)
    case 'barred':
      return openDoor(at, 'listen')
    case 'opening':
    case 'open':
      return closeDoor(state, at, 'listen')
  }
}

function changeRoute(state: TunnelState, at: number, context: TunnelContext): Step {
  const phase = phaseOf(state)
  switch (phase.kind) {
    case 'ready':
    case 'checking':
      return closeSessions(state, at, hasClients(context) ? 'connect' : 'listen')
    case 'connecting':
      return restart(state, phase, at, context)
    case 'reconnecting':
      return startServing(state, at, { after: 'drop', tries: 0 }, 'user', context)
    case 'failed':
      return phase.door === 'open' ? to(listening(state, at)) : to(state)
    case 'stopped':
    case 'arming':
    case 'armed':
    case 'restoring':
    case 'closing':
    case 'stopping':
      return to(state)
  }
}

/** Another route, another start. One that has a session already waits for the end of that. */
function restart(state: TunnelState, { session }: PhaseOf<'connecting'>, at: number, context: TunnelContext): Step {
  const closed = closeSessions(state, at, 'connect')
  if (session.sessionId !== null) return closed
  const started = startServing(closed.state, at, seriesOf(state), session.asker, context)
  return to(started.state, ...closed.effects, ...started.effects)
}
