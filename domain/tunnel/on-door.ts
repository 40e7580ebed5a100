import type { EventOf, TunnelContext } from './event.ts'
import type { TunnelState } from './state.ts'
import { doorFailed, hasClients, listenOrConnect, openDoor, startAttempt, to, type Step } from './steps.ts'

/** The port listens. */
export function onDoorOpened(state: TunnelState, event: EventOf<'door-opened'>, context: TunnelContext): Step {
  return state.kind === 'arming' ? listenOrConnect(event.at, state.then, context) : to(state)
}

/** The port is somebody else's, or forbidden. */
export function onDoorFailed(state: TunnelState, event: EventOf<'door-failed'>): Step {
  if (state.kind === 'arming') return doorFailed(state.series, event.problem, event.at)
  if (state.kind === 'stopping') return afterStop(state, event.at)
  return to(state)
}

/** The port listens no more, as ordered. */
export function onDoorClosed(state: TunnelState, event: EventOf<'door-closed'>): Step {
  return state.kind === 'stopping' ? afterStop(state, event.at) : to(state)
}

/** The first client is parked while there is no session. */
export function onClientWaiting(state: TunnelState, event: EventOf<'client-waiting'>, context: TunnelContext): Step {
  const starts = context.sessionStart === 'first-connection'
  switch (state.kind) {
    case 'armed':
      return starts ? startAttempt(event.at, { after: 'nothing' }, 'user', context) : to(state)
    case 'reconnecting':
      // The planned try, now: somebody wants it.
      return startAttempt(event.at, { after: 'drop', tries: state.tries }, 'user', context)
    case 'failed':
      if (state.door === 'closed') return to(state)
      if (!starts) return to(state, { type: 'refuse-clients', problem: state.problem })
      return startAttempt(event.at, state.series, 'user', context)
    case 'arming':
    case 'closing':
      return starts ? to({ ...state, then: 'connect' }) : to(state)
    case 'stopped':
    case 'connecting':
    case 'ready':
    case 'checking':
    case 'restoring':
    case 'stopping':
      return to(state)
  }
}

/** A session without clients is closed after a while, one with clients never. */
export function onClientsChanged(state: TunnelState, event: EventOf<'clients-changed'>, context: TunnelContext): Step {
  if (state.kind !== 'ready') return to(state)
  if (hasClients(context) || context.idleMs === null)
    return to(state.idleCloseAt === null ? state : { ...state, idleCloseAt: null })
  if (state.idleCloseAt !== null) return to(state)
  return to({ ...state, idleCloseAt: event.at + context.idleMs })
}

/** What a stop was for. */
export function afterStop(state: Extract<TunnelState, { kind: 'stopping' }>, at: number): Step {
  return state.then === 'stay' ? to({ kind: 'stopped' }) : openDoor(at, state.then)
}
