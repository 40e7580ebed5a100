import { laneLookMs, laneRetryMs, laneWaitMs } from '../retry-plan/lane-plan.ts'
import type { EventOf, TunnelContext } from './event.ts'
import { drain, handOver } from './drain.ts'
import { laneDeadline, laneEndDeadline, standInFor } from './lane-deadlines.ts'
import type { LaneTries, SessionLoad } from './lane-state.ts'
import { startSuccessor } from './rotation.ts'
import { servingOf, type TunnelSession, type TunnelState } from './state.ts'
import { to, type Step } from './steps.ts'

/** What the sessions carry has changed. Where bulk begins to move over all of them, another is opened in the same breath. */
export function onLoadsChanged(
  state: TunnelState,
  { at, loads }: EventOf<'loads-changed'>,
  context: TunnelContext,
): Step {
  const sessions = state.sessions.map((each) => {
    const told = loads.find(({ sessionId }) => sessionId === each.session.sessionId)
    const load = told === undefined ? each.load : loadOf(told, each.load, at)
    return load === each.load ? each : { ...each, load, lane: laneFrom(each, load, at) }
  })
  const isSame = sessions.every((each, index) => each === state.sessions[index])
  const next = isSame ? state : { ...state, sessions }
  const due = laneDeadline(next)
  return due !== null && due.at <= at ? openLane(next, at, context) : to(next)
}

/** Bulk moves over every session, and another may be tried. No browser opens for it, and nobody waits for it long. */
export function onLaneDue(state: TunnelState, { at, due }: EventOf<'lane-due'>, context: TunnelContext): Step {
  return laneDeadline(state)?.at === due ? openLane(state, at, context) : to(state)
}

function openLane(state: TunnelState, at: number, context: TunnelContext): Step {
  const serving = servingOf(state)
  if (serving === null) return to(state)
  const mayOpen = context.online && state.sessions.length < context.mostSessions
  if (!mayOpen) return to(withLane(state, serving, { ...serving.lane, nextAt: at + laneLookMs }))
  const { state: next, effects } = startSuccessor(state, at, context, 'beside')
  return to(next, ...effects, { type: 'expect-session', withinMs: laneWaitMs })
}

/** One of several sessions has nobody to carry, or comes near its wall. */
export function onLaneEndDue(state: TunnelState, { sessionId, due }: EventOf<'lane-end-due'>): Step {
  const own = state.sessions.find(({ session }) => session.sessionId === sessionId)
  if (own === undefined || laneEndDeadline(state, own)?.at !== due) return to(state)
  if (own.role === 'bulk') return drain(state, sessionId)
  const next = standInFor(state)
  return next === null ? to(state) : handOver(state, own, next)
}

/** The start of a session beside the one that serves came to nothing: that one goes on as it is, and it is tried again after ever longer. */
export function laneFailed(state: TunnelState, at: number): Step {
  const serving = servingOf(state)
  const failed = (serving?.lane.failed ?? 0) + 1
  const next = serving === null ? state : withLane(state, serving, { failed, nextAt: at + laneRetryMs(failed) })
  return to(next, { type: 'expect-session', withinMs: 0 })
}

function loadOf(told: Pick<SessionLoad, 'open' | 'isBulk'>, before: SessionLoad, at: number): SessionLoad {
  const { open, isBulk } = told
  const emptySince = open > 0 ? null : (before.emptySince ?? at)
  const isSame = open === before.open && isBulk === before.isBulk && emptySince === before.emptySince
  return isSame ? before : { open, isBulk, emptySince }
}

/** From the moment at which bulk is seen another session is wanted, unless a try has failed before. */
function laneFrom({ lane, load: before }: TunnelSession, load: SessionLoad, at: number): LaneTries {
  return load.isBulk && !before.isBulk ? { ...lane, nextAt: Math.max(lane.nextAt, at) } : lane
}

function withLane(state: TunnelState, of: TunnelSession, lane: LaneTries): TunnelState {
  return { ...state, sessions: state.sessions.map((each) => (each === of ? { ...each, lane } : each)) }
}
