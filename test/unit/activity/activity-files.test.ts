import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { activityPage, type ActivityFilter } from '#contract/activity.ts'
import { createActivityBook } from '#core/app/activity/activity-book.ts'
import { createActivityLog } from '#core/app/activity/activity-log.ts'
import { createActivityFolder } from '#core/store/activity-folder.ts'
import { activityKeeping, outlivedDays } from '#domain/activity/day-file.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { FakeClock, silentLog } from '../tunnels/fakes.ts'
import { sampleEvent } from './activity-samples.ts'

const everything: ActivityFilter = { search: '', group: null, environment: null, since: null }
const dayMs = 86_400_000

let folder = ''

beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'culvert-activity-')), 'activity')
})
afterEach(() => rm(join(folder, '..'), { recursive: true, force: true }))

function open(clock = new FakeClock()) {
  const files = createActivityFolder(folder)
  const log = createActivityLog({ files, clock, log: silentLog })
  const book = createActivityBook({
    files,
    flush: () => log.flush(),
    trouble: () => log.trouble(),
    breathe: async () => {},
  })
  return { clock, files, log, book }
}

describe('what happened', () => {
  it('is kept by days, for its owner alone, and is there at the next start', async () => {
    const { log } = open()
    log.note(sampleEvent())
    log.note(sampleEvent({ at: Date.UTC(2026, 11, 1, 0, 5), kind: 'idle-closed', lastedMs: 60_000, bytesIn: 7 }))
    await log.flush()
    expect((await readdir(folder)).toSorted()).toEqual(['activity-2026-11-30.jsonl', 'activity-2026-12-01.jsonl'])
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect((await stat(join(folder, 'activity-2026-11-30.jsonl'))).mode & 0o777).toBe(0o600)
    const { events, total } = await open().book.list(everything, null)
    expect(events.map(({ event }) => event.kind)).toEqual(['idle-closed', 'ready'])
    expect(total).toEqual({ events: 2, bytes: 7 })
  })

  it('is written without what looks like a secret', async () => {
    const { log } = open()
    const said = 'password=hunter2hunter2 was refused'
    log.note(sampleEvent({ kind: 'failed', problem: problemOf('ENDPOINT_REFUSED', { said }) }))
    log.note(sampleEvent({ subject: { of: 'tunnel', id: '1', name: 'postgres://me:hunter2hunter2@db' } }))
    await log.flush()
    expect(await readFile(join(folder, 'activity-2026-11-30.jsonl'), 'utf8')).not.toContain('hunter2')
  })

  it('comes in pages, each event once, though something happens in between', async () => {
    const { log, book } = open()
    for (let second = 0; second < 450; second += 1) log.note(sampleEvent({ at: sampleEvent().at + second * 1_000 }))
    const first = await book.list(everything, null)
    log.note(sampleEvent({ at: sampleEvent().at + 999_000 }))
    const second = await book.list(everything, first.next)
    const third = await book.list(everything, second.next)
    const seen = [first, second, third].flatMap(({ events }) => events.map(({ event }) => event.at))
    expect(seen).toHaveLength(450)
    expect(new Set(seen).size).toBe(450)
    expect(seen).toEqual(seen.toSorted((one, other) => other - one))
    expect([first.total?.events, second.total, third.next]).toEqual([450, null, null])
  })

  it('reads no newer day for a later page, and goes on where the day of the page is gone', async () => {
    const { log, book, files } = open()
    const { at } = sampleEvent()
    for (let hour = 0; hour < 250; hour += 1) log.note(sampleEvent({ at: at + hour * 3_600_000 }))
    const first = await book.list(everything, null)
    const read: string[] = []
    const watched = createActivityBook({
      ...{ flush: () => log.flush(), trouble: () => log.trouble(), breathe: async () => {} },
      files: { ...files, read: (name) => (read.push(name), files.read(name)) },
    })
    const day = String(first.next).split(':')[0] ?? ''
    const second = await watched.list(everything, first.next)
    expect(second.events).toHaveLength(50)
    expect(read.toSorted().at(-1)).toBe(day)
    await files.remove(day)
    const later = await watched.list(everything, first.next)
    expect(later.events.length).toBeGreaterThan(20)
    expect(later.events.every(({ event }) => event.at < at + 50 * 3_600_000)).toBe(true)
  })

  it('is found by words, kind, environment and time', async () => {
    const { log, book } = open()
    log.note(sampleEvent())
    log.note(sampleEvent({ kind: 'connections-closed', program: { name: 'DataGrip', pid: 99 }, connections: 2 }))
    log.note(sampleEvent({ kind: 'failed', environment: 'staging', problem: problemOf('ENDPOINT_REFUSED', {}) }))
    const kindsOf = async (wish: Partial<ActivityFilter>): Promise<readonly string[]> =>
      (await book.list({ ...everything, ...wish }, null)).events.map(({ event }) => event.kind)
    expect(await kindsOf({ search: 'datagrip ORDERS' })).toEqual(['connections-closed'])
    expect(await kindsOf({ search: 'example.internal:5432 endpoint_refused' })).toEqual(['failed'])
    expect(await kindsOf({ group: 'connections' })).toEqual(['connections-closed'])
    expect(await kindsOf({ group: 'failures' })).toEqual(['failed'])
    expect(await kindsOf({ environment: 'production' })).toEqual(['connections-closed', 'ready'])
    expect(await kindsOf({ since: sampleEvent().at + 1 })).toEqual([])
  })

  it('loses one line to one bad line, and reads through no link', async () => {
    const { log, book } = open()
    log.note(sampleEvent())
    await log.flush()
    const file = join(folder, 'activity-2026-11-30.jsonl')
    await writeFile(file, `${await readFile(file, 'utf8')}{"at":1}\n{"at":`)
    await symlink(file, join(folder, 'activity-2026-11-29.jsonl'))
    expect(await book.list(everything, null)).toMatchObject({ total: { events: 1 }, unreadable: 2 })
    log.note(sampleEvent({ kind: 'stopped' }))
    expect(await book.list(everything, null)).toMatchObject({ total: { events: 2 }, unreadable: 2 })
  })

  it('can be shown whatever numbers somebody has written', async () => {
    const { log, book } = open()
    const most = Number.MAX_SAFE_INTEGER
    log.note(sampleEvent({ bytesIn: most, bytesOut: most, lastedMs: most, connections: most }))
    log.note(sampleEvent({ bytesIn: most }))
    await log.flush()
    const file = join(folder, 'activity-2026-11-30.jsonl')
    const never = [8_640_000_000_000_001, -8_640_000_000_000_001].map((at) => JSON.stringify(sampleEvent({ at })))
    await writeFile(file, `${await readFile(file, 'utf8')}${never.join('\n')}\n{"at":1e400}\n`)
    const page = await book.list(everything, null)
    expect(activityPage.safeParse(page).error).toBeUndefined()
    expect(page).toMatchObject({ total: { events: 2, bytes: most }, unreadable: 3 })
    for (const { event } of page.events) expect(() => new Date(event.at).toISOString()).not.toThrow()
  })

  it('is given up where the disk takes nothing, and goes on when it does again', async () => {
    await writeFile(folder, 'in the way')
    const { log, book } = open()
    log.note(sampleEvent())
    const problem = { code: 'ACTIVITY_NOT_WRITTEN', details: { task: 'keep', reason: 'EEXIST' } }
    expect(await book.list(everything, null)).toMatchObject({ events: [], problem })
    await rm(folder)
    await mkdir(folder)
    log.note(sampleEvent({ kind: 'stopped' }))
    const { events, problem: after } = await book.list(everything, null)
    expect(events.map(({ event }) => event.kind)).toEqual(['stopped'])
    expect(after).toBeNull()
  })

  it('is let go by age and by size, the newest day last', async () => {
    const now = Date.UTC(2026, 10, 30, 12)
    const day = (ago: number, bytes: number) => ({
      name: `activity-${new Date(now - ago * dayMs).toISOString().slice(0, 10)}.jsonl`,
      bytes,
    })
    const { bytes, days } = activityKeeping
    expect(outlivedDays([day(0, 1), day(days - 1, 1), day(days + 2, 1)], now)).toEqual([day(days + 2, 1).name])
    expect(outlivedDays([day(2, 1), day(1, bytes), day(0, bytes * 2)], now)).toEqual([day(1, 1).name, day(2, 1).name])
    expect(outlivedDays([{ name: 'notes.txt', bytes }], now)).toEqual([])
  })
})

