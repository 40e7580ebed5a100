import { problemOf } from '../problem/problem.ts'
import { isCuredByNetwork, isCuredBySignIn } from '../problem/traits.ts'
import type { EventOf, TunnelContext } from './event.ts'
import { phaseOf } from './phase.ts'
import { rotateSoon } from './rotation.ts'
import { stoppedTunnel, type TunnelState, type Wish } from './state.ts'
import { askerFor, barred, hasClients, noSeries, openDoor, retrySoon, startServing, to, type Step } from './steps.ts'

/** A sign-in succeeded: a tunnel that failed for want of one goes on by itself, and so does one that could not replace its session. */
export function onSignInRevived(state: TunnelState, { at }: EventOf<'sign-in-revived'>, context: TunnelContext): Step {
  const phase = phaseOf(state)
  if (phase.kind === 'ready') return to(rotateSoon(state, at))
  if (phase.kind !== 'failed' || phase.door === 'closed' || !isCuredBySignIn(phase.failure.problem)) return to(state)
  return startServing(state, at, noSeries, 'nobody', context)
}

/** Tries that a sleeping machine could not make are given back. */
export function onWoke(state: TunnelState, { at }: EventOf<'woke'>): Step {
  const phase = phaseOf(state)
  return phase.kind === 'reconnecting' || phase.kind === 'failed' ? retrySoon(state, phase, at) : to(state)
}

/** The network is back: what waited for it goes on at once. */
export function onOnline(state: TunnelState, { at }: EventOf<'online'>, context: TunnelContext): Step {
  const phase = phaseOf(state)
  if (phase.kind === 'reconnecting') {
    return startServing(state, at, { after: 'drop', tries: phase.pause.tries }, askerFor(context), context)
  }
  if (phase.kind !== 'failed' || phase.door === 'closed' || !isCuredByNetwork(phase.failure.problem)) return to(state)
  return startServing(state, at, noSeries, askerFor(context), context)
}

/** The data plane is gone; its doors and sessions with it. */
export function onRelayStopped(state: TunnelState, event: EventOf<'relay-stopped'>, context: TunnelContext): Step {
  const wish = wishWithoutRelay(state, context)
  if (wish === 'off') return to(stoppedTunnel)
  if (event.prospect === 'gone') {
    const problem = problemOf('RELAY_STOPPED', {})
    return to(barred({ kind: 'failure', at: event.at, problem, series: noSeries, nextAt: null }))
  }
  if (state.door.kind === 'barred') return to(state)
  return to({ door: { kind: 'gone', since: event.at }, wish, sessions: [] })
}

/** A fresh data plane has no door; every door that is wanted comes back. */
export function onRelayStarted(state: TunnelState, event: EventOf<'relay-started'>, context: TunnelContext): Step {
  const wish = wishWithoutRelay(state, context)
  if (wish === 'off') return to(stoppedTunnel)
  if (state.door.kind === 'barred' && state.door.failure.problem.code !== 'RELAY_STOPPED') return to(state)
  return openDoor(event.at, wish)
}

/** What the user would have once the doors are back: a session that nobody used is not brought back. */
function wishWithoutRelay(state: TunnelState, context: TunnelContext): Wish {
  const { kind } = phaseOf(state)
  if (kind === 'ready' || kind === 'checking') return hasClients(context) ? 'connect' : 'listen'
  return state.wish
}
