import type { Problem } from '#contract/problem.ts'
import { isWaitedAtInVain } from '../session/doubt.ts'
import { isUnanswered } from '../session/far-end.ts'
import { isLive, type SessionState } from '../session/state.ts'
import type { SessionEvent } from '../session/event.ts'
import { stepSession } from '../session/steps.ts'
import type { EventOf, TunnelContext, TunnelEffect } from './event.ts'
import { laneFailed } from './lanes.ts'
import { phaseOf } from './phase.ts'
import { startSuccessor, successorFailed } from './rotation.ts'
import { trialFailed, tryAnother } from './trial.ts'
import { noTrial, type Trial } from './trial-state.ts'
import { servingOf, standInOf, successorOf, type SessionRole, type TunnelSession, type TunnelState } from './state.ts'
import {
  behindDoor,
  idleCloseAt,
  listening,
  listenOrConnect,
  notAnswered,
  sessionLost,
  startFailed,
  startServing,
  to,
  type Step,
} from './steps.ts'

/** Another session is wanted beside the one that serves. There is one at the most, and only beside one that is well. */
export function onSuccessorWanted(
  state: TunnelState,
  { at }: EventOf<'successor-wanted'>,
  context: TunnelContext,
): Step {
  if (phaseOf(state).kind !== 'ready' || successorOf(state) !== null) return to(state)
  return startSuccessor(state, at, context, 'instead')
}

/**
 * What happens to sessions: each makes its own step, then the tunnel follows. The serving one may be ready, or over; a
 * successor that is ready takes its place; any other that is over has only been in use.
 */
export function onSessions(state: TunnelState, event: SessionEvent, context: TunnelContext): Step {
  const stepped = state.sessions.map((before) => {
    const { state: session, effects } = stepSession(before.session, event, context)
    return {
      before,
      after: session === before.session ? before : { ...before, session, trial: trialOf(before, session) },
      effects,
    }
  })
  const effects = onceEach(stepped.flatMap((each) => each.effects))
  const sessions = stepped.map(({ after }) => after).filter(({ session }) => session.kind !== 'over')
  const isSame = sessions.length === state.sessions.length && stepped.every(({ before, after }) => before === after)
  if (isSame) return to(state, ...effects)
  const next = followed(
    { ...state, sessions },
    state,
    stepped.map(({ after }) => after),
    event,
    context,
  )
  return to(next.state, ...effects, ...next.effects)
}

/** An answer ends what is thought of a session, and of those before it. */
function trialOf({ trial }: TunnelSession, session: SessionState): Trial {
  return session.kind === 'ready' && session.endpoint.kind === 'answered' ? noTrial : trial
}

/** One order makes the relay check every session. */
function onceEach(effects: readonly TunnelEffect[]): readonly TunnelEffect[] {
  const first = effects.findIndex(({ type }) => type === 'check-sessions')
  return effects.filter(({ type }, index) => type !== 'check-sessions' || index === first)
}

function followed(
  state: TunnelState,
  before: TunnelState,
  after: readonly TunnelSession[],
  { at }: SessionEvent,
  context: TunnelContext,
): Step {
  if (state.door.kind !== 'open') return to(state)
  const served = servingOf(before)
  const serving = after.find(({ role }) => role === 'serving') ?? null
  if (served !== null && serving?.session.kind === 'over') return afterServing(state, served, serving, at, context)
  const successor = successorOf(state)
  if (successor?.session.kind === 'ready') return to(succeed(state, successor, at, context))
  const failed = after.find(isFailedSuccessor)
  if (failed?.succession === 'beside') return laneFailed(state, at)
  const next = failed === undefined ? state : afterFailure(state, failed, at, context)
  if (becameReady(served, serving)) return to(withIdle(next, at, context))
  return becameVain(served, serving) ? tryAnother(next, at, context) : to(next)
}

function isFailedSuccessor({ role, session }: TunnelSession): boolean {
  return role === 'successor' && session.kind === 'over'
}

