import type { Problem } from '#contract/problem.ts'
import { isCuredByNetwork, isRetryable } from '../problem/traits.ts'

/** Waits before the tries that follow a dropped session, in milliseconds; after the last one the tunnel has failed. */
export const reconnectWaitsMs: readonly number[] = [2_000, 4_000, 8_000, 15_000, 30_000]
/** Wait before the first try of a failed tunnel, in milliseconds. */
const firstRetryWaitMs = 15_000
/** Wait before each later try of a failed tunnel, in milliseconds. */
const laterRetryWaitMs = 30_000
/** A port that another program has is tried for as long as the tunnel is to listen: whoever gives it back does not say so. */
const takenPortWaitMs = 4_000
/** Tries of a failed tunnel that a timer starts; after them only a client or the user does. */
export const retriesAfterFailure = 5

/**
 * What an attempt belongs to. `tries` counts the attempts of the series that are over; each kind has its own waits, so
 * a dropped session that can not be brought back gets the short waits first and the long ones after.
 */
export type RetrySeries =
  | { readonly after: 'nothing' }
  | { readonly after: 'drop'; readonly tries: number }
  | { readonly after: 'failure'; readonly tries: number }

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
}

/** Wait before the next try after a drop when `tries` are over, in milliseconds. */
export function reconnectWaitMs(tries: number): number {
  return reconnectWaitsMs[tries] ?? laterRetryWaitMs
}

/** Wait before the next try of a failed tunnel when `tries` are over, in milliseconds. */
export function retryWaitMs(tries: number): number {
  return tries === 0 ? firstRetryWaitMs : laterRetryWaitMs
}

/** Decides what follows a failed attempt (2, 4, 8, 15, 30 s; then 15 s and every 30 s, five in all). */
export function afterFailedAttempt(attempt: FailedAttempt): RetryDecision {
  const { series, problem, at } = attempt
  if (!isRetryable(problem)) return { kind: 'fail', series: { after: 'nothing' }, nextAt: null }
  if (problem.code === 'PORT_TAKEN') return { kind: 'fail', series: { after: 'nothing' }, nextAt: at + takenPortWaitMs }
  const spent = isCounted(attempt) ? 1 : 0
  if (series.after === 'drop') return afterDrop(series.tries + spent, at)
  if (series.after === 'failure') return afterFailure(series.tries + spent, at)
  return afterFailure(0, at)
}

/** The first planned try of a session that was lost at `at`, `tries` attempts into a series that has not yet settled. */
export function afterDrop(tries: number, at: number): RetryDecision {
  if (tries >= reconnectWaitsMs.length) return afterFailure(0, at)
  return { kind: 'reconnect', tries, nextAt: at + reconnectWaitMs(tries) }
}

function afterFailure(tries: number, at: number): RetryDecision {
  const nextAt = tries < retriesAfterFailure ? at + retryWaitMs(tries) : null
  return { kind: 'fail', series: { after: 'failure', tries }, nextAt }
}

/** A machine without a network spends nothing on what only a network can cure. */
function isCounted(attempt: FailedAttempt): boolean {
  return attempt.online || !isCuredByNetwork(attempt.problem)
}
