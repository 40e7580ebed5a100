import type { Problem } from '#contract/problem.ts'
import { problemOf } from '../problem/problem.ts'
import { isRetryable, isSessionOver } from '../problem/traits.ts'
import { afterDrop, afterFailedAttempt, type RetryDecision, type RetrySeries } from '../retry-plan/retry-plan.ts'
import type { Asker, LiveSession } from '../session/state.ts'
import { closeSession, closeWithDoor, startSession, stopDeadlineMs, stopGraceMs } from '../session/steps.ts'
import type { Transition, TunnelContext, TunnelEffect } from './event.ts'
import { noLaneTries, noLoad } from './lane-state.ts'
import type { PhaseOf } from './phase.ts'
import { noTrial } from './trial-state.ts'
import { servingOf, type Behind, type Failure, type TunnelSession, type TunnelState, type Wish } from './state.ts'

/** A session lost sooner than this after it was ready carries its series of tries on. */
const settledAfterMs = 30_000
/** A client seen this recently still counts: its sockets may be closed an instant before the loss is told. */
const recentClientMs = 5_000
/** Wait before the first try after the machine woke. */
const wakeWaitMs = 2_000

/** A series that has spent nothing. */
export const noSeries: RetrySeries = { after: 'nothing' }

/** What a session begins with. */
export const freshSession = {
  succession: 'instead',
  series: noSeries,
  rotation: null,
  trial: noTrial,
  load: noLoad,
  lane: noLaneTries,
} as const

export type Step = Transition<TunnelState>

/** A step to `state` with its effects. */
export function to(state: TunnelState, ...effects: readonly TunnelEffect[]): Step {
  return { state, effects }
}

/** The same tunnel with another wish. */
export function wishing(state: TunnelState, wish: Wish): Step {
  return to(state.wish === wish ? state : { ...state, wish })
}

/** Orders the door. No session comes through this: those of before went with the door of before. */
export function openDoor(at: number, wish: Wish, series: RetrySeries = noSeries): Step {
  return to({ door: { kind: 'opening', since: at, series }, wish, sessions: [] }, { type: 'open-door' })
}

/** Orders a door anew that could not be opened. */
export function openDoorAgain(at: number, failure: Failure): Step {
  const { series } = failure
  return to(
    { door: { kind: 'opening', since: at, series, failure }, wish: 'listen', sessions: [] },
    { type: 'open-door' },
  )
}

/** An open door with something behind it. Unless told otherwise, of the sessions those stay that carry somebody, to drain. */
export function behindDoor(state: TunnelState, behind: Behind, wish: Wish, sessions = besides(state)): TunnelState {
  return { door: { kind: 'open', behind }, wish, sessions }
}

/** The sessions that neither serve nor are to. Where none serves, nobody stands beside it. */
function besides(state: TunnelState): readonly TunnelSession[] {
  return state.sessions
    .filter(({ role }) => role === 'draining' || role === 'bulk')
    .map((each) => ({ ...each, role: 'draining' }))
}

/** The port listens, and nobody has come. */
export function listening(state: TunnelState, at: number): TunnelState {
  return behindDoor(state, { kind: 'nothing', since: at }, 'listen')
}

/** Starts the session that will serve; what served or was to is given up. */
export function startServing(
  state: TunnelState,
  at: number,
  series: RetrySeries,
  asker: Asker,
  context: TunnelContext,
): Step {
  const { state: session, effects } = startSession(at, context.freshAttempt, asker)
  const serving: TunnelSession = { ...freshSession, role: 'serving', session, series }
  const sessions = [...besides(state), serving]
  return to(behindDoor(state, { kind: 'session', idleCloseAt: null }, 'connect', sessions), ...effects)
}

/** A timer's attempt may open the browser only when a client waits for it. */
export function askerFor(context: TunnelContext): Asker {
  return context.clients.waiting > 0 ? 'client' : 'nobody'
}

/** Armed, or at once connecting when somebody wants the session. */
export function listenOrConnect(state: TunnelState, at: number, context: TunnelContext): Step {
  if (state.wish !== 'connect') return to(listening(state, at))
  return startServing(state, at, noSeries, context.clients.waiting > 0 ? 'client' : 'user', context)
}

/** Closes the door and whatever is behind it; the relay gets `withinMs` for that. */
export function closeDoor(state: TunnelState, at: number, wish: Wish, withinMs = stopDeadlineMs): Step {
  const closing = state.sessions.map((each) => ({
    ...each,
    role: roleWhileClosing(each),
    session: closeWithDoor(each.session, at, withinMs),
  }))
  const sessions = closing.filter(({ session }) => session.kind !== 'over')
  return to(
    { door: { kind: 'closing', since: at, deadline: at + withinMs + stopGraceMs }, wish, sessions },
    { type: 'close-door', deadlineMs: withinMs },
  )
}

/** What a closed door was closed for. */
export function afterClosedDoor(state: TunnelState, at: number): Step {
  return state.wish === 'off' ? to({ ...state, door: { kind: 'closed' }, sessions: [] }) : openDoor(at, state.wish)
}

