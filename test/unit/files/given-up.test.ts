import { readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { within } from '#domain/clock/clock.ts'
import { monotonicClock } from '#relay/clock.ts'
import { copyFile, type FileCopy } from '#relay/files/copy-file.ts'
import type { FileSide } from '#relay/files/file-side.ts'
import { here } from '#relay/files/here.ts'
import type { Transfer } from '#relay/files/transfer.ts'
import { GivenUp } from '#relay/files/unless-over.ts'
import { CopyStage, there } from './copy-stage.ts'

const stage = new CopyStage()
let to: string
beforeEach(async () => {
  await stage.set()
  ;({ to } = stage)
})
afterEach(() => stage.strike())
/** `late` when it waits for the far end: a failed assertion says more than a time limit. */
const soon = <T>(asked: Promise<T>): Promise<T | 'late'> => within(monotonicClock, 4_000, asked)
const copyOf = (text: string, change?: Partial<FileCopy>) => stage.copyOf(text, change)

describe('one file', () => {
  const never = <T>(): Promise<T> => new Promise(() => {})
  test.each<[string, Partial<FileSide>]>([
    ['is compared', { sha256: never }],
    ['is looked at again', { stat: never }],
    ['does not come', { read: () => ({ [Symbol.asyncIterator]: () => ({ next: never }) }) }],
  ])('is given up at once while it %s, whatever the far end does', async (_, silent) => {
    const given = new AbortController()
    const copying = copyFile(await copyOf('hello', { from: { ...there, ...silent }, over: given.signal }))
    await here.list(to)
    given.abort()
    expect(await soon(copying)).toEqual({ kind: 'stopped', part: join(to, '.x.culvert-part') })
  })

  test('is summed to its end and one byte more, for the far end need have none', async () => {
    const asked: number[] = []
    const growing: FileSide = {
      ...there,
      sha256: (path, bytes, over) => (asked.push(bytes), there.sha256(path, bytes, over)),
    }
    expect((await copyFile(await copyOf('hello', { from: growing }))).kind).toBe('same')
    expect(asked).toEqual([6])
  })

  test('that came to be longer while it was copied does not pass for the same', async () => {
    const copy = await copyOf('hello')
    await writeFile(copy.source, 'hello, and more')
    const short: FileSide = {
      ...there,
      stat: async () => copy.found,
      read: async function* () {
        yield Buffer.from('hello')
      },
    }
    expect(await copyFile({ ...copy, from: short })).toEqual({ kind: 'not-same' })
  })

  test('here is summed for nobody who has given it up', async () => {
    const { source } = await copyOf('hello')
    await expect(here.sha256(source, 6, AbortSignal.abort())).rejects.toBeInstanceOf(GivenUp)
  })
})

describe('a run', () => {
  test.each(['keep', 'delete'] as const)(
    'that is stopped while it is compared ends, and its part: %s',
    async (part) => {
      let run: Transfer | null = null
      const silent: FileSide = { ...there, sha256: () => (run?.stop(part), new Promise(() => {})) }
      expect((await soon(stage.newsOf({}, silent, (transfer) => (run = transfer)))).at(-1)).toMatchObject({
        news: 'stopped',
        why: 'asked',
      })
      expect(await readdir(to)).toEqual(part === 'keep' ? ['.x.culvert-part'] : [])
    },
  )

  test('that is stopped while it is counted ends, though the far end does not answer', async () => {
    let run: Transfer | null = null
    const silent: FileSide = { ...there, stat: () => (run?.stop('keep'), new Promise(() => {})) }
    expect((await soon(stage.newsOf({}, silent, (transfer) => (run = transfer)))).at(-1)).toMatchObject({
      news: 'stopped',
      why: 'asked',
      part: null,
    })
  })
})
