import type { FileEntryWithStats, SFTPWrapper } from 'ssh2'
import { expect, it } from 'vitest'
import { PromisedSftp } from '#relay/files/promised-sftp.ts'

type Told = (error: Error | undefined, names: readonly Partial<FileEntryWithStats>[]) => void

/** A server's side of one open folder: `answer` tells the names of each answer, or that there are no more. */
function serverOf(answer: (asked: number) => readonly string[] | 'end') {
  const seen = { asked: 0, closed: 0 }
  const sftp: unknown = {
    on: () => {},
    opendir: (_path: string, done: (error: undefined, handle: Buffer) => void) => done(undefined, Buffer.from('h')),
    readdir: (_handle: Buffer, done: Told) => {
      const names = answer(seen.asked)
      seen.asked += 1
      if (names === 'end') done(Object.assign(new Error('EOF'), { code: 1 }), [])
      else
        done(
          undefined,
          names.map((filename) => ({ filename })),
        )
    },
    close: (_handle: Buffer, done: () => void) => {
      seen.closed += 1
      done()
    },
  }
  return { seen, sftp: new PromisedSftp(sftp as SFTPWrapper) }
}

it('tells all names of a folder, an empty answer among them', async () => {
  const { sftp, seen } = serverOf((asked) => [['a'], [], ['b', 'c']][asked] ?? 'end')
  expect((await sftp.readdir('/x')).map(({ filename }) => filename)).toEqual(['a', 'b', 'c'])
  expect(seen.closed).toBe(1)
})

it.each([
  ['names', Array.from({ length: 500 }, (_, index) => String(index))],
  ['answers with none', []],
])('ends a folder of %s without end', async (_, names) => {
  const { sftp, seen } = serverOf((asked) => (asked > 20_000 ? 'end' : names))
  await sftp.readdir('/x')
  expect(seen.asked).toBeLessThanOrEqual(10_000)
  expect(seen.closed).toBe(1)
})
