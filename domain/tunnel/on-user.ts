import { problemOf } from '../problem/problem.ts'
import type { EventOf, TunnelContext, TunnelEffect } from './event.ts'
import type { TunnelState } from './state.ts'
import { closeDoor, closeSession, hasClients, openDoor, startAttempt, to, type Step } from './steps.ts'

/** The switch goes on. */
export function onArm(state: TunnelState, event: EventOf<'arm'>): Step {
  if (state.kind === 'stopped') return openDoor(event.at, 'listen')
  if (state.kind === 'failed' && state.door === 'closed') return openDoor(event.at, 'listen')
  if (state.kind === 'stopping' && state.then === 'stay') return to({ ...state, then: 'listen' })
  return to(state)
}

/** The switch goes off: whatever the state, it ends in stopped, with the session terminated. */
export function onDisarm(state: TunnelState, event: EventOf<'disarm'>): Step {
  switch (state.kind) {
    case 'stopped':
      return to(state)
    case 'stopping':
      return to({ ...state, then: 'stay' })
    case 'restoring':
      return to({ kind: 'stopped' })
    case 'failed':
      return state.door === 'closed' ? to({ kind: 'stopped' }) : closeDoor(event.at, state, 'stay', event.withinMs)
    case 'arming':
    case 'armed':
    case 'connecting':
    case 'ready':
    case 'checking':
    case 'reconnecting':
    case 'closing':
      return closeDoor(event.at, state, 'stay', event.withinMs)
  }
}

/** The session, now, with a fresh budget of tries. */
export function onConnectNow(state: TunnelState, event: EventOf<'connect-now'>, context: TunnelContext): Step {
  switch (state.kind) {
    case 'stopped':
      return openDoor(event.at, 'connect')
    case 'arming':
    case 'restoring':
    case 'closing':
    case 'stopping':
      return to({ ...state, then: 'connect' })
    case 'armed':
      return startAttempt(event.at, { after: 'nothing' }, 'user', context)
    case 'reconnecting':
      return startAttempt(event.at, { after: 'drop', tries: 0 }, 'user', context)
    case 'failed':
      if (state.door === 'closed') return openDoor(event.at, 'connect')
      return startAttempt(event.at, { after: 'nothing' }, 'user', context)
    case 'ready':
      return to({ ...state, session: { ...state.session, endpoint: { kind: 'unproven' } } })
    case 'connecting':
    case 'checking':
      return to(state)
  }
}

/** No session; the port stays. */
export function onDisconnectNow(state: TunnelState, event: EventOf<'disconnect-now'>): Step {
  switch (state.kind) {
    case 'ready':
    case 'checking':
      return closeSession(event.at, state.session.sessionId, state.session.attempt, 'listen')
    case 'connecting':
      return giveUpAttempt(state, event.at)
    case 'reconnecting':
      return to({ kind: 'armed', since: event.at }, refusal)
    case 'failed':
      return state.door === 'open' ? to({ kind: 'armed', since: event.at }) : to(state)
    case 'arming':
    case 'restoring':
    case 'closing':
      return to({ ...state, then: 'listen' })
    case 'stopping':
      return to(state.then === 'connect' ? { ...state, then: 'listen' } : state)
    case 'stopped':
    case 'armed':
      return to(state)
  }
}

/** The saved tunnel changed under a living one: what no longer fits it goes. */
export function onSpecChanged(state: TunnelState, event: EventOf<'spec-changed'>, context: TunnelContext): Step {
  if (event.what === 'port') return movePort(state, event.at)
  if (event.what === 'route') return changeRoute(state, event.at, context)
  if (state.kind !== 'ready') return to(state)
  const isIdle = context.idleMs !== null && !hasClients(context)
  return to({ ...state, idleCloseAt: isIdle ? event.at + (context.idleMs ?? 0) : null })
}

const refusal: TunnelEffect = { type: 'refuse-clients', problem: problemOf('SESSION_ENDED') }

function giveUpAttempt(state: Extract<TunnelState, { kind: 'connecting' }>, at: number): Step {
  if (state.sessionId === null) return to({ kind: 'armed', since: at }, refusal)
  const step = closeSession(at, state.sessionId, state.attempt, 'listen')
  return to(step.state, ...step.effects, refusal)
}

function movePort(state: TunnelState, at: number): Step {
  switch (state.kind) {
    case 'stopped':
    case 'restoring':
    case 'stopping':
      return to(state)
    case 'failed':
      return state.door === 'closed' ? openDoor(at, 'listen') : closeDoor(at, state, 'listen')
    case 'arming':
    case 'armed':
    case 'connecting':
    case 'ready':
    case 'checking':
    case 'reconnecting':
    case 'closing':
      return closeDoor(at, state, 'listen')
  }
}

function changeRoute(state: TunnelState, at: number, context: TunnelContext): Step {
  switch (state.kind) {
    case 'ready':
    case 'checking': {
      const then = hasClients(context) ? 'connect' : 'listen'
      return closeSession(at, state.session.sessionId, state.session.attempt, then)
    }
    case 'connecting':
      return restartAttempt(state, at, context)
    case 'reconnecting':
      return startAttempt(at, { after: 'drop', tries: 0 }, 'user', context)
    case 'failed':
      return state.door === 'open' ? to({ kind: 'armed', since: at }) : to(state)
    case 'stopped':
    case 'arming':
    case 'armed':
    case 'restoring':
    case 'closing':
    case 'stopping':
      return to(state)
  }
}

function restartAttempt(state: Extract<TunnelState, { kind: 'connecting' }>, at: number, context: TunnelContext): Step {
  if (state.sessionId !== null) return closeSession(at, state.sessionId, state.attempt, 'connect')
  return startAttempt(at, state.series, state.asker, context)
}