describe('a history that grows while the app runs', () => {
  const dayOf = (at: number): string => join(folder, `activity-${new Date(at).toISOString().slice(0, 10)}.jsonl`)

  it('loses what is too old with each new day', async () => {
    const { clock, log } = open()
    const { at } = sampleEvent()
    clock.setWall(at - clock.now())
    log.note(sampleEvent())
    await log.flush()
    const old = dayOf(at - (activityKeeping.days + 1) * dayMs)
    await writeFile(old, '')
    await clock.advance(dayMs)
    log.note(sampleEvent({ at: at + dayMs }))
    await log.flush()
    expect(await readdir(folder)).toEqual(['activity-2026-11-30.jsonl', 'activity-2026-12-01.jsonl'])
  })

  it('keeps the end of a day that alone is too much, in whole lines', async () => {
    const { log, book } = open()
    const line = `${JSON.stringify(sampleEvent())}\n`
    const file = dayOf(sampleEvent().at)
    await mkdir(folder)
    await writeFile(file, line.repeat(Math.ceil(activityKeeping.bytes / line.length)))
    await writeFile(dayOf(sampleEvent().at - dayMs), line)
    log.note(sampleEvent({ kind: 'stopped' }))
    await log.keepHouse()
    await log.flush()
    expect((await stat(file)).size).toBeLessThanOrEqual(activityKeeping.bytes / 2 + line.length)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const { events, unreadable } = await book.list(everything, null)
    expect(await readdir(folder)).toHaveLength(2)
    expect(events.slice(0, 2).map(({ event }) => event.kind)).toEqual(['stopped', 'ready'])
    expect(unreadable).toBe(0)
  })
})

