import type { TimelineEntry } from '#contract/status.ts'
import type { ExposureState } from './exposure.ts'

/** The line of the history for a change; undefined where it is no news. */
export function exposureEntry(
  before: ExposureState,
  after: ExposureState,
): Pick<TimelineEntry, 'kind' | 'problem' | 'place'> | undefined {
  if (after.kind === 'open' && before.kind !== 'open')
    return { kind: 'exposed', problem: null, place: `${after.place.address} (${after.place.network})` }
  if (after.kind === 'failed' && before.kind !== 'failed')
    return { kind: 'exposure-failed', problem: after.problem, place: after.place.address }
  if (before.kind === 'open' && after.kind !== 'open')
    return { kind: 'exposure-ended', problem: null, place: before.place.address }
  return undefined
}
