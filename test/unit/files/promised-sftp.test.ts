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

/** A server without OpenSSH's rename, whose own is over nothing; `refuses` the second name given. */
function plainServer(names: readonly string[], refuses = (_to: string): boolean => false) {
  const files = new Map(names.map((name) => [name, name]))
  const failed = Object.assign(new Error('Failure'), { code: 4 })
  const sftp: unknown = {
    on: () => {},
    ext_openssh_rename: () => {
      throw new Error('Server does not support this extended request')
    },
    lstat: (path: string, done: (error: unknown, found?: unknown) => void) =>
      files.has(path)
        ? done(undefined, { isDirectory: () => path === 'folder' })
        : done(Object.assign(new Error('No such file'), { code: 2 })),
    rename: (from: string, to: string, done: (error: unknown) => void) => {
      const content = files.get(from)
      if (content === undefined || files.has(to) || refuses(from)) return done(failed)
      files.delete(from)
      files.set(to, content)
      done(undefined)
    },
    unlink: (path: string, done: (error: unknown) => void) => done(files.delete(path) ? undefined : failed),
  }
  return { files, sftp: new PromisedSftp(sftp as SFTPWrapper) }
}

it.each([[['part']], [['part', 'x']]])('renames where the server has a plain rename alone: %j', async (names) => {
  const { files, sftp } = plainServer(names)
  await sftp.rename('part', 'x')
  expect([...files]).toEqual([['x', 'part']])
})

it('loses nothing of what had the name when a plain rename fails', async () => {
  const { files, sftp } = plainServer(['part', 'x'], (from) => from === 'part')
  await expect(sftp.rename('part', 'x')).rejects.toMatchObject({ problem: { code: 'FILE_FAILED' } })
  expect(files.get('x')).toBe('x')
})

it('puts no file in the place of a folder', async () => {
  const { files, sftp } = plainServer(['part', 'folder'])
  await expect(sftp.rename('part', 'folder')).rejects.toMatchObject({ problem: { code: 'FILE_FAILED' } })
  expect(files.get('folder')).toBe('folder')
})

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
