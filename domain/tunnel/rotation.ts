import type { SessionWall } from '#contract/status.ts'
import { nextLookAt, rotationWaitMs } from '../retry-plan/rotation-plan.ts'
import { startSession } from '../session/steps.ts'
import { isLive, type Asker } from '../session/state.ts'
import { replaceAt, wallAhead } from '../session/wall.ts'
import { handOver } from './drain.ts'
import type { EventOf, TunnelContext } from './event.ts'
import { phaseOf } from './phase.ts'
import type { Rotation } from './rotation-state.ts'
import { endingDeadline, rotationDeadline } from './deadlines.ts'
import { servingOf, successorOf, type Succession, type TunnelSession, type TunnelState } from './state.ts'
import { noTrial, type Trial } from './trial-state.ts'
import { freshSession, hasClients, to, type Step } from './steps.ts'

/** A session that a client used within this time (ms) is in use. */
const recentUseMs = 60_000

/** The walls of a session became known, or have moved. */
export function onWallsKnown(state: TunnelState, { at, sessionId, walls }: EventOf<'walls-known'>): Step {
  const own = state.sessions.find(({ session }) => session.sessionId === sessionId)
  if (own === undefined) return to(state)
  // One that was opened beside others was not to help over their walls, and is to be helped over each of its own.
  const others = state.sessions.filter(
    ({ role, session }) =>
      own.succession === 'instead' && role !== 'successor' && session.attempt < own.session.attempt,
  )
  const wall = wallAhead(
    walls,
    others.flatMap(({ rotation }) => rotation?.walls ?? []),
    at,
  )
  return to(withRotation(state, own, planned(own.rotation, walls, wall, at)))
}

/** It is time for a successor. A session that nobody uses is not worth one; one that is not well, or has no network, waits. */
export function onRotationDue(state: TunnelState, { at, due }: EventOf<'rotation-due'>, context: TunnelContext): Step {
  const serving = servingOf(state)
  const rotation = serving?.rotation ?? null
  if (serving === null || rotation === null || rotationDeadline(state)?.at !== due) return to(state)
  const mayStart = phaseOf(state).kind === 'ready' && context.online && isInUse(at, context)
  const isFull = state.sessions.length >= context.mostAtTarget
  if (mayStart && !isFull) return startSuccessor(state, at, context, 'instead')
  const later = withRotation(state, serving, { ...rotation, at: nextLookAt(at, rotation.wall?.at ?? at) })
  return mayStart ? withoutRoom(later) : to(later)
}

/**
 * The target takes no more sessions (an ECS agent takes two): one beside that outlives the one that serves follows it. Else there is room once
 * one of them has gone, as one does that nobody uses.
 */
function withoutRoom(state: TunnelState): Step {
  const serving = servingOf(state)
  const beside = state.sessions.filter(({ role, session }) => role === 'bulk' && isLive(session))
  const heir = beside.findLast(({ rotation }) => outlives(rotation, serving?.rotation?.wall?.at ?? 0))
  if (serving !== null && heir !== undefined) return handOver(state, serving, heir)
  return to(state)
}

function outlives(rotation: Rotation | null, wallAt: number): boolean {
  return (rotation?.walls ?? []).every(({ at }) => at > wallAt)
}

/** The service is about to end a session that was followed, with whoever stayed on it: that is told, once. */
export function onEndingDue(state: TunnelState, { sessionId, due }: EventOf<'ending-due'>): Step {
  const ending = state.sessions.find((each) => each.session.sessionId === sessionId && endingDeadline(each)?.at === due)
  if (ending === undefined || ending.rotation === null) return to(state)
  return to(withRotation(state, ending, { ...ending.rotation, end: 'told' }))
}

/** Starts the session that takes over once it is ready. No browser opens for it, unless somebody waits for it. */
export function startSuccessor(
  state: TunnelState,
  at: number,
  context: TunnelContext,
  succession: Succession,
  { asker, trial }: { readonly asker: Asker; readonly trial: Trial } = { asker: 'nobody', trial: noTrial },
): Step {
  const { state: session, effects } = startSession(at, context.freshAttempt, asker)
  const successor: TunnelSession = { ...freshSession, role: 'successor', succession, session, trial }
  return to({ ...state, sessions: [...state.sessions, successor] }, ...effects)
}

/** A start that was to bring a successor came to nothing: the session that serves goes on, and it is tried again after ever longer. */
export function successorFailed(state: TunnelState, at: number): TunnelState {
  const serving = servingOf(state)
  const rotation = serving?.rotation ?? null
  if (serving === null || rotation === null || rotation.at === null || rotation.at > at) return state
  const tries = rotation.tries + 1
  return withRotation(state, serving, { ...rotation, tries, at: at + rotationWaitMs(tries) })
}

/** What stood in the way of a successor is gone: it is tried now. */
export function rotateSoon(state: TunnelState, at: number): TunnelState {
  const serving = servingOf(state)
  const rotation = serving?.rotation ?? null
  if (serving === null || rotation === null || rotation.tries === 0 || successorOf(state) !== null) return state
  return withRotation(state, serving, { ...rotation, at })
}

function planned(
  before: Rotation | null,
  walls: readonly SessionWall[],
  wall: SessionWall | null,
  at: number,
): Rotation {
  // What has been put off, or has failed, stays so.
  if (before !== null && before.wall?.kind === wall?.kind && before.wall?.at === wall?.at) return { ...before, walls }
  return { walls, wall, at: wall === null ? null : replaceAt(wall, at), tries: 0, end: 'untold' }
}

function withRotation(state: TunnelState, of: TunnelSession, rotation: Rotation): TunnelState {
  return { ...state, sessions: state.sessions.map((each) => (each === of ? { ...each, rotation } : each)) }
}

function isInUse(at: number, context: TunnelContext): boolean {
  const { lastAt } = context.clients
  return hasClients(context) || (lastAt !== null && at - lastAt <= recentUseMs)
}
