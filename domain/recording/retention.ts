import type { RecordingKeeping } from '#contract/recordings.ts'

/** What retention knows of a recording. */
export interface KeptRecording {
  readonly name: string
  /** Epoch ms. */
  readonly startedAt: number
  readonly bytes: number
}

const dayMs = 86_400_000
const megabyte = 1_000_000

/** The names of those that have to go: too old, then the oldest of those that are too much together. */
export function outlived(
  recordings: readonly KeptRecording[],
  { days, megabytes }: RecordingKeeping,
  now: number,
): readonly string[] {
  const oldest = days === null ? -Infinity : now - days * dayMs
  const room = megabytes === null ? Infinity : megabytes * megabyte
  let kept = 0
  const newestFirst = recordings.toSorted((one, other) => other.startedAt - one.startedAt)
  return newestFirst.flatMap(({ name, startedAt, bytes }) => {
    if (startedAt < oldest) return [name]
    kept += bytes
    return kept > room ? [name] : []
  })
}
