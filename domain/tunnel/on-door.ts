import type { Problem } from '#contract/problem.ts'
import type { EventOf, TunnelContext } from './event.ts'
import { phaseOf } from './phase.ts'
import { tryAnother } from './trial.ts'
import type { TunnelState } from './state.ts'
import {
  afterClosedDoor,
  behindDoor,
  doorFailed,
  hasClients,
  idleCloseAt,
  listenOrConnect,
  noSeries,
  startServing,
  to,
  wishing,
  type Step,
} from './steps.ts'

/** The port listens. */
export function onDoorOpened(state: TunnelState, event: EventOf<'door-opened'>, context: TunnelContext): Step {
  return state.door.kind === 'opening' ? listenOrConnect(state, event.at, context) : to(state)
}

/** The port is somebody else's, or forbidden. */
export function onDoorFailed(state: TunnelState, event: EventOf<'door-failed'>): Step {
  if (state.door.kind === 'opening') return doorFailed(state.door.series, event.problem, event.at)
  return state.door.kind === 'closing' ? afterClosedDoor(state, event.at) : to(state)
}

/** The port listens no more, as ordered. */
export function onDoorClosed(state: TunnelState, event: EventOf<'door-closed'>): Step {
  return state.door.kind === 'closing' ? afterClosedDoor(state, event.at) : to(state)
}

/** The first client is parked while there is no session. */
export function onClientWaiting(state: TunnelState, { at }: EventOf<'client-waiting'>, context: TunnelContext): Step {
  const starts = context.sessionStart === 'first-connection'
  const phase = phaseOf(state)
  switch (phase.kind) {
    case 'armed':
      return starts ? startServing(state, at, noSeries, 'client', context) : to(state)
    case 'reconnecting':
      // The planned try, now: somebody wants it.
      return startServing(state, at, { after: 'drop', tries: phase.pause.tries }, 'client', context)
    case 'failed':
      if (phase.door === 'closed') return to(state)
      if (!starts) return phase.failure.nextAt === null ? refusing(state, phase.failure.problem) : to(state)
      return startServing(state, at, phase.failure.series, 'client', context)
    case 'ready':
    case 'checking':
      return tryAnother(state, at, context)
    case 'arming':
    case 'closing':
      return starts ? wishing(state, 'connect') : to(state)
    case 'stopped':
    case 'connecting':
    case 'restoring':
    case 'stopping':
      return to(state)
  }
}

/** No session comes for those who wait. */
function refusing(state: TunnelState, problem: Problem): Step {
  return to(state, { type: 'refuse-clients', problem })
}

/** A session without clients is closed after a while, one with clients never. */
export function onClientsChanged(state: TunnelState, event: EventOf<'clients-changed'>, context: TunnelContext): Step {
  const phase = phaseOf(state)
  if (phase.kind !== 'ready') return to(state)
  const isRunning = phase.idleCloseAt !== null
  const isWanted = context.idleMs !== null && !hasClients(context)
  if (isRunning === isWanted) return to(state)
  const behind = { kind: 'session', idleCloseAt: idleCloseAt(event.at, context) } as const
  return to(behindDoor(state, behind, state.wish, state.sessions))
}
