import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { TransferNews } from '#contract/file-relay.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { farKeyOf } from '#domain/far-path/far-key.ts'
import { FileTrouble, type FileSide } from '#relay/files/file-side.ts'
import { CopyStage, there } from './copy-stage.ts'

const stage = new CopyStage()
let tree: string
beforeEach(async () => {
  await stage.set()
  tree = join(stage.from, 'tree')
  await mkdir(join(tree, 'deep'), { recursive: true })
  for (const name of ['1', '2', '3', 'deep/4']) await writeFile(join(tree, name), name)
})
afterEach(() => stage.strike())

const fetched = async (side: FileSide): Promise<TransferNews | undefined> =>
  (await stage.newsOf({ there: farKeyOf(tree) }, side)).at(-1)
const ofTwo = (path: string): boolean => path.endsWith('/2')
const trouble = (code: 'FILE_GONE' | 'FILE_FORBIDDEN' | 'FILE_CHANGED'): FileTrouble =>
  new FileTrouble(problemOf(code, { side: 'there', name: '2' }))

test('a file that is gone when its turn comes is left out and told, and the others are copied', async () => {
  const going: FileSide = {
    ...there,
    async makeFolder(path) {
      await there.makeFolder(path)
      await rm(join(tree, '2'), { force: true })
    },
  }
  const run = { direction: 'up', here: tree, there: farKeyOf(stage.to) } as const
  const last = (await stage.newsOf(run, going)).at(-1)
  expect(last).toMatchObject({ news: 'same', leftOut: 1, amount: { files: 3, totalFiles: 4 } })
  expect((await readdir(join(stage.to, 'tree'))).toSorted()).toEqual(['1', '3', 'deep'])
})

test.each(['FILE_FORBIDDEN', 'FILE_CHANGED'] as const)('a file with %s leaves nothing of itself', async (code) => {
  const troubled: FileSide = {
    ...there,
    sha256: async (path, bytes, over) => {
      if (ofTwo(path)) throw trouble(code)
      return await there.sha256(path, bytes, over)
    },
  }
  expect(await fetched(troubled)).toMatchObject({ news: 'same', leftOut: 1 })
  expect((await readdir(join(stage.to, 'tree'))).toSorted()).toEqual(['1', '3', 'deep'])
})

test('a folder within that can not be listed is left out and told', async () => {
  const closed: FileSide = {
    ...there,
    list: async (path) => {
      if (path.endsWith('deep')) throw trouble('FILE_FORBIDDEN')
      return await there.list(path)
    },
  }
  expect(await fetched(closed)).toMatchObject({ news: 'same', leftOut: 1, amount: { files: 3 } })
})

test('files that are longer than was told are so by 16 MiB in all, not each', async () => {
  let sent = 0
  const sumOfSwollen = createHash('sha256')
    .update(Buffer.alloc(10 * 1_024 * 1_024))
    .digest('hex')
  const swollen: FileSide = {
    ...there,
    async *read() {
      for (let pieces = 0; pieces < 10; pieces += 1) {
        sent += 1_024 * 1_024
        yield Buffer.alloc(1_024 * 1_024)
      }
    },
    sha256: async () => sumOfSwollen,
  }
  expect(await fetched(swollen)).toBeDefined()
  expect(sent).toBeLessThanOrEqual((16 + 4) * 1_024 * 1_024)
})

test('what this computer refuses ends the whole', async () => {
  await mkdir(join(stage.to, 'tree'))
  await mkdir(join(stage.to, 'tree', '2'))
  await writeFile(join(stage.to, 'tree', '2', 'own'), 'own')
  const run = { there: farKeyOf(tree), onExisting: 'overwrite' } as const
  expect((await stage.newsOf(run)).at(-1)).toMatchObject({ news: 'failed' })
  expect(await readFile(join(stage.to, 'tree', '2', 'own'), 'utf8')).toBe('own')
})
