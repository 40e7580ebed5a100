import { appendFile, chmod, readFile, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sampleHeader } from '../../unit/recording/sample-header.ts'
import { grantFor } from '../../support/grants.ts'
import { sampleShellRequest } from '../../support/sample-shell.ts'
import { idNumber, keychain, onlyOne, ordersOver, recordedFile, recordingsOver } from './kept-recordings.ts'
import { recorded, RecordingWorld } from './recording-world.ts'

const world = new RecordingWorld()
beforeEach(() => world.open())
afterEach(() => world.close())

describe('the list of recordings', () => {
  it('has what there is, newest first, and nothing else of the folder', async () => {
    await recordedFile(world, ['one'], { id: idNumber(1) })
    await recordedFile(world, ['two'], { id: idNumber(2), startedAt: sampleHeader().startedAt + 60_000, user: null })
    await writeFile(join(world.folder, 'notes.txt'), 'mine')
    await symlink('/etc/passwd', join(world.folder, '20261129T101637Z_a_b_1a2b3c4d.cast'))
    const list = await recordingsOver(world).recordings.list()
    expect(list.recordings.map(({ content }) => content.is === 'readable' && content.header.id)).toEqual([
      idNumber(2),
      idNumber(1),
    ])
    expect(list).toMatchObject({ count: 2, problem: null })
    expect(list.recordings[1]).toMatchObject({
      user: 'mika.sato',
      target: 'bastion-a',
      content: { durationMs: 500, size: { columns: 80, rows: 24 } },
    })
  })

  it('tells no path and no name of a file', async () => {
    const file = await recordedFile(world, ['one'])
    expect(JSON.stringify(await recordingsOver(world).recordings.list())).not.toContain(world.folder)
    const { id } = await onlyOne(recordingsOver(world).recordings)
    expect(file).not.toContain(id)
  })

  it('closes a folder that others may look into', async () => {
    await chmod(world.folder, 0o755)
    await recordingsOver(world).recordings.list()
    expect((await stat(world.folder)).mode & 0o777).toBe(0o700)
  })

  it.each<[string, (text: string) => string, string]>([
    ['a newer version of ours', (text) => text.replace('"format":1', '"format":2'), 'newer'],
    ['a newer asciicast', (text) => text.replace('"version":2', '"version":3'), 'newer'],
    ['no recording', () => 'hello\n', 'unreadable'],
    ['another program’s recording', (text) => text.replace('"culvert"', '"other"'), 'unreadable'],
    ['nothing', () => '', 'unreadable'],
    ['a first line without an end', () => 'x'.repeat(300_000), 'unreadable'],
  ])('tells %s, keeps it and does not play it', async (_name, change, is) => {
    const file = await recordedFile(world, ['one'])
    const changed = change(await readFile(file, 'utf8'))
    await writeFile(file, changed)
    const { recordings } = recordingsOver(world, undefined, { days: 1, megabytes: 10 })
    const { id, content } = await onlyOne(recordings)
    expect(content.is).toBe(is)
    expect(await recordings.outline(id)).toMatchObject({ ok: false, error: { code: 'RECORDING_UNREADABLE' } })
    expect((await recordings.piece(id, 0)).ok).toBe(false)
    await recordings.prune()
    expect(await readFile(file, 'utf8')).toBe(changed)
  })
})

describe('a recording that is read', () => {
  it('comes in whole lines, no more at once than it should', async () => {
    const lines = Array.from({ length: 3_000 }, (_, at) => `${at} ${'x'.repeat(300)}`)
    const { recorder, file } = await world.record()
    for (const line of lines) recorder.output(Buffer.from(`${line}\r\n`), () => {})
    await recorder.end('left')
    const { recordings } = recordingsOver(world)
    const { id } = await onlyOne(recordings)
    const parts: Uint8Array[] = []
    for (let from: number | null = 0; from !== null;) {
      const piece = await recordings.piece(id, from)
      if (!piece.ok) throw new Error(JSON.stringify(piece.error))
      expect(piece.value.bytes.length).toBeLessThanOrEqual(256 * 1_024)
      parts.push(piece.value.bytes)
      from = piece.value.next
    }
    expect(parts.length).toBeGreaterThan(2)
    expect(Buffer.concat(parts).equals(await readFile(file))).toBe(true)
  })

  it('is searched as it was shown, without regard to case', async () => {
    await recordedFile(world, [
      '\u001b[32mpsql\u001b[0m -h Orders-DB',
      'nothing',
      'orders-x\b-db',
      'orders\u001b]0;-db\u0007-db',
    ])
    const { recordings } = recordingsOver(world)
    const { id } = await onlyOne(recordings)
    const found = await recordings.search(id, 'orders-db')
    expect(found).toMatchObject({
      ok: true,
      value: { count: 2, hits: [{ atMs: 500, line: 'psql -h Orders-DB' }, { atMs: 2_000 }] },
    })
  })

  it('tells and leaves out a last line that was cut', async () => {
    const file = await recordedFile(world, ['one', 'two'])
    await truncate(file, (await stat(file)).size - 20)
    const { recordings } = recordingsOver(world)
    const { id } = await onlyOne(recordings)
    expect(await recordings.outline(id)).toMatchObject({
      ok: true,
      value: { isTorn: true, verdict: { is: 'unfinished' } },
    })
    expect(await recordings.search(id, 'two')).toMatchObject({ value: { count: 1 } })
  })

  it('has no time that no recording has', async () => {
    const file = await recordedFile(world, ['one'])
    await appendFile(file, '[1e308,"o","for ever"]\n[-1,"o","before"]\n["1","o","text"]\n[2]\nnull\n')
    const { content } = await onlyOne(recordingsOver(world).recordings)
    expect(content).toMatchObject({ is: 'readable', durationMs: 500 })
  })

  it('is not read past a line that no recorder writes', async () => {
    const file = await recordedFile(world, ['one'])
    await appendFile(file, 'x'.repeat(3_000_000))
    const { recordings } = recordingsOver(world)
    const { id } = await onlyOne(recordings)
    expect(await recordings.outline(id)).toMatchObject({ ok: false, error: { details: { reason: 'not-ours' } } })
  })

  it('is gone when it is', async () => {
    const { recordings } = recordingsOver(world)
    expect(await recordings.outline('x'.repeat(22))).toMatchObject({
      ok: false,
      error: { details: { reason: 'gone' } },
    })
  })
})

