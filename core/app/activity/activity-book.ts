import {
  activityPageSize,
  type ActivityEvent,
  type ActivityExport,
  type ActivityFilter,
  type ActivityPage,
} from '#contract/activity.ts'
import type { Result } from '#contract/result.ts'
import { dayFileEnd, readEventLine } from '#domain/activity/day-file.ts'
import { exportHead, exportLine } from '#domain/activity/export-lines.ts'
import { bytesOf, fits } from '#domain/activity/fitting.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { ActivityFiles } from './ports.ts'

/** Lines that are read in one go before others have their turn. */
const atOnce = 500

/** What happened, for those who look for something in it. */
export interface ActivityBook {
  /** The first page, or the one that begins at `from`. */
  list(filter: ActivityFilter, from: string | null): Promise<ActivityPage>
  /** Writes all that fits, oldest first. ACTIVITY_NOT_WRITTEN. */
  export(filter: ActivityFilter, wish: ActivityExport, path: string): Promise<Result<void>>
}

interface BookDeps {
  readonly files: Pick<ActivityFiles, 'list' | 'read' | 'write'>
  /** What was noted is on the disk then, if it takes it. */
  flush(): Promise<void>
  /** The system's code, where it does not. */
  trouble(): string | null
  /** Gives others their turn. */
  breathe(): Promise<void>
}

interface Found {
  readonly key: string
  readonly event: ActivityEvent
}

/** Creates it over the files of days. */
export function createActivityBook(deps: BookDeps): ActivityBook {
  return {
    async list(filter, from) {
      await deps.flush()
      const reason = deps.trouble()
      const problem = reason === null ? null : problemOf('ACTIVITY_NOT_WRITTEN', { task: 'keep', reason })
      return { ...(await pageOf(newestFirst(deps, filter, from), from === null)), problem }
    },
    async export(filter, wish, path) {
      await deps.flush()
      return await deps.files.write(path, exported(deps, filter, wish))
    },
  }
}

async function pageOf(lines: AsyncIterable<Found | null>, isFirst: boolean): Promise<Omit<ActivityPage, 'problem'>> {
  const events: Found[] = []
  const total = { events: 0, bytes: 0 }
  let next: string | null = null
  let unreadable = 0
  for await (const found of lines) {
    if (found === null) {
      unreadable += 1
      continue
    }
    total.events += 1
    total.bytes = Math.min(Number.MAX_SAFE_INTEGER, total.bytes + bytesOf(found.event))
    if (events.length < activityPageSize) events.push(found)
    else next ??= found.key
    // Of later pages nobody asks how many there are in all.
    if (next !== null && !isFirst) break
  }
  return { events, next, total: isFirst ? total : null, unreadable }
}

/** Where a key is: no day after its file's, and in that no line after its line, is asked for. */
function placeOf(key: string | null): { readonly name: string; readonly line: number } | null {
  const [, name, line] = /^(activity-[\d-]+\.jsonl):(\d{1,9})$/.exec(key ?? '') ?? []
  return name === undefined || line === undefined ? null : { name, line: Number(line) }
}

/** Every event that fits, from a key on, and null for each line that is none. */
async function* newestFirst(
  deps: BookDeps,
  filter: ActivityFilter,
  from: string | null = null,
): AsyncIterable<Found | null> {
  const place = placeOf(from)
  const names = (await deps.files.list())
    .map(({ name }) => name)
    .filter((name) => place === null || name <= place.name)
    .toSorted()
    .toReversed()
  for (const name of names) {
    if (filter.since !== null && (dayFileEnd(name) ?? 0) <= filter.since) return
    const lines = (await deps.files.read(name)).split('\n')
    // Behind the last line break is nothing, or what was cut.
    const last = lines.pop() ?? ''
    if (last !== '') yield null
    const begin = name === place?.name ? Math.min(lines.length - 1, place.line) : lines.length - 1
    for (let index = begin; index >= 0; index -= 1) {
      if (index % atOnce === 0) await deps.breathe()
      const event = readEventLine(lines[index] ?? '')
      if (event === null) yield null
      else if (fits(event, filter)) yield { key: `${name}:${index}`, event }
    }
  }
}

async function* exported(deps: BookDeps, filter: ActivityFilter, wish: ActivityExport): AsyncIterable<string> {
  const all: ActivityEvent[] = []
  for await (const found of newestFirst(deps, filter)) if (found !== null) all.push(found.event)
  const oldestFirst = all.toReversed()
  const [first] = oldestFirst
  const head = first === undefined ? null : exportHead(wish, first)
  if (head !== null) yield head
  for (const event of oldestFirst) yield exportLine(event, wish)
}
