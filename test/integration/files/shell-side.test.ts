import { createHash, randomBytes } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { mkdtemp, mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { monotonicClock } from '#relay/clock.ts'
import { FileTrouble, SessionOver, type FileSide } from '#relay/files/file-side.ts'
import { ShellChannel } from '#relay/files/shell-channel.ts'
import { createShellSide, readShellFacts, type ShellFacts } from '#relay/files/shell-side.ts'
import { openTerminalShell, type TerminalShell } from './terminal-shell.ts'

/** Names that a shell could take for something else. */
const awkward = [
  'with blanks',
  "it's",
  'a"b',
  'line\nend\n',
  '-rf',
  '$(touch x)',
  '`x`',
  '日本語 é',
  '*',
  'back\\slash',
  '#',
]

const waiting = new AbortController().signal

const isThere = (program: string): boolean => {
  try {
    execFileSync('/bin/sh', ['-c', `command -v ${program}`], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

const shells: readonly (readonly [string, ...string[]])[] = [['bash'], ['dash', '-i'], ['busybox', 'sh']]

describe.each(shells.map((words) => ({ words })))('files over the shell $words', ({ words }) => {
  let folder: string
  let shell: TerminalShell | null = null
  let side: FileSide
  let facts: ShellFacts

  beforeEach(async (context) => {
    if (!isThere(words[0])) context.skip(`${words[0]} is not installed`)
    folder = await mkdtemp(join(tmpdir(), 'culvert files '))
    shell = openTerminalShell(words, folder)
    const channel = await ShellChannel.open(shell, monotonicClock)
    if (channel === null) throw new Error('no answer')
    facts = await readShellFacts(channel)
    side = createShellSide(channel, facts.user)
  })

  afterEach(async () => {
    await shell?.stop(0)
    if (folder !== undefined) await rm(folder, { recursive: true, force: true })
  })

  test('a part is written through no link', async () => {
    const [other, part] = [join(folder, 'other'), join(folder, '.x.culvert-part')]
    await writeFile(other, 'untouched')
    await symlink(other, part)
    const sink = await side.write(part, 4).catch(() => null)
    await sink?.write(Buffer.from('mine')).catch(() => undefined)
    await sink?.abandon()
    expect(await readFile(other, 'utf8')).toBe('untouched')
    await send(part, Buffer.from('mine'))
    expect([await readFile(other, 'utf8'), await readFile(part, 'utf8')]).toEqual(['untouched', 'mine'])
  })

  const send = async (path: string, bytes: Buffer): Promise<void> => {
    const sink = await side.write(path, 0)
    for (let at = 0; at < bytes.length; at += 100_000) await sink.write(bytes.subarray(at, at + 100_000))
    await sink.finish()
  }

  const fetched = async (path: string, from = 0): Promise<Buffer> => {
    const chunks: Uint8Array[] = []
    for await (const chunk of side.read(path, from)) chunks.push(chunk)
    return Buffer.concat(chunks)
  }

  test('knows who it is and where it is at home', () => {
    expect(facts).toMatchObject({ missing: null, home: folder, user: { uid: process.getuid?.() } })
  })

  test('lists what is there, whatever it is called', async () => {
    for (const name of awkward) await writeFile(join(folder, name), name)
    await mkdir(join(folder, '.hidden'))
    await symlink('.hidden', join(folder, 'to-folder'))
    await symlink('nowhere', join(folder, 'broken'))
    const found = await side.list(folder)
    const names = found.map(({ name }) => name)
    expect(names.toSorted()).toEqual([...awkward, '.hidden', 'to-folder', 'broken'].toSorted())
    const of = (name: string) => found.find((one) => one.name === name)
    expect(of("it's")).toMatchObject({ kind: 'file', size: 4, isLink: false, isReadable: true })
    expect(of('to-folder')).toMatchObject({ kind: 'folder', isLink: true })
    expect(of('broken')).toMatchObject({ kind: 'other', isLink: true })
    expect(of('.hidden')?.owner).toMatch(/\w/)
  })

  test.each(awkward)('sends, sums, fetches, renames and deletes %j', async (name) => {
    const path = join(folder, name)
    const bytes = randomBytes(300_000)
    await send(`${path}.part`, bytes)
    await side.rename(`${path}.part`, path)
    expect((await readFile(path)).equals(bytes)).toBe(true)
    expect(await side.sha256(path, bytes.length + 1, waiting)).toBe(createHash('sha256').update(bytes).digest('hex'))
    expect(await side.sha256(path, 1_000, waiting)).toBe(
      createHash('sha256').update(bytes.subarray(0, 1_000)).digest('hex'),
    )
    expect((await fetched(path)).equals(bytes)).toBe(true)
    expect((await fetched(path, 70_001)).equals(bytes.subarray(70_001))).toBe(true)
    await side.remove(path)
    expect(await side.stat(path)).toBeNull()
  })

  test('a file of no bytes is one', async () => {
    await send(join(folder, 'empty'), Buffer.alloc(0))
    expect(await side.stat(join(folder, 'empty'))).toMatchObject({ kind: 'file', size: 0 })
    expect(await fetched(join(folder, 'empty'))).toHaveLength(0)
  })

  test('goes on where a part ends, and cuts off what is behind', async () => {
    const path = join(folder, 'part')
    await send(path, Buffer.from('0123456789'))
    const sink = await side.write(path, 4)
    await sink.write(Buffer.from('abc'))
    await sink.finish()
    expect(await readFile(path, 'utf8')).toBe('0123abc')
  })

  test('a new part follows no link that lies in its place', async () => {
    await writeFile(join(folder, 'other'), 'untouched')
    await symlink('other', join(folder, '.x.culvert-part'))
    await send(join(folder, '.x.culvert-part'), Buffer.from('mine'))
    expect(await readFile(join(folder, 'other'), 'utf8')).toBe('untouched')
  })

  test('says what went wrong, and understands what follows', async () => {
    const codeOf = async (work: Promise<unknown>): Promise<string> =>
      await work.then(
        () => 'none',
        (error: unknown) => (error instanceof FileTrouble ? error.problem.code : String(error)),
      )
    expect(await codeOf(fetched(join(folder, 'nothing')))).toBe('FILE_GONE')
    expect(await codeOf(side.list(join(folder, 'nothing')))).toBe('FILE_GONE')
    expect(await codeOf(send(join(folder, 'nothing', 'x'), randomBytes(400_000)))).toBe('FILE_GONE')
    await writeFile(join(folder, 'full'), '')
    const sink = await side.write('/dev/full', 1).catch(() => null)
    if (sink !== null) {
      await sink.write(randomBytes(10)).catch(() => undefined)
      expect(await codeOf(sink.finish())).toBe('DISK_FULL')
    }
    await side.makeFolder(join(folder, 'made'))
    await side.makeFolder(join(folder, 'made'))
    expect((await stat(join(folder, 'made'))).isDirectory()).toBe(true)
    expect(await codeOf(side.rename(join(folder, 'full'), join(folder, 'made')))).toBe('FILE_FAILED')
  })

  test('a shell that is gone leaves nobody waiting', async () => {
    await writeFile(join(folder, 'x'), randomBytes(100))
    const asked = side.list(folder)
    shell?.kill()
    await expect(asked).rejects.toBeInstanceOf(SessionOver)
    await expect(side.stat(folder)).rejects.toBeInstanceOf(SessionOver)
  })
})
