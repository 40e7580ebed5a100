import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { TransferRun } from '#contract/file-relay.ts'
import { farKeyOf } from '#domain/far-path/far-key.ts'
import { copyFile, type FileCopy } from '#relay/files/copy-file.ts'
import type { FileSide, FoundFile } from '#relay/files/file-side.ts'
import { here } from '#relay/files/here.ts'
import { planTransfer } from '#relay/files/transfer-plan.ts'
import { CopyStage, there } from './copy-stage.ts'

const stage = new CopyStage()
let from: string
let to: string
beforeEach(async () => {
  await stage.set()
  ;({ from, to } = stage)
})
afterEach(() => stage.strike())
const copyOf = (text: string, change?: Partial<FileCopy>) => stage.copyOf(text, change)

describe('one file', () => {
  test('has its name only when it is the same', async () => {
    const copied = await copyFile(await copyOf('hello'))
    expect(copied).toEqual({ kind: 'same', sha256: createHash('sha256').update('hello').digest('hex') })
    expect(await readdir(to)).toEqual(['x'])
    expect((await stat(join(to, 'x'))).mode & 0o111).toBe(0)
  })

  test('that is not the same is deleted, and what was there stays', async () => {
    await writeFile(join(to, 'x'), 'before')
    const lying = { ...there, sha256: async () => '0'.repeat(64) }
    expect(await copyFile(await copyOf('hello', { from: lying }))).toEqual({ kind: 'not-same' })
    expect(await readdir(to)).toEqual(['x'])
    expect(await readFile(join(to, 'x'), 'utf8')).toBe('before')
  })

  test('that changed while it was copied is told so, and not kept', async () => {
    const copy = await copyOf('hello')
    const checking = (): void => void 0
    const changing: FileSide = {
      ...there,
      stat: async (path) => ({ ...((await there.stat(path)) as FoundFile), changedAt: 1 }),
    }
    await expect(copyFile({ ...copy, from: changing, checking })).rejects.toMatchObject({
      problem: { code: 'FILE_CHANGED' },
    })
    expect(await readdir(to)).toEqual([])
  })

  test('that does not end where it was said to is given up before it fills the disk, and not kept', async () => {
    let sent = 0
    const endless: FileSide = {
      ...there,
      async *read() {
        for (; sent < 64; sent += 1) yield Buffer.alloc(1_024 * 1_024)
      },
    }
    await expect(copyFile({ ...(await copyOf('hello')), from: endless })).rejects.toMatchObject({
      problem: { code: 'FILE_CHANGED' },
    })
    expect(sent).toBeLessThan(20)
    expect(await readdir(to)).toEqual([])
  })

  test('goes on with a part that is its beginning, and with no other', async () => {
    const seen: number[] = []
    const copy = await copyOf('0123456789', { mayResume: true, moved: (bytes) => seen.push(bytes) })
    await writeFile(join(to, '.x.culvert-part'), '01234')
    expect((await copyFile(copy)).kind).toBe('same')
    expect(seen[0]).toBe(5)
    seen.length = 0
    await writeFile(join(to, '.x.culvert-part'), '99999')
    expect((await copyFile(copy)).kind).toBe('same')
    expect(seen[0]).toBe(0)
    expect(await readFile(join(to, 'x'), 'utf8')).toBe('0123456789')
  })

  test('follows no link that lies where its part is to be', async () => {
    await writeFile(join(to, 'other'), 'untouched')
    await symlink('other', join(to, '.x.culvert-part'))
    await copyFile(await copyOf('hello')).catch(() => undefined)
    expect(await readFile(join(to, 'other'), 'utf8')).toBe('untouched')
    expect(await readFile(join(to, 'x'), 'utf8')).toBe('hello')
  })

  test('is cut and gone on with through no link either', async () => {
    await writeFile(join(to, 'other'), 'untouched')
    await symlink('other', join(to, '.x.culvert-part'))
    await expect(here.write(join(to, '.x.culvert-part'), 4)).rejects.toMatchObject({ problem: { code: 'FILE_FAILED' } })
    expect(await readFile(join(to, 'other'), 'utf8')).toBe('untouched')
  })

  test('of a gigabyte that comes faster than it goes is never held', async () => {
    const piece = Buffer.alloc(262_144)
    const pieces = 4_096
    let taken = 0
    let ahead = 0
    const endless: FileSide = {
      ...there,
      async *read() {
        for (let count = 0; count < pieces; count += 1) {
          ahead = Math.max(ahead, count - taken)
          yield piece
        }
      },
      sha256: async () => 'same',
      stat: async () => found,
    }
    const found = { kind: 'file', size: piece.length * pieces, changedAt: 0 } as const
    const sink = { write: async () => void (taken += 1), finish: async () => {}, abandon: async () => {} }
    const slow: FileSide = { ...here, write: async () => sink, sha256: async () => 'same', rename: async () => {} }
    const copied = await copyFile(await copyOf('x', { from: endless, to: slow, found }))
    expect(copied.kind).toBe('same')
    expect([taken, ahead]).toEqual([pieces, 0])
  })

  test('stopped on the way says what is there of it', async () => {
    const copied = await copyFile(await copyOf('hello', { over: AbortSignal.abort() }))
    expect(copied).toEqual({ kind: 'stopped', part: join(to, '.x.culvert-part') })
    expect(await readdir(to)).toEqual(['.x.culvert-part'])
  })
})

