import { problemOf } from '../problem/problem.ts'
import { isCuredByNetwork, isCuredBySignIn } from '../problem/traits.ts'
import type { EventOf, TunnelContext } from './event.ts'
import type { Next, TunnelState } from './state.ts'
import { askerFor, check, hasClients, openDoor, retrySoon, startAttempt, to, type Step } from './steps.ts'

/** A sign-in succeeded: a tunnel that failed for want of one goes on by itself. */
export function onSignInRevived(state: TunnelState, event: EventOf<'sign-in-revived'>, context: TunnelContext): Step {
  if (state.kind !== 'failed' || state.door === 'closed' || !isCuredBySignIn(state.problem)) return to(state)
  return startAttempt(event.at, { after: 'nothing' }, 'nobody', context)
}

/** Nothing is shown green while the machine sleeps. */
export function onSlept(state: TunnelState, event: EventOf<'slept'>): Step {
  if (state.kind === 'ready') {
    return to({ kind: 'checking', since: event.at, session: state.session, why: 'asleep', deadline: null })
  }
  if (state.kind !== 'checking' || state.why !== 'woke') return to(state)
  return to({ ...state, why: 'asleep', deadline: null })
}

/** Everything is checked; tries that a sleeping machine could not make are given back. */
export function onWoke(state: TunnelState, event: EventOf<'woke'>): Step {
  if (state.kind === 'ready') return check(event.at, state)
  if (state.kind === 'checking') return state.why === 'resuming' ? to(state) : check(event.at, state)
  if (state.kind === 'reconnecting' || state.kind === 'failed') return retrySoon(state, event.at)
  return to(state)
}

/** The network is back: what lived is checked, what waited for it goes on at once. */
export function onOnline(state: TunnelState, event: EventOf<'online'>, context: TunnelContext): Step {
  if (state.kind === 'ready') return check(event.at, state)
  if (state.kind === 'checking') return state.why === 'woke' ? check(event.at, state) : to(state)
  if (state.kind === 'reconnecting') {
    return startAttempt(event.at, { after: 'drop', tries: state.tries }, askerFor(context), context)
  }
  if (state.kind !== 'failed' || state.door === 'closed' || !isCuredByNetwork(state.problem)) return to(state)
  return startAttempt(event.at, { after: 'nothing' }, askerFor(context), context)
}

/** The data plane is gone; its doors and sessions with it. */
export function onRelayStopped(state: TunnelState, event: EventOf<'relay-stopped'>, context: TunnelContext): Step {
  const then = wishOf(state, context)
  if (then === 'stay') return to({ kind: 'stopped' })
  if (event.prospect === 'gone') return to(withoutRelay(event.at))
  if (state.kind === 'failed' && state.door === 'closed') return to(state)
  return to({ kind: 'restoring', since: event.at, then })
}

/** A fresh data plane has no door; every door that is wanted comes back. */
export function onRelayStarted(state: TunnelState, event: EventOf<'relay-started'>, context: TunnelContext): Step {
  const then = wishOf(state, context)
  if (then === 'stay') return to({ kind: 'stopped' })
  if (state.kind === 'failed' && state.door === 'closed' && state.problem.code !== 'RELAY_STOPPED') return to(state)
  return openDoor(event.at, then)
}

function withoutRelay(at: number): TunnelState {
  const problem = problemOf('RELAY_STOPPED')
  return { kind: 'failed', at, problem, door: 'closed', series: { after: 'nothing' }, nextAt: null }
}

/** What the user would have once the doors are back. */
function wishOf(state: TunnelState, context: TunnelContext): Next | 'stay' {
  switch (state.kind) {
    case 'stopped':
      return 'stay'
    case 'stopping':
    case 'arming':
    case 'restoring':
    case 'closing':
      return state.then
    case 'connecting':
    case 'reconnecting':
      return 'connect'
    case 'ready':
    case 'checking':
      return hasClients(context) ? 'connect' : 'listen'
    case 'armed':
    case 'failed':
      return 'listen'
  }
}
