import type { Problem } from '#contract/problem.ts'
import { isCuredByNetwork, isRetryable } from '../problem/traits.ts'

/** Waits before the tries that follow a dropped session, in milliseconds; after the last one the tunnel has failed. */
export const reconnectWaitsMs: readonly number[] = [2_000, 4_000, 8_000, 15_000, 30_000]
/** Wait before the first try of a failed tunnel, in milliseconds. */
const firstRetryWaitMs = 15_000
/** Wait before each later try of a failed tunnel, in milliseconds. */
const laterRetryWaitMs = 30_000
/** A port that another program has is tried for as long as the tunnel is to listen: whoever gives it back does not say so. */
const takenPortWaitMs = 1_000
/** Tries of a failed tunnel that a timer starts; after them only a client or the user does. */
export const retriesAfterFailure = 5
/**
 * Waits before the tries that a client waits for, milliseconds; the last one again and again. A client is kept for a minute at the
 * door (unless set otherwise), and what passes by itself passes within seconds most of the time.
 */
const awaitedWaitsMs = [500, 1_000, 2_000, 4_000, 8_000] as const
const longestAwaitedWaitMs = 8_000
/** A service that asks for patience has been asked five times by now: it is left alone for so long (ms), whoever waits. */
const throttledWaitMs = 4_000
/** The share of an awaited wait that chance takes off: a network that comes back wakes many tunnels at once. */
const chanceShare = 0.5

/**
 * What an attempt belongs to. `tries` counts the attempts of the series that are over; each kind has its own waits, so
 * a dropped session that can not be brought back gets the short waits first and the long ones after.
 */
export type RetrySeries =
  | { readonly after: 'nothing' }
  | { readonly after: 'drop'; readonly tries: number }
  | { readonly after: 'failure'; readonly tries: number }
  /** Tries that a client waits for. They go on for as long as one does. */
  | { readonly after: 'failure-awaited'; readonly tries: number }

/** What follows a failed attempt: another try of a dropped session, or the failed state with or without a planned try. */
export type RetryDecision =
  | { readonly kind: 'reconnect'; readonly tries: number; readonly nextAt: number }
  | { readonly kind: 'fail'; readonly series: RetrySeries; readonly nextAt: number | null }

/** An attempt that is over, and failed. */
interface FailedAttempt {
  readonly series: RetrySeries
  readonly problem: Problem
  /** Epoch ms. */
  readonly at: number
  /** An attempt made without a network spends nothing of the budget. */
  readonly online: boolean
  /** A client waits at the door. */
  readonly awaited: boolean
  /** 0 ≤ n < 1. */
  readonly chance: number
}

/** True where a tunnel waits, for however long, until it can listen at its place: a program or a person of this computer makes room. */
export function isPlaceAwaited({ code }: Pick<Problem, 'code'>): boolean {
  return code === 'PORT_TAKEN' || code === 'LOCAL_ADDRESS_MISSING'
}

/** Wait before the next try after a drop when `tries` are over, in milliseconds. */
export function reconnectWaitMs(tries: number): number {
  return reconnectWaitsMs[tries] ?? laterRetryWaitMs
}

/** Wait before the next try of a failed tunnel when `tries` are over, in milliseconds. */
export function retryWaitMs(tries: number): number {
  return tries === 0 ? firstRetryWaitMs : laterRetryWaitMs
}

/**
 * Decides what follows a failed attempt: 2, 4, 8, 15, 30 s after a drop; then 15 s and every 30 s, five in all. While a client waits: 0.5, 1,
 * 2, 4 s, then every 8 s.
 */
export function afterFailedAttempt(attempt: FailedAttempt): RetryDecision {
  const { series, problem, at } = attempt
  if (!isRetryable(problem)) return { kind: 'fail', series: { after: 'nothing' }, nextAt: null }
  if (isPlaceAwaited(problem)) return { kind: 'fail', series: { after: 'nothing' }, nextAt: at + takenPortWaitMs }
  const spent = isCounted(attempt) ? 1 : 0
  if (series.after === 'drop') return sooner(attempt, series.tries, afterDrop(series.tries + spent, at))
  if (attempt.awaited) return afterAwaited(attempt, series.after === 'failure-awaited' ? series.tries + spent : 0)
  return afterFailure(series.after === 'failure' ? series.tries + spent : 0, at)
}

/** The first planned try of a session that was lost at `at`, `tries` attempts into a series that has not yet settled. */
export function afterDrop(tries: number, at: number): RetryDecision {
  if (tries >= reconnectWaitsMs.length) return afterFailure(0, at)
  return { kind: 'reconnect', tries, nextAt: at + reconnectWaitMs(tries) }
}

/** A try after a drop that a client waits for is no later than any other that one waits for. */
function sooner(attempt: FailedAttempt, tries: number, planned: RetryDecision): RetryDecision {
  if (!attempt.awaited) return planned
  if (planned.kind === 'fail') return afterAwaited(attempt, reconnectWaitsMs.length)
  return { ...planned, nextAt: Math.min(planned.nextAt, attempt.at + awaitedWaitMs(attempt, tries)) }
}

function afterAwaited(attempt: FailedAttempt, tries: number): RetryDecision {
  const nextAt = attempt.at + awaitedWaitMs(attempt, tries)
  return { kind: 'fail', series: { after: 'failure-awaited', tries }, nextAt }
}

/** Wait before a try that a client waits for when `tries` are over, in milliseconds. */
export function awaitedWaitMs({ problem, chance }: Pick<FailedAttempt, 'problem' | 'chance'>, tries: number): number {
  const waitMs = awaitedWaitsMs[tries] ?? longestAwaitedWaitMs
  const patientMs = problem.code === 'THROTTLED' ? Math.max(waitMs, throttledWaitMs) : waitMs
  return Math.round(patientMs * (1 - chance * chanceShare))
}

function afterFailure(tries: number, at: number): RetryDecision {
  const nextAt = tries < retriesAfterFailure ? at + retryWaitMs(tries) : null
  return { kind: 'fail', series: { after: 'failure', tries }, nextAt }
}

/** A machine without a network spends nothing on what only a network can cure. */
function isCounted(attempt: FailedAttempt): boolean {
  return attempt.online || !isCuredByNetwork(attempt.problem)
}