describe('a run', () => {
  const newsOf = (part?: Partial<TransferRun>, side?: FileSide) => stage.newsOf(part, side)

  test('asks about what is in the way, and touches nothing', async () => {
    await writeFile(join(to, 'x'), 'old')
    expect((await newsOf()).at(-1)).toMatchObject({ news: 'exists', existing: { size: 3 }, coming: { size: 3 } })
    expect(await readFile(join(to, 'x'), 'utf8')).toBe('old')
  })

  test('keeps both under another name, or writes over what was agreed to', async () => {
    await writeFile(join(to, 'x'), 'old')
    expect((await newsOf({ onExisting: 'keep-both' })).at(-1)).toMatchObject({ news: 'same', savedAs: 'x (2)' })
    expect((await newsOf({ onExisting: 'overwrite' })).at(-1)).toMatchObject({ news: 'same', savedAs: 'x' })
    expect(await readFile(join(to, 'x'), 'utf8')).toBe('new')
  })

  test('that is not the same says which file, and leaves nothing', async () => {
    const lying = { ...there, sha256: async () => '0'.repeat(64) }
    expect((await newsOf({}, lying)).at(-1)).toEqual({ news: 'not-same', file: 'x' })
    expect(await readdir(to)).toEqual([])
  })

  test('by a key that is none finds nothing', async () => {
    const failed = (await newsOf({ there: 'etc' })).at(-1)
    expect(failed).toMatchObject({ news: 'failed', problem: { code: 'FILE_GONE' } })
  })

  test('of a folder writes through no link that lies in its place', async () => {
    const elsewhere = join(to, 'elsewhere')
    await mkdir(elsewhere)
    await mkdir(join(from, 'tree/deep'), { recursive: true })
    await writeFile(join(from, 'tree/deep/y'), 'new')
    await mkdir(join(to, 'tree'))
    await symlink(elsewhere, join(to, 'tree/deep'))
    const run = { there: farKeyOf(join(from, 'tree')), onExisting: 'overwrite' } as const
    expect((await newsOf(run)).at(-1)).toMatchObject({ news: 'failed', problem: { code: 'FILE_FAILED' } })
    expect(await readdir(elsewhere)).toEqual([])
    await rm(join(to, 'tree/deep'))
    expect((await newsOf(run)).at(-1)).toMatchObject({ news: 'same' })
  })

  test('of a folder leaves out the links in it, and says how many', async () => {
    await mkdir(join(from, 'tree'))
    await writeFile(join(from, 'secret'), 'secret')
    await writeFile(join(from, 'tree', 'y'), 'y')
    await symlink(join(from, 'secret'), join(from, 'tree', 'to-file'))
    await symlink(from, join(from, 'tree', 'to-folder'))
    // As over SFTP, where a link is listed as what it leads to.
    const followed: FileSide['list'] = async (path) =>
      await Promise.all(
        (await there.list(path)).map(async (entry) => ({ ...entry, ...(await there.stat(join(path, entry.name))) })),
      )
    const run = { there: farKeyOf(join(from, 'tree')) }
    const last = (await newsOf(run, { ...there, list: followed })).at(-1)
    expect(last).toMatchObject({ news: 'same', amount: { files: 1 }, leftOut: 2 })
    expect(await readdir(join(to, 'tree'))).toEqual(['y'])
  })

  test('of a folder replaces none of its files by another whose name comes out the same here', async () => {
    await mkdir(join(from, 'tree'))
    const names = ['a*', 'a:', 'a_', '.x.culvert-part', 'x']
    for (const name of names) await writeFile(join(from, 'tree', name), name)
    const last = (await newsOf({ there: farKeyOf(join(from, 'tree')) })).at(-1)
    expect(last).toMatchObject({ news: 'same', amount: { files: 5 }, leftOut: 0 })
    const made = await readdir(join(to, 'tree'))
    const texts = await Promise.all(made.map((name) => readFile(join(to, 'tree', name), 'utf8')))
    expect(texts.toSorted()).toEqual(names.toSorted())
  })

  test('of a folder that goes on takes no file for done that is another one, however long it is', async () => {
    await mkdir(join(from, 'tree'))
    await mkdir(join(to, 'tree'))
    for (const name of ['a', 'b', 'c']) await writeFile(join(from, 'tree', name), `${name}1`)
    await writeFile(join(to, 'tree', 'a'), 'a1')
    await writeFile(join(to, 'tree', 'b'), 'xx')
    const read: string[] = []
    const counting: FileSide = { ...there, read: (path, at) => (read.push(path), there.read(path, at)) }
    const run = {
      there: farKeyOf(join(from, 'tree')),
      onExisting: 'overwrite',
      resume: { savedAs: 'tree', files: 2 },
    } as const
    expect((await newsOf(run, counting)).at(-1)).toMatchObject({ news: 'same', amount: { files: 3 } })
    expect(read).toEqual([join(from, 'tree', 'b'), join(from, 'tree', 'c')])
    expect(await readFile(join(to, 'tree', 'b'), 'utf8')).toBe('b1')
  })

  test('counts no more bytes than there are numbers, whatever the far end says', async () => {
    const huge = { kind: 'file', size: Number.MAX_SAFE_INTEGER, changedAt: 0 } as const
    const folder = { kind: 'folder', size: 0, changedAt: 0 } as const
    const list: FileSide['list'] = async () =>
      ['a', 'b'].map((name) => ({ ...huge, name, isLink: false, owner: null, isReadable: true }))
    const plan = await planTransfer(
      { from: { ...there, stat: async () => folder, list }, to: there },
      '/x',
      () => false,
    )
    expect(plan.totalBytes).toBe(Number.MAX_SAFE_INTEGER)
  })

  test('that goes on asks about what came to have its name meanwhile', async () => {
    await writeFile(join(to, '.x.culvert-part'), 'ne')
    await writeFile(join(to, 'x'), 'other')
    const resume = { savedAs: 'x', files: 0 }
    expect((await newsOf({ resume })).at(-1)).toMatchObject({
      news: 'exists',
      existing: { size: 5 },
      coming: { size: 3 },
    })
    expect(await readFile(join(to, 'x'), 'utf8')).toBe('other')
    expect(await readdir(to)).toEqual(['x'])
    expect((await newsOf({ resume, onExisting: 'overwrite' })).at(-1)).toMatchObject({ news: 'same' })
    expect((await newsOf({ resume })).at(-1)).toMatchObject({ news: 'same' })
  })

  test('of folders without end stops counting, and says that more was left out', async () => {
    let lists = 0
    const folder = { kind: 'folder', size: 0, changedAt: 0 } as const
    const names = Array.from({ length: 1_000 }, (_, index) => String(index))
    const list: FileSide['list'] = async () => {
      lists += 1
      return names.map((name) => ({ ...folder, name, isLink: false, owner: null, isReadable: true }))
    }
    const endless: FileSide = { ...there, stat: async () => folder, list }
    const plan = await planTransfer({ from: endless, to: there }, '/x', () => lists > 200)
    expect(lists).toBeLessThanOrEqual(100)
    expect(plan.leftOut).toBeGreaterThan(0)
  })
})