describe('seals on this computer', () => {
  async function orderWith(secrets: ReturnType<typeof keychain>, choice: 'on' | 'required' | 'off' = 'on') {
    const orders = ordersOver(world, secrets, choice)
    const program = { run: 'command', command: 'mysql --password=hunter2hunter2', terminal: true } as const
    const request = { ...sampleShellRequest, program }
    const trouble = await orders.troubleWith(request)
    if (trouble !== null) return { ok: false, error: trouble } as const
    return await orders.orderFor({
      request,
      grant: grantFor({ port: 1, purpose: { for: 'shell', program: 'command' } }),
      targetName: 'bastion-a',
    })
  }

  async function recordedWith(secrets: ReturnType<typeof keychain>): Promise<string> {
    const order = await orderWith(secrets)
    if (!order.ok || order.value === null) throw new Error('no order')
    const { recorder, file } = await world.record(order.value)
    await recorded(recorder, Buffer.from('hello\r\n'))
    await recorder.end('left')
    return file
  }

  it('are held against the key of the keychain', async () => {
    const secrets = keychain()
    const file = await recordedWith(secrets)
    const { recordings } = recordingsOver(world, secrets)
    const { id } = await onlyOne(recordings)
    expect(await recordings.check(id)).toEqual({ ok: true, value: { is: 'intact', keyed: true } })
    const text = await readFile(file, 'utf8')
    expect(text).not.toContain(await secrets.get('recording-seal'))
    expect(text).not.toContain('hunter2')
    await writeFile(file, text.replace('hello', 'HELLO'))
    expect(await recordings.check(id)).toMatchObject({ value: { is: 'altered', from: sampleHeader().startedAt } })
  })

  it('see what is put behind the end without a line end', async () => {
    const secrets = keychain()
    const file = await recordedWith(secrets)
    await appendFile(file, '[9.5,"o","$ rm -rf / # I was mika"]')
    const { recordings } = recordingsOver(world, secrets)
    const { id } = await onlyOne(recordings)
    expect(await recordings.check(id)).toMatchObject({ value: { is: 'altered' } })
    expect(await recordings.outline(id)).toMatchObject({ value: { verdict: { is: 'altered' }, isTorn: true } })
  })

  it('say so when the key is another, or gone', async () => {
    await recordedWith(keychain())
    const another = keychain()
    await another.set('recording-seal', 'ab'.repeat(32))
    for (const secrets of [another, keychain(), keychain('none')]) {
      const { recordings } = recordingsOver(world, secrets)
      const { id } = await onlyOne(recordings)
      expect(await recordings.check(id)).toEqual({ ok: true, value: { is: 'unknown-key' } })
    }
  })

  it('have no key where there is no keychain, and then show accidents alone', async () => {
    await recordedWith(keychain('none'))
    const { recordings } = recordingsOver(world, keychain('none'))
    const { id } = await onlyOne(recordings)
    expect(await recordings.check(id)).toEqual({ ok: true, value: { is: 'intact', keyed: false } })
  })

  it('are not asked for while the recording is written', async () => {
    const { recorder, file } = await world.record()
    const { recordings } = recordingsOver(world)
    recordings.started(sampleHeader().id, file.slice(world.folder.length + 1))
    const { id, isLive } = await onlyOne(recordings)
    expect(isLive).toBe(true)
    expect(await recordings.check(id)).toEqual({ ok: true, value: null })
    expect(await recordings.remove(id)).toMatchObject({
      ok: false,
      error: { details: { task: 'delete', reason: 'live' } },
    })
    await recorder.end('left')
  })

  it('are for nothing where nothing is recorded', async () => {
    expect(await orderWith(keychain(), 'off')).toEqual({ ok: true, value: null })
  })

  it('do not hold up a shell that need not be recorded, and hold up one that has to be', async () => {
    await world.close()
    await writeFile(world.folder, 'in the way')
    expect(await orderWith(keychain(), 'on')).toEqual({ ok: true, value: null })
    expect(await orderWith(keychain(), 'required')).toMatchObject({
      ok: false,
      error: { code: 'RECORDING_NOT_WRITTEN' },
    })
  })
})
