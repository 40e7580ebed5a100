/** Waits before another try to open a session beside one that moves bulk, milliseconds; the last one again and again. */
const waitsMs = [60_000, 5 * 60_000, 15 * 60_000] as const
const longestWaitMs = 60 * 60_000

/** The tunnel, its target or its account may have no more sessions now: looked at again after this, milliseconds. */
export const laneLookMs = 15_000
/**
 * So long a client waits for a session that is being opened (ms), rather than stand behind a dump for as long as that takes. A start takes
 * about 1.3 s; programs give up after 5 s and more.
 */
export const laneWaitMs = 2_500
/** A session beside another is closed when nobody has used it for so long (ms). */
export const laneQuietMs = 60_000

/** Wait before the next try when so many have failed one after the other, milliseconds. */
export function laneRetryMs(failed: number): number {
  return waitsMs[failed - 1] ?? longestWaitMs
}
