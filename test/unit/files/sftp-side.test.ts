import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PromisedSftp } from '#relay/files/promised-sftp.ts'
import { createSftpSide } from '#relay/files/sftp-side.ts'
import { GivenUp } from '#relay/files/unless-over.ts'

const bytes = Buffer.from('hello')
const sumThere = 'a'.repeat(64)
const waiting = new AbortController().signal

/** A server with one file, and a login shell that sums whatever it is told to. */
function sideOf() {
  const commands: string[] = []
  const sftp: Partial<PromisedSftp> = {
    open: async () => Buffer.from('handle'),
    close: async () => undefined,
    read: async (_handle, position, length) => bytes.subarray(position, position + length),
  }
  const run = async (command: string): Promise<string> => {
    commands.push(command)
    return `${sumThere}  -\n`
  }
  return { side: createSftpSide({ sftp: sftp as PromisedSftp, user: null, run }), commands }
}

describe('a sum over SFTP', () => {
  test('is made there for a plain path', async () => {
    const { side, commands } = sideOf()
    expect(await side.sha256('/srv/my file-1.tar.gz', 5, waiting)).toBe(sumThere)
    expect(commands).toEqual([expect.stringContaining("head -c 5 < '/srv/my file-1.tar.gz' |")])
  })

  test.each([
    "/srv/it's",
    '/srv/a&b',
    String.raw`/srv/a\'; id`,
    '/srv/$(id)',
    '/srv/a%PATH%',
    '/srv/a\nb',
    '/srv/日本',
  ])('shows no shell the name %j, and reads the file again', async (path) => {
    const { side, commands } = sideOf()
    expect(await side.sha256(path, 1_000, waiting)).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(commands).toEqual([])
  })
})

describe('a file without end', () => {
  /** Whose server gives whatever it is asked for, and who gives it up after so many packets. */
  function endless(mostReads: number) {
    const given = new AbortController()
    const seen = { reads: 0, given }
    const sftp: Partial<PromisedSftp> = {
      open: async () => Buffer.from('handle'),
      close: async () => undefined,
      async read(_handle, _position, length) {
        seen.reads += 1
        if (seen.reads === mostReads) given.abort()
        if (seen.reads > mostReads + 1_000) throw new Error('it goes on')
        return Buffer.alloc(length)
      },
    }
    return { seen, side: createSftpSide({ sftp: sftp as PromisedSftp, user: null, run: async () => null }) }
  }

  test('is read for its sum no further than it was asked for', async () => {
    const { side, seen } = endless(500)
    const sum = createHash('sha256').update(Buffer.alloc(100_000)).digest('hex')
    expect(await side.sha256('/srv/x', 100_000, waiting)).toBe(sum)
    // What was asked for ahead.
    expect(seen.reads).toBeLessThanOrEqual(4 + 24)
  })

  test('is read for nobody who has given it up', async () => {
    const { side, seen } = endless(50)
    const summing = side.sha256('/srv/x', Number.MAX_SAFE_INTEGER, seen.given.signal)
    await expect(summing).rejects.toBeInstanceOf(GivenUp)
    expect(seen.reads).toBeLessThanOrEqual(50 + 24)
  })
})

describe('a part over SFTP', () => {
  const exclusive = 0x20
  const opened = async (from: number, kind: 'file' | 'link'): Promise<readonly number[]> => {
    const flags: number[] = []
    const sftp = {
      unlink: async () => undefined,
      lstat: async () => ({ isFile: () => kind === 'file' }),
      stat: async () => ({ isFile: () => true }),
      open: async (_path: string, given: number) => (flags.push(given), Buffer.from('handle')),
      truncate: async () => undefined,
    } as unknown as PromisedSftp
    await createSftpSide({ sftp, user: null, run: async () => null }).write('/srv/.x.culvert-part', from)
    return flags
  }

  test('is made by us alone, and gone on with only where it is a file', async () => {
    expect((await opened(0, 'file')).map((flags) => flags & exclusive)).toEqual([exclusive])
    expect((await opened(5, 'file')).map((flags) => flags & exclusive)).toEqual([0])
    await expect(opened(5, 'link')).rejects.toMatchObject({ problem: { code: 'FILE_GONE' } })
  })
})
