import { createHash, randomBytes } from 'node:crypto'
import { mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { FileWorld } from './file-world.ts'

const plugin = await findOfficialPlugin()
const awkward = ['with blanks', "it's", 'line\nend', '日本語 é', '-rf', '$(touch x)', 'back\\slash']
const megabyte = 1_024 * 1_024

let sandbox: Sandbox
let world: FileWorld

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [], behaviour: { firstOutputMs: 0, sleepMs: 0 } })
})
afterAll(() => sandbox.stop())

const ways = (['ssh', 'shell'] as const).flatMap((way) => (['builtin', 'plugin'] as const).map((by) => ({ way, by })))

const sumOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')
const parts = async (folder: string): Promise<string[]> =>
  (await readdir(folder)).filter((name) => name.endsWith('.culvert-part'))

describe.each(ways)('files over $way by the $by engine', ({ way, by }) => {
  const isQuick = way === 'ssh' && by === 'builtin'
  const large = (isQuick ? 50 : 8) * megabyte
  /** Long enough to be stopped in the middle. */
  const middling = (isQuick ? 16 : 6) * megabyte

  beforeEach(async (context) => {
    if (by === 'plugin' && plugin === null) context.skip('session-manager-plugin is not installed on this machine')
    sandbox.reset()
    if (way === 'shell') sandbox.fault({ kind: 'endpoint', host: 'localhost', port: 22, leadsTo: { kind: 'refused' } })
    world = await FileWorld.open(sandbox, by === 'plugin' ? plugin : null)
  })
  afterEach(async (context) => {
    if (context.task.result?.state === 'skip' || world === undefined) return
    await world.close()
    expect(world.programs).toBe(0)
    expect(sandbox.state().sessions.active).toEqual([])
  })

  test('says what carries it and why, and lists what is there', async () => {
    await mkdir(join(world.there, 'folder'))
    for (const name of awkward) await writeFile(join(world.there, name), name)
    const id = await world.opened()
    const { status } = world.view(id)
    expect(status).toMatchObject({
      by: { engine: by },
      carrier:
        way === 'ssh'
          ? { over: 'ssh', key: 'pushed', hostKey: expect.stringMatching(/^SHA256:[A-Za-z0-9+/]{43}$/) }
          : { over: 'shell', why: 'no-server' },
    })
    const listed = await world.list(id, world.there)
    expect(listed.path).toBe(world.there)
    expect(listed.entries[0]).toMatchObject({ name: 'folder', kind: 'folder', size: null })
    expect(
      listed.entries
        .slice(1)
        .map(({ name }) => name)
        .toSorted(),
    ).toEqual(awkward.toSorted())
    const again = await world.files.list('main', id, { by: 'key', key: listed.entries[0]!.key })
    expect(again).toMatchObject({ ok: true, value: { parent: listed.key, entries: [] } })
    await expect(world.list(id, '/nowhere')).rejects.toThrow('FILE_GONE')
  })

  test('a large file is the same on both sides, either way', async () => {
    const bytes = randomBytes(large)
    await writeFile(join(world.here, 'large'), bytes)
    const id = await world.opened()
    const sent = await world.is(id, world.send(id, 'large'), 'same')
    expect(sent).toMatchObject({ sha256: sumOf(bytes), amount: { bytes: large, totalBytes: large, files: 1 } })
    expect((await readFile(join(world.there, 'large'))).equals(bytes)).toBe(true)
    await writeFile(join(world.there, 'other'), bytes)
    const fetched = await world.is(id, world.fetch(id, 'other'), 'same')
    expect(fetched.sha256).toBe(sumOf(bytes))
    expect((await readFile(join(world.here, 'other'))).equals(bytes)).toBe(true)
    expect([...(await parts(world.here)), ...(await parts(world.there))]).toEqual([])
  }, 300_000)

  test('a folder comes with all that is in it, and without its links', async () => {
    const names = ['tree', 'tree/deep', 'tree/deep/er', 'tree/empty']
    for (const name of names) await mkdir(join(world.here, name))
    for (const name of awkward) await writeFile(join(world.here, 'tree/deep', name), name)
    await writeFile(join(world.here, 'tree/deep/er/none'), '')
    await symlink('/etc', join(world.here, 'tree/link'))
    const id = await world.opened()
    const status = await world.is(id, world.send(id, 'tree', 'folder'), 'same')
    expect(status).toMatchObject({ leftOut: 1, sha256: null, amount: { files: 8, totalFiles: 8 } })
    const found = (await readdir(join(world.there, 'tree'), { recursive: true })).toSorted()
    const files = awkward.map((name) => `deep/${name}`)
    expect(found).toEqual(['deep', 'deep/er', 'deep/er/none', 'empty', ...files].toSorted())
    for (const name of awkward) expect(await readFile(join(world.there, 'tree/deep', name), 'utf8')).toBe(name)
    expect((await stat(join(world.there, 'tree/deep/er/none'))).size).toBe(0)
  })

  test('asks before it writes over anything', async () => {
    await writeFile(join(world.here, 'x.txt'), 'new')
    await writeFile(join(world.there, 'x.txt'), 'old')
    const id = await world.opened()
    const first = world.send(id, 'x.txt')
    expect(await world.is(id, first, 'asks')).toMatchObject({ existing: { size: 3 }, coming: { size: 3 } })
    expect(await readFile(join(world.there, 'x.txt'), 'utf8')).toBe('old')
    world.files.answer('main', id, first, 'keep-both', false)
    await world.is(id, first, 'same')
    expect(await readFile(join(world.there, 'x (2).txt'), 'utf8')).toBe('new')
    const second = world.send(id, 'x.txt')
    await world.is(id, second, 'asks')
    world.files.answer('main', id, second, 'overwrite', true)
    await world.is(id, second, 'same')
    expect(await readFile(join(world.there, 'x.txt'), 'utf8')).toBe('new')
    const third = world.send(id, 'x.txt')
    world.files.answer('main', id, third, 'skip', false)
  })

  test('paused, it keeps its part and goes on from there', async () => {
    const bytes = randomBytes(middling)
    await writeFile(join(world.there, 'large'), bytes)
    const id = await world.opened()
    const transfer = world.fetch(id, 'large')
    await world.seen(id, ({ transfers: [one] }) => one?.status.kind === 'moving' && one.status.amount.bytes > 2_000_000)
    world.files.order('main', id, transfer, 'pause')
    const { amount } = await world.is(id, transfer, 'paused')
    const [part = ''] = await parts(world.here)
    const { size } = await stat(join(world.here, part))
    expect(size).toBeGreaterThan(2_000_000)
    expect(amount.bytes).toBeLessThan(middling)
    world.files.order('main', id, transfer, 'go-on')
    const resumed = await world.seen(id, ({ transfers: [one] }) => one?.status.kind === 'moving')
    expect(resumed.transfers[0]?.status).toMatchObject({ amount: { totalBytes: middling } })
    expect((await world.is(id, transfer, 'same')).sha256).toBe(sumOf(bytes))
    expect(await parts(world.here)).toEqual([])
  }, 180_000)

  test('cancelled, it leaves nothing', async () => {
    await writeFile(join(world.here, 'large'), randomBytes(middling))
    const id = await world.opened()
    const transfer = world.send(id, 'large')
    await world.seen(id, ({ transfers: [one] }) => one?.status.kind === 'moving' && one.status.amount.bytes > 500_000)
    expect(await parts(world.there)).toHaveLength(1)
    world.files.order('main', id, transfer, 'cancel')
    expect(world.view(id).transfers).toEqual([])
    await expect.poll(() => readdir(world.there), { timeout: 20_000 }).toEqual([])
  }, 120_000)

  test('goes on by itself when the session was lost and is there again', async () => {
    const bytes = randomBytes(middling)
    await writeFile(join(world.here, 'large'), bytes)
    const id = await world.opened()
    const transfer = world.send(id, 'large')
    await world.seen(id, ({ transfers: [one] }) => one?.status.kind === 'moving' && one.status.amount.bytes > 500_000)
    sandbox.fault({ kind: 'end-session' })
    const { why } = await world.is(id, transfer, 'paused')
    expect(why).toBe('lost')
    await world.seen(id, ({ status }) => status.kind === 'ended' || status.kind === 'failed')
    expect((await parts(world.there)).length).toBe(1)
    world.files.again('main', id, undefined, null)
    expect((await world.is(id, transfer, 'same')).sha256).toBe(sumOf(bytes))
    expect(await readdir(world.there)).toEqual(['large'])
  }, 180_000)

  test('what can not be read or written is told, and what follows goes on', async () => {
    await writeFile(join(world.here, 'x'), 'x')
    const id = await world.opened()
    const gone = world.fetch(id, 'nothing')
    expect((await world.is(id, gone, 'failed')).problem).toMatchObject({
      code: 'FILE_GONE',
      details: { side: 'there' },
    })
    const nowhere = world.send(id, 'x', 'file', '/proc')
    expect((await world.is(id, nowhere, 'failed')).problem.code).toMatch(/^FILE_(FORBIDDEN|GONE|FAILED)$/)
    await world.is(id, world.send(id, 'x'), 'same')
  })

  test('closed in the middle, it leaves no part', async () => {
    await writeFile(join(world.here, 'large'), randomBytes(middling))
    const id = await world.opened()
    world.send(id, 'large')
    await world.seen(id, ({ transfers: [one] }) => one?.status.kind === 'moving' && one.status.amount.bytes > 500_000)
    world.files.close('main', id)
    expect(world.files.views()).toEqual([])
    await expect.poll(() => readdir(world.there), { timeout: 10_000 }).toEqual([])
    await expect.poll(() => sandbox.state().sessions.active, { timeout: 10_000 }).toEqual([])
  }, 120_000)
})