/** The session that serves goes on, and another is tried later: sooner where somebody waits because it is doubted. */
function afterFailure(state: TunnelState, { session }: TunnelSession, at: number, context: TunnelContext): TunnelState {
  const rotated = successorFailed(state, at)
  const problem = session.kind === 'over' && session.end.how === 'failed' ? session.end.problem : null
  return problem === null ? rotated : trialFailed(rotated, problem, at, context)
}

function becameReady(before: TunnelSession | null, after: TunnelSession | null): boolean {
  return before?.session.kind !== 'ready' && after?.session.kind === 'ready'
}

/** Nobody else may come, and whoever waits over it is not to wait for that. */
function becameVain(before: TunnelSession | null, after: TunnelSession | null): boolean {
  const wasVain = before !== null && isWaitedAtInVain(before.session)
  return !wasVain && after !== null && isWaitedAtInVain(after.session)
}

function withIdle(state: TunnelState, at: number, context: TunnelContext): TunnelState {
  return behindDoor(state, { kind: 'session', idleCloseAt: idleCloseAt(at, context) }, 'connect', state.sessions)
}

/** New clients go to the successor from now on; the one before keeps its own, and stays where the other was opened beside it. */
function succeed(state: TunnelState, successor: TunnelSession, at: number, context: TunnelContext): TunnelState {
  const before: SessionRole = successor.succession === 'beside' ? 'bulk' : 'draining'
  const roles = { serving: before, successor: 'serving', bulk: 'bulk', draining: 'draining' } as const
  const sessions = state.sessions.map((each) => ({ ...each, role: roles[each.role] }))
  return withIdle({ ...state, sessions }, at, context)
}

/** One that stood beside the session that served takes its place: it is there already. */
function standIn(state: TunnelState, next: TunnelSession, at: number, context: TunnelContext): TunnelState {
  const sessions = state.sessions.map((each): TunnelSession => (each === next ? { ...each, role: 'serving' } : each))
  return withIdle({ ...state, sessions }, at, context)
}

/** The serving session is over: one beside it takes its place, or the successor, else it goes on as its end demands. */
function afterServing(
  state: TunnelState,
  before: TunnelSession,
  ended: TunnelSession,
  at: number,
  context: TunnelContext,
): Step {
  if (before.session.kind === 'closing') return listenOrConnect(state, at, context)
  const next = standInOf(state)
  if (next !== null) return to(standIn(state, next, at, context))
  const successor = successorOf(state)
  if (successor !== null) return to(inherit(state))
  if (ended.session.kind !== 'over' || ended.session.end.how === 'stopped') return to(listening(state, at))
  const { problem } = ended.session.end
  if (before.session.kind !== 'starting') {
    const { series, session } = before
    if (isLive(session) && isSilence(problem) && isUnanswered(session.endpoint)) return notAnswered(state, session, at)
    const readyAt = isLive(session) ? session.readyAt : at
    return sessionLost(state, { series, readyAt }, problem, at, context)
  }
  const mayAskNow = before.session.asker === 'nobody' && context.clients.waiting > 0
  if (isAskedFor(problem) && mayAskNow) return startServing(state, at, before.series, 'client', context)
  return startFailed(state, before, problem, at, context)
}

/** True for what a client that came meanwhile may have the user asked for. */
function isAskedFor({ code }: Problem): boolean {
  return code === 'SIGN_IN_REQUIRED' || code === 'MFA_CODE_REQUIRED'
}

/** The plugin's session is over because nothing ever came out of it: it can not tell a fault of its own from a silent far end. */
function isSilence(problem: Problem): boolean {
  return problem.code === 'ENGINE_FAILED' && problem.details.reason === 'no-bytes'
}

/** The start that was to succeed is now what everybody waits for: it belongs to the drop. */
function inherit(state: TunnelState): TunnelState {
  const sessions = state.sessions.map((each): TunnelSession =>
    each.role === 'successor' ? { ...each, role: 'serving', series: { after: 'drop', tries: 0 } } : each,
  )
  return behindDoor(state, { kind: 'session', idleCloseAt: null }, 'connect', sessions)
}
