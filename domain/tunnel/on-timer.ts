import { reconnectWaitMs, retryWaitMs } from '../retry-plan/retry-plan.ts'
import type { EventOf, TunnelContext } from './event.ts'
import { phaseOf, type PhaseOf } from './phase.ts'
import { deadlinesOf } from './deadlines.ts'
import type { TunnelState, TunnelTimer } from './state.ts'
import {
  afterClosedDoor,
  askerFor,
  behindDoor,
  closeSessions,
  hasClients,
  idleCloseAt,
  openDoorAgain,
  startServing,
  to,
  withFailure,
  type Step,
} from './steps.ts'

/** The planned try. Without a network it is put off and spends nothing. */
export function onRetryDue(state: TunnelState, { at, due }: EventOf<'retry-due'>, context: TunnelContext): Step {
  const phase = phaseOf(state)
  if (!isDue(state, 'retry', due)) return to(state)
  if (phase.kind === 'failed') return retryFailed(state, phase, at, context)
  if (phase.kind !== 'reconnecting') return to(state)
  const { tries } = phase.pause
  if (context.online) return startServing(state, at, { after: 'drop', tries }, askerFor(context), context)
  return to(behindDoor(state, { ...phase.pause, nextAt: at + reconnectWaitMs(tries) }, 'connect'))
}

/** Nobody used the session for a while. */
export function onIdleDue(state: TunnelState, { at, due }: EventOf<'idle-due'>, context: TunnelContext): Step {
  if (!isDue(state, 'idle', due)) return to(state)
  if (!hasClients(context)) return closeSessions(state, at, 'listen')
  const behind = { kind: 'session', idleCloseAt: idleCloseAt(at, context) } as const
  return to(behindDoor(state, behind, state.wish, state.sessions))
}

/** The relay did not say in time that the door is closed; the tunnel goes on without its word. */
export function onDoorDue(state: TunnelState, { at, due }: EventOf<'door-due'>): Step {
  return isDue(state, 'door', due) ? afterClosedDoor(state, at) : to(state)
}

function retryFailed(state: TunnelState, phase: PhaseOf<'failed'>, at: number, context: TunnelContext): Step {
  const { failure, door } = phase
  if (door === 'closed') return openDoorAgain(at, failure)
  if (context.online) return startServing(state, at, failure.series, askerFor(context), context)
  const tries = failure.series.after === 'failure' ? failure.series.tries : 0
  return to(withFailure(state, phase, { ...failure, nextAt: at + retryWaitMs(tries) }))
}

function isDue(state: TunnelState, name: TunnelTimer['name'], due: number): boolean {
  return deadlinesOf(state).some(({ timer, at }) => timer.name === name && at === due)
}
