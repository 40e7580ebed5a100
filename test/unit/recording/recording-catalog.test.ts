import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { RecordingKeeping } from '#contract/recordings.ts'
import type { RecordingFile, RecordingFiles } from '#core/app/recordings/ports.ts'
import { Recordings } from '#core/app/recordings/recordings.ts'
import { sealPrimitives as primitives } from '#core/system/seal-primitives.ts'
import { headerLine } from '#domain/recording/recorded-lines.ts'
import { ok } from '#domain/result.ts'
import { ManualClock } from '#test/support/manual-clock.ts'
import { sampleHeader } from './sample-header.ts'

const megabyte = 1_000_000
const first = Buffer.from(headerLine(sampleHeader(), { columns: 80, rows: 24 }))
const refused = Object.assign(new Error('EMFILE: too many open files'), { code: 'EMFILE' })

/** A folder of so many recordings, a megabyte each; `ends` says what reading one of them comes to. */
function folderOf(count: number, ends: (name: string) => Uint8Array = () => first) {
  const names = Array.from(
    { length: count },
    (_, at) =>
      `20261129T10${String(at % 60).padStart(2, '0')}37Z_mika_bastion_${at.toString(16).padStart(8, '0')}.cast`,
  )
  const seen = { read: 0, open: 0, mostOpen: 0, removed: [] as string[] }
  const fileOf = (name: string): RecordingFile => ({ name, bytes: megabyte, version: '1' })
  const files: Partial<RecordingFiles> = {
    prepare: async () => ok('folder'),
    list: async () => names.map(fileOf),
    find: async (name) => fileOf(name),
    transferLists: async () => [],
    remove: async (name) => void seen.removed.push(name),
    async ends({ name }) {
      seen.read += 1
      seen.open += 1
      seen.mostOpen = Math.max(seen.mostOpen, seen.open)
      await new Promise((resolve) => setImmediate(resolve))
      seen.open -= 1
      return { first: ends(name), last: [] }
    },
  }
  const clock = new ManualClock()
  clock.pass(sampleHeader().startedAt + 86_400_000)
  const recordings = (keeping: RecordingKeeping): Recordings =>
    new Recordings({
      ...{ files: files as RecordingFiles, primitives, clock },
      sealKeys: { forNew: async () => null, of: async () => null },
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
      idOf: (name) => createHash('sha256').update(name).digest('base64url').slice(0, 22),
      relay: { onFact: () => () => {}, onStopped: () => () => {} },
      keeping: () => keeping,
    })
  return { seen, names, recordings }
}

const all = { days: null, megabytes: null } as const
const some = { days: null, megabytes: 100 } as const

describe('a folder with very many recordings', () => {
  test.each([
    ['listed', (one: Recordings) => one.list()],
    ['looked through for what is too much', (one: Recordings) => one.outlived(some)],
  ])('is %s with few files open at once', async (_, use) => {
    const { seen, recordings } = folderOf(500)
    await use(recordings(all))
    expect(seen.read).toBe(500)
    expect(seen.mostOpen).toBeLessThanOrEqual(16)
  })

  test('is not read as long as nothing is too old or too much', async () => {
    const { seen, recordings } = folderOf(500)
    await recordings({ days: 30, megabytes: 500 }).prune()
    expect(seen).toMatchObject({ read: 0, removed: [] })
  })

  test('loses what is too much, and nothing that cannot be read at the moment', async () => {
    let isRefused = true
    const { seen, names, recordings } = folderOf(110, () => {
      if (isRefused) throw refused
      return first
    })
    const kept = recordings(some)
    await kept.prune()
    expect(seen.removed).toEqual([])
    isRefused = false
    await kept.prune()
    expect(seen.removed).toHaveLength(10)
    expect(names).toEqual(expect.arrayContaining(seen.removed))
  })

  test('is shown as it is once the system has given way: no refusal is remembered', async () => {
    let isRefused = true
    const { recordings } = folderOf(1, () => {
      if (isRefused) throw refused
      return first
    })
    const kept = recordings(all)
    expect((await kept.list()).recordings).toMatchObject([{ content: { is: 'unreadable' } }])
    isRefused = false
    expect((await kept.list()).recordings).toMatchObject([{ content: { is: 'readable' } }])
  })

  test('keeps what is not ours, and does not count it', async () => {
    const { seen, recordings } = folderOf(110, (name) => (name.endsWith('1.cast') ? Buffer.from('{}\n') : first))
    await recordings({ days: null, megabytes: 103 }).prune()
    expect(seen.removed).toEqual([])
  })
})
