import type { RecordingEntry } from '#contract/recordings.ts'

export const recordingAges = ['all', 'day', 'week', 'month'] as const
export type RecordingAge = (typeof recordingAges)[number]
export type RecordingDay = 'today' | 'yesterday' | 'week' | 'older'

/** What of the list is wanted; null is everything. */
export interface RecordingFilter {
  readonly target: string | null
  readonly environment: string | null
  readonly age: RecordingAge
}

interface RecordingGroup {
  readonly day: RecordingDay
  readonly entries: readonly RecordingEntry[]
}

const dayMs = 86_400_000
const ageMs: Readonly<Record<RecordingAge, number>> = { all: Infinity, day: 0, week: 6 * dayMs, month: 29 * dayMs }

/** The name of a recording's target, from the file itself where it can be read. */
export function targetOf({ content, target }: RecordingEntry): string {
  return content.is === 'readable' ? (content.header.targetName ?? content.header.target) : target
}

export function environmentIdOf({ content }: RecordingEntry): string | null {
  return content.is === 'readable' ? content.header.environment : null
}

/** The names of targets, each once, in their order. */
export function targetsIn(entries: readonly RecordingEntry[]): readonly string[] {
  return [...new Set(entries.map(targetOf))].toSorted((one, other) => one.localeCompare(other))
}

export function chosenEntries(
  entries: readonly RecordingEntry[],
  { target, environment, age }: RecordingFilter,
  now: number,
): readonly RecordingEntry[] {
  const since = midnight(now) - ageMs[age]
  return entries.filter(
    (entry) =>
      (target === null || targetOf(entry) === target) &&
      (environment === null || environmentIdOf(entry) === environment) &&
      entry.startedAt >= since,
  )
}

/** The entries by day, in the order they have. */
export function groupedByDay(entries: readonly RecordingEntry[], now: number): readonly RecordingGroup[] {
  const days: readonly RecordingDay[] = ['today', 'yesterday', 'week', 'older']
  return days
    .map((day) => ({ day, entries: entries.filter((entry) => dayOf(entry.startedAt, now) === day) }))
    .filter(({ entries: some }) => some.length > 0)
}

function dayOf(at: number, now: number): RecordingDay {
  const today = midnight(now)
  if (at >= today) return 'today'
  if (at >= today - dayMs) return 'yesterday'
  return at >= today - 6 * dayMs ? 'week' : 'older'
}

function midnight(now: number): number {
  return new Date(now).setHours(0, 0, 0, 0)
}
