import { activityEvent, type ActivityEvent } from '#contract/activity.ts'

const dayMs = 86_400_000

/** How long and how much of it is kept. */
export const activityKeeping = { days: 90, bytes: 20_000_000 } as const

/** The file of a day, in UTC: `activity-2026-11-30.jsonl`. */
export function dayFileName(at: number): string {
  return `activity-${new Date(at).toISOString().slice(0, 10)}.jsonl`
}

/** When the day of such a file is over, epoch ms; null for another name. */
export function dayFileEnd(name: string): number | null {
  const [, day] = /^activity-(\d{4}-\d\d-\d\d)\.jsonl$/.exec(name) ?? []
  const begin = day === undefined ? Number.NaN : Date.parse(`${day}T00:00:00Z`)
  return Number.isNaN(begin) ? null : begin + dayMs
}

/** A file of a day. */
interface DayFile {
  readonly name: string
  readonly bytes: number
}

/** The names of those that have to go: too old, then the oldest of those that are too much together. The newest stays. */
export function outlivedDays(files: readonly DayFile[], now: number): readonly string[] {
  const newestFirst = files.toSorted((one, other) => (one.name < other.name ? 1 : -1))
  let kept = 0
  return newestFirst.flatMap(({ name, bytes }, index) => {
    kept += bytes
    const end = dayFileEnd(name)
    if (end === null) return []
    const isOld = end < now - activityKeeping.days * dayMs
    return isOld || (index > 0 && kept > activityKeeping.bytes) ? [name] : []
  })
}

/** The name of the newest day where that alone is too much; it is shortened. */
export function overfullDay(files: readonly DayFile[]): string | null {
  const [newest] = files.toSorted((one, other) => (one.name < other.name ? 1 : -1))
  return newest !== undefined && newest.bytes > activityKeeping.bytes ? newest.name : null
}

/** A line of the file. */
export function writeEventLine(event: ActivityEvent): string {
  return `${JSON.stringify(event)}\n`
}

/** The event of a line; null for what nobody of ours wrote, or was cut while it was written. */
export function readEventLine(line: string): ActivityEvent | null {
  try {
    return activityEvent.safeParse(JSON.parse(line)).data ?? null
  } catch {
    return null
  }
}
