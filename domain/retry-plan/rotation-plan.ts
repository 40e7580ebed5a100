/** Waits before the next try to open a successor, milliseconds; the last one again and again. The session that serves goes on meanwhile. */
const waitsMs = [15_000, 30_000, 60_000, 2 * 60_000, 4 * 60_000, 8 * 60_000] as const
const longestWaitMs = 15 * 60_000

/** Nobody uses the session, or it is not well, when it should be replaced: looked at again after this, milliseconds. */
const nextLookMs = 15_000
const shortestLookMs = 1_000
/** Behind the wall there is no hurry any more. */
const lateLookMs = 60_000

/** Wait before the next try when `tries` have failed one after the other, milliseconds. */
export function rotationWaitMs(tries: number): number {
  return waitsMs[tries - 1] ?? longestWaitMs
}

/** When to look again whether a session of which the wall is at `wallAt` is to be replaced (both epoch ms): sooner, the nearer that is. */
export function nextLookAt(at: number, wallAt: number): number {
  const leftMs = Math.max(0, wallAt - at)
  return Math.round(at + (leftMs === 0 ? lateLookMs : Math.min(nextLookMs, Math.max(shortestLookMs, leftMs / 2))))
}
