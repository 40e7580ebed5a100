import type { ActivityEvent } from '#contract/activity.ts'
import { activityKeeping, dayFileName, outlivedDays, overfullDay, writeEventLine } from '#domain/activity/day-file.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { redactLine, redact } from '#domain/redaction/redact-value.ts'
import type { Log } from '../ports.ts'
import type { ActivityFiles } from './ports.ts'

/** Lines of a burst are written together. */
const settleMs = 500
/** A disk that takes nothing must not fill the memory instead. */
const mostUnwritten = 2_000
/** After so many bytes, and with each new day, what is too much goes: an app may run for months. */
const houseBytes = 1_000_000

/** Writes down what happens. */
export interface ActivityLog {
  note(event: ActivityEvent): void
  /** The system's code, where the last lines could not be written. */
  trouble(): string | null
  /** Settles when all that was noted is on the disk, or was given up. */
  flush(): Promise<void>
  /** Removes what is too old, or too much; done by itself, too, as more is written. */
  keepHouse(): Promise<void>
}

interface LogDeps {
  readonly files: Pick<ActivityFiles, 'append' | 'list' | 'remove' | 'shorten'>
  readonly clock: Clock
  readonly log: Log
}

/** Keeps events in files of days: what can not be written is left out, and told once, for nothing else may fail for it. */
export function createActivityLog({ files, clock, log }: LogDeps): ActivityLog {
  let unwritten: ActivityEvent[] = []
  let failing: string | null = null
  let cancel: (() => void) | null = null
  let writing: Promise<void> = Promise.resolve()
  /** Since house was kept last. */
  let written = { bytes: 0, day: '' }

  const write = async (events: readonly ActivityEvent[]): Promise<void> => {
    for (const [name, lines] of byDay(events)) {
      const text = lines.join('')
      const code = await files.append(name, text)
      if (code !== null && failing === null) log.warn('activity.not-written', { code })
      failing = code
      const bytes = written.bytes + text.length
      const isDue = bytes > houseBytes || (written.day !== '' && written.day !== name)
      written = { bytes: isDue ? 0 : bytes, day: name }
      if (isDue) await removeTooMuch(files, clock.now())
    }
  }
  const flush = (): Promise<void> => {
    cancel?.()
    cancel = null
    const events = unwritten
    unwritten = []
    writing = writing.then(() => write(events))
    return writing
  }
  return {
    note(event) {
      if (unwritten.length >= mostUnwritten) return
      unwritten.push(clean(event))
      cancel ??= clock.after(settleMs, () => void flush())
    },
    trouble: () => failing,
    flush,
    keepHouse: () => (writing = writing.then(() => removeTooMuch(files, clock.now()))),
  }
}

/** The newest day is shortened first: what it alone is too long by is no reason to lose the days before it. */
async function removeTooMuch(files: LogDeps['files'], now: number): Promise<void> {
  const overfull = overfullDay(await files.list())
  if (overfull !== null) await files.shorten(overfull, activityKeeping.bytes / 2).catch(() => undefined)
  for (const name of outlivedDays(await files.list(), now)) await files.remove(name).catch(() => undefined)
}

function byDay(events: readonly ActivityEvent[]): ReadonlyMap<string, readonly string[]> {
  const days = new Map<string, string[]>()
  for (const event of events) {
    const name = dayFileName(event.at)
    const lines = days.get(name) ?? []
    lines.push(writeEventLine(event))
    days.set(name, lines)
  }
  return days
}

/** What others have written into names and messages may look like a secret, and then it goes. */
function clean(event: ActivityEvent): ActivityEvent {
  const { subject, problem } = event
  const details = problem === null ? null : redact(problem.details)
  const kept = problem === null || details === null ? null : ({ ...problem, details } as ActivityEvent['problem'])
  return { ...event, subject: { ...subject, name: redactLine(subject.name) }, problem: kept }
}