/** Closes every session; the door stays. The tunnel waits for the end of the one that served before it goes on to its wish. */
export function closeSessions(state: TunnelState, at: number, wish: Wish): Step {
  const closing = state.sessions.map((each) => ({ each, step: closeSession(each.session, at) }))
  const sessions = closing
    .map(({ each, step }) => ({ ...each, role: roleWhileClosing(each), session: step.state }))
    .filter(({ session }) => session.kind !== 'over')
  const effects = closing.flatMap(({ step }) => step.effects)
  const isHeld = sessions.some(({ role }) => role === 'serving')
  const behind: Behind = isHeld ? { kind: 'session', idleCloseAt: null } : { kind: 'nothing', since: at }
  return to(behindDoor(state, behind, wish, sessions), ...effects)
}

/** One that is to succeed nobody any more only remains to be closed. */
function roleWhileClosing({ role }: TunnelSession): TunnelSession['role'] {
  return role === 'serving' ? 'serving' : 'draining'
}

/** The idle deadline that the clients of this moment allow. */
export function idleCloseAt(at: number, context: TunnelContext): number | null {
  return context.idleMs === null || hasClients(context) ? null : at + context.idleMs
}

/** What follows a failed start; clients go on waiting as long as another try is planned, and are refused after. */
export function startFailed(
  state: TunnelState,
  ended: TunnelSession,
  problem: Problem,
  at: number,
  context: TunnelContext,
): Step {
  const { online, chance } = context
  const awaited = context.clients.waiting > 0
  const decision = afterFailedAttempt({ series: ended.series, problem, at, online, awaited, chance })
  return decided(state, decision, problem, at)
}

/** What follows the loss of a session. A session that nobody used and the service ended is no incident. */
export function sessionLost(
  state: TunnelState,
  lost: { readonly readyAt: number; readonly series: RetrySeries },
  problem: Problem,
  at: number,
  context: TunnelContext,
): Step {
  if (isSessionOver(problem) && !wasUsed(at, context)) return to(listening(state, at))
  if (!isRetryable(problem)) return failed(state, { kind: 'failure', at, problem, series: noSeries, nextAt: null })
  const isSettled = at - lost.readyAt >= settledAfterMs
  return decided(state, afterDrop(isSettled ? 0 : triesSpent(lost.series), at), problem, at)
}

/** Tries of a dropped session's series that were spent to get the session that belongs to it. */
function triesSpent(series: RetrySeries): number {
  return series.after === 'drop' ? series.tries + 1 : 0
}

/** The session is over and its far end has never answered: that is what failed, and the next client tries it again. */
export function notAnswered(state: TunnelState, { endpoint }: LiveSession, at: number): Step {
  const problem = endpoint.kind === 'failed' ? endpoint.problem : problemOf('ENDPOINT_TIMED_OUT', {})
  return failed(state, { kind: 'failure', at, problem, series: noSeries, nextAt: null })
}

/** The failed state behind an open door. Whoever waits there goes on waiting for the planned try, or is told that none comes. */
function failed(state: TunnelState, failure: Failure): Step {
  const next = behindDoor(state, failure, 'listen')
  return failure.nextAt === null ? to(next, { type: 'refuse-clients', problem: failure.problem }) : to(next)
}

/** The door could not be opened: it is tried again as the plan for its problem says, a taken port without end. */
export function doorFailed(series: RetrySeries, problem: Problem, at: number): Step {
  const decision = afterFailedAttempt({ series, problem, at, online: true, awaited: false, chance: 0 })
  const kept = decision.kind === 'fail' ? decision.series : series
  return to(barred({ kind: 'failure', at, problem, series: kept, nextAt: decision.nextAt }))
}

/** A tunnel whose door could not be opened. */
export function barred(failure: Failure): TunnelState {
  return { door: { kind: 'barred', failure }, wish: 'listen', sessions: [] }
}

/** A fresh budget and a soon try, for a machine that has just woken. */
export function retrySoon(state: TunnelState, phase: PhaseOf<'reconnecting'> | PhaseOf<'failed'>, at: number): Step {
  const nextAt = at + wakeWaitMs
  if (phase.kind === 'reconnecting') return to(behindDoor(state, { ...phase.pause, tries: 0, nextAt }, 'connect'))
  if (!isRetryable(phase.failure.problem)) return to(state)
  return to(withFailure(state, phase, { ...phase.failure, series: { after: 'failure', tries: 0 }, nextAt }))
}

/** The same failure, of door or session, with other plans. */
export function withFailure(state: TunnelState, { door }: PhaseOf<'failed'>, failure: Failure): TunnelState {
  return door === 'closed' ? barred(failure) : behindDoor(state, failure, 'listen')
}

/** The serving session's tries: another start carries them on. */
export function seriesOf(state: TunnelState): RetrySeries {
  return servingOf(state)?.series ?? noSeries
}

/** True while a socket is open or parked. */
export function hasClients(context: TunnelContext): boolean {
  return context.clients.open > 0 || context.clients.waiting > 0
}

/** True when a client is there, or was a moment ago. */
function wasUsed(at: number, context: TunnelContext): boolean {
  const { lastAt } = context.clients
  return hasClients(context) || (lastAt !== null && at - lastAt <= recentClientMs)
}

function decided(state: TunnelState, decision: RetryDecision, problem: Problem, at: number): Step {
  if (decision.kind === 'fail') {
    return failed(state, { kind: 'failure', at, problem, series: decision.series, nextAt: decision.nextAt })
  }
  const { tries, nextAt } = decision
  return to(behindDoor(state, { kind: 'pause', since: at, tries, nextAt, problem }, 'connect'))
}
