import { createHash } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import type { PromisedSftp } from '#relay/files/promised-sftp.ts'
import { createSftpSide } from '#relay/files/sftp-side.ts'

const bytes = Buffer.from('hello')
const sumThere = 'a'.repeat(64)

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
    expect(await side.sha256('/srv/my file-1.tar.gz', 5)).toBe(sumThere)
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
    expect(await side.sha256(path, null)).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(commands).toEqual([])
  })
})