describe('an export of what happened', () => {
  const wish = { as: 'jsonl', programs: true, sessionIds: true, hosts: false } as const

  it('has what the filter leaves, oldest first, one JSON object a line, without hosts unless they are wanted', async () => {
    const { log, book } = open()
    log.note(sampleEvent())
    log.note(sampleEvent({ at: sampleEvent().at + 1_000, kind: 'idle-closed', bytesIn: 5, lastedMs: 1_000 }))
    log.note(sampleEvent({ environment: 'staging' }))
    const path = join(folder, '..', 'out.jsonl')
    expect(await book.export({ ...everything, environment: 'production' }, wish, path)).toMatchObject({ ok: true })
    const text = await readFile(path, 'utf8')
    const lines = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(lines.map(({ kind }) => kind)).toEqual(['ready', 'idle-closed'])
    expect(lines[1]).toMatchObject({ program: 'psql', pid: 4_711, bytesIn: 5, sessionId: sampleEvent().sessionId })
    expect(text).not.toMatch(/example\.internal|i-0ab3/)
    await book.export(everything, { ...wish, programs: false, sessionIds: false, hosts: true }, path)
    const whole = await readFile(path, 'utf8')
    expect(whole).toContain('example.internal')
    expect(whole).not.toMatch(/psql|0f3c9a2b71de4d9e/)
  })

  it('is a table that no spreadsheet takes for formulas', async () => {
    const { log, book } = open()
    log.note(sampleEvent({ subject: { of: 'tunnel', id: '1', name: '=cmd|"calc"' } }))
    const path = join(folder, '..', 'out.csv')
    await book.export(everything, { ...wish, as: 'csv' }, path)
    const [head, row] = (await readFile(path, 'utf8')).split('\r\n')
    expect(head).toMatch(/^at,kind,of,name,/)
    expect(row).toContain(`"'=cmd|""calc"""`)
  })

  it('that can not be written says why, and leaves nothing behind', async () => {
    const { book } = open()
    const path = join(folder, 'not-there', 'out.jsonl')
    expect(await book.export(everything, wish, path)).toMatchObject({
      error: { code: 'ACTIVITY_NOT_WRITTEN', details: { task: 'export', reason: 'ENOENT' } },
    })
  })
})
