import type { Problem } from '#contract/problem.ts'
import { isRetryable } from '../problem/traits.ts'
import { awaitedWaitMs } from '../retry-plan/retry-plan.ts'
import { trialWaitMs } from '../retry-plan/trial-plan.ts'
import { isDoubtful, isWaitedAtInVain } from '../session/doubt.ts'
import { isLive } from '../session/state.ts'
import type { EventOf, TunnelContext, TunnelEffect } from './event.ts'
import { startSuccessor } from './rotation.ts'
import { trialDeadline } from './deadlines.ts'
import { servingOf, successorOf, type TunnelSession, type TunnelState } from './state.ts'
import { noTrial, type Trial } from './trial-state.ts'
import { askerFor, to, type Step } from './steps.ts'

/** How long to wait (ms) for a network that is away, while somebody waits for another session. */
const networkWaitMs = 1_000

/** True of a session that takes nobody for now: it is doubtful, and another one may be had. */
export function isDoubted({ role, session, trial }: TunnelSession): boolean {
  return (role === 'serving' || role === 'bulk') && !trial.isAlone && isDoubtful(session)
}

/** Somebody waits for another session than one that is doubted, at the door or over it: it is opened, as soon as it is time for one. */
export function tryAnother(state: TunnelState, at: number, context: TunnelContext): Step {
  const serving = servingOf(state)
  if (serving === null || !isLive(serving.session) || !isDoubted(serving) || successorOf(state) !== null)
    return to(state)
  const { round } = serving.trial
  const notBefore = serving.session.readyAt + trialWaitMs(round)
  const nextAt = context.online ? notBefore : Math.max(notBefore, at + networkWaitMs)
  if (at < nextAt) return to(withTrial(state, serving, { ...serving.trial, nextAt }))
  const started = startSuccessor(
    withTrial(state, serving, { ...serving.trial, nextAt: null }),
    at,
    context,
    'instead',
    {
      asker: askerFor(context),
      trial: { ...noTrial, round: round + 1 },
    },
  )
  return started
}

/** It is time for another session, if anybody still waits for one. */
export function onTrialDue(state: TunnelState, { at, due }: EventOf<'trial-due'>, context: TunnelContext): Step {
  const serving = servingOf(state)
  if (serving === null || trialDeadline(state)?.at !== due) return to(state)
  const rested = withTrial(state, serving, { ...serving.trial, nextAt: null })
  const isWanted = context.clients.waiting > 0 || isWaitedAtInVain(serving.session)
  return isWanted ? tryAnother(rested, at, context) : to(rested)
}

/** The start of another session came to nothing. Where trying again cannot help, who waits is carried over the one that there is. */
export function trialFailed(state: TunnelState, problem: Problem, at: number, context: TunnelContext): TunnelState {
  const serving = servingOf(state)
  if (serving === null || !isDoubted(serving)) return state
  if (!isRetryable(problem)) return withTrial(state, serving, { ...serving.trial, isAlone: true })
  const { failed } = serving.trial
  const nextAt = at + awaitedWaitMs({ problem, chance: context.chance }, failed)
  return withTrial(state, serving, { ...serving.trial, failed: failed + 1, nextAt })
}

/** What the door is to know of the sessions behind it: which of them take nobody for now, and which do again. */
export function doubtChanges(before: TunnelState, after: TunnelState): readonly TunnelEffect[] {
  return after.sessions.flatMap((each): readonly TunnelEffect[] => {
    const { sessionId } = each.session
    const was = before.sessions.find(({ session }) => session.sessionId === sessionId)
    const isOpen = each.role === 'serving' || each.role === 'bulk'
    if (sessionId === null || !isOpen || (was !== undefined && isDoubted(was)) === isDoubted(each)) return []
    return [{ type: 'doubt-session', sessionId, isDoubted: isDoubted(each) }]
  })
}

function withTrial(state: TunnelState, of: TunnelSession, trial: Trial): TunnelState {
  return { ...state, sessions: state.sessions.map((each) => (each === of ? { ...each, trial } : each)) }
}
