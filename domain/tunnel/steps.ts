import type { Problem } from '#contract/problem.ts'
import { isRetryable, isSessionOver } from '../problem/traits.ts'
import { afterDrop, afterFailedAttempt, type RetryDecision, type RetrySeries } from '../retry-plan/retry-plan.ts'
import type { Transition, TunnelContext, TunnelEffect } from './event.ts'
import type { Asker } from '../session/state.ts'
import { heldSessionOf, type LiveSession, type Next, type TunnelState } from './state.ts'

/** Time a door or a session gets to close, in milliseconds. */
export const stopDeadlineMs = 5_000
/** How much longer the reducer waits for the relay's word before it goes on without it. */
const stopGraceMs = 2_000
/** Time a probed session gets to answer before it counts as lost. */
export const checkDeadlineMs = 15_000
/** A session lost sooner than this after it was ready carries its series of tries on. */
const settledAfterMs = 30_000
/** A client seen this recently still counts: its sockets may be closed an instant before the loss is told. */
const recentClientMs = 5_000
/** Wait before the first try after the machine woke. */
const wakeWaitMs = 2_000

export type Step = Transition<TunnelState>
type StateOf<K extends TunnelState['kind']> = Extract<TunnelState, { readonly kind: K }>

/** A step to `state` with its effects. */
export function to(state: TunnelState, ...effects: readonly TunnelEffect[]): Step {
  return { state, effects }
}

/** Orders the door. */
export function openDoor(at: number, then: Next, series: RetrySeries = { after: 'nothing' }): Step {
  return to({ kind: 'arming', since: at, then, series }, { type: 'open-door' })
}

/** Starts one attempt; the caller has made sure that no other runs. */
export function startAttempt(at: number, series: RetrySeries, asker: Asker, context: TunnelContext): Step {
  const attempt = context.freshAttempt
  return to(
    { kind: 'connecting', since: at, attempt, step: 'sign-in', sessionId: null, series, asker },
    { type: 'start-attempt', attempt, asker },
  )
}

/** A timer's attempt may open the browser only when a client waits for it. */
export function askerFor(context: TunnelContext): Asker {
  return context.clients.waiting > 0 ? 'user' : 'nobody'
}

/** Armed, or at once connecting when somebody wants the session. */
export function listenOrConnect(at: number, then: Next, context: TunnelContext): Step {
  if (then === 'connect') return startAttempt(at, { after: 'nothing' }, 'user', context)
  return to({ kind: 'armed', since: at })
}

/** Closes the door and whatever is behind it; the relay gets `withinMs` for that. */
export function closeDoor(at: number, state: TunnelState, then: Next | 'stay', withinMs = stopDeadlineMs): Step {
  const sessionId = heldSessionOf(state)
  return to(
    { kind: 'stopping', since: at, sessionId, then, deadline: at + withinMs + stopGraceMs },
    { type: 'close-door', deadlineMs: withinMs },
  )
}

/** Closes the session that the relay carries; the door stays. */
export function closeSession(at: number, sessionId: string, attempt: number, then: Next): Step {
  return to(
    { kind: 'closing', since: at, sessionId, attempt, then, deadline: at + stopDeadlineMs + stopGraceMs },
    { type: 'stop-session', sessionId, deadlineMs: stopDeadlineMs },
  )
}

/** Ready, with the idle deadline that the clients of this moment allow. */
export function ready(at: number, since: number, session: LiveSession, context: TunnelContext): Step {
  const isIdle = context.idleMs !== null && !hasClients(context)
  const idleCloseAt = isIdle ? at + (context.idleMs ?? 0) : null
  return to({ kind: 'ready', since, session, idleCloseAt })
}

/** Asks the relay whether the session still lives. */
export function check(at: number, state: StateOf<'ready'> | StateOf<'checking'>): Step {
  return to(
    { kind: 'checking', since: at, session: state.session, why: 'woke', deadline: at + checkDeadlineMs },
    { type: 'check-session' },
  )
}

/** What follows a failed attempt; clients go on waiting while a dropped session is retried, and are refused after. */
export function attemptFailed(
  state: StateOf<'connecting'>,
  problem: Problem,
  at: number,
  context: TunnelContext,
): Step {
  const decision = afterFailedAttempt({ series: state.series, problem, at, online: context.online })
  return decided(decision, problem, at)
}

/** What follows the loss of a session. A session that nobody used and the service ended is no incident. */
export function sessionLost(session: LiveSession, problem: Problem, at: number, context: TunnelContext): Step {
  if (isSessionOver(problem) && !wasUsed(at, context)) return to({ kind: 'armed', since: at })
  if (!isRetryable(problem)) return failed({ at, problem, door: 'open', series: { after: 'nothing' }, nextAt: null })
  const isSettled = at - session.readyAt >= settledAfterMs
  return decided(afterDrop(isSettled ? 0 : session.tries, at), problem, at)
}

/** The failed state; whoever waits at an open door is told. */
export function failed(state: Omit<StateOf<'failed'>, 'kind'>): Step {
  const next: TunnelState = { kind: 'failed', ...state }
  return state.door === 'open' ? to(next, { type: 'refuse-clients', problem: state.problem }) : to(next)
}

/** The door could not be opened; the same budget of tries as any failure. */
export function doorFailed(series: RetrySeries, problem: Problem, at: number): Step {
  const decision = afterFailedAttempt({ series, problem, at, online: true })
  const kept = decision.kind === 'fail' ? decision.series : series
  return failed({ at, problem, door: 'closed', series: kept, nextAt: decision.nextAt })
}

/** A fresh budget and a soon try, for a machine that has just woken. */
export function retrySoon(state: StateOf<'failed'> | StateOf<'reconnecting'>, at: number): Step {
  if (state.kind === 'reconnecting') return to({ ...state, tries: 0, nextAt: at + wakeWaitMs })
  if (!isRetryable(state.problem)) return to(state)
  return to({ ...state, series: { after: 'failure', tries: 0 }, nextAt: at + wakeWaitMs })
}

/** True while a socket is open or parked. */
export function hasClients(context: TunnelContext): boolean {
  return context.clients.open > 0 || context.clients.waiting > 0
}

/** True when a client is there, or was a moment ago. */
export function wasUsed(at: number, context: TunnelContext): boolean {
  const { lastAt } = context.clients
  return hasClients(context) || (lastAt !== null && at - lastAt <= recentClientMs)
}

function decided(decision: RetryDecision, problem: Problem, at: number): Step {
  if (decision.kind === 'fail') {
    return failed({ at, problem, door: 'open', series: decision.series, nextAt: decision.nextAt })
  }
  return to({ kind: 'reconnecting', since: at, tries: decision.tries, nextAt: decision.nextAt, problem })
}
