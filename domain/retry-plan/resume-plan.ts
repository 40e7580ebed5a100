import type { Problem } from '#contract/problem.ts'
import { isCuredByNetwork, isOutage } from '../problem/traits.ts'

/**
 * How long a lost session is tried to be resumed, milliseconds: the longest idle time that an account's preferences allow (1 to 60
 * minutes, Session Manager's own limits). The service has ended it by then, and says so well before where it can be reached.
 */
export const resumeLimitMs = 60 * 60_000

/** Waits while the service is down or busy; the last one again and again. */
const busyWaitsMs = [500, 1_000, 2_000, 4_000, 8_000, 15_000, 30_000] as const
const longestBusyWaitMs = 60_000
/** A network that is away costs nobody anything to ask, and its return is not always told: it is found within this. */
const longestNetworkWaitMs = 1_000

/**
 * Wait before the next try to resume a session, milliseconds; null when no other try can help. `tries`: those before the one that has
 * just failed. `lostForMs`: since the session was lost.
 */
export function resumeWaitMs(problem: Problem, tries: number, lostForMs: number): number | null {
  if (!isOutage(problem) || lostForMs >= resumeLimitMs) return null
  const waitMs = busyWaitsMs[tries] ?? longestBusyWaitMs
  return isCuredByNetwork(problem) ? Math.min(waitMs, longestNetworkWaitMs) : waitMs
}
