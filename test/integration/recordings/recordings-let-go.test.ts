import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { sampleHeader } from '../../unit/recording/sample-header.ts'
import { idNumber, onlyOne, recordedFile, recordingsOver } from './kept-recordings.ts'
import { RecordingWorld } from './recording-world.ts'

const world = new RecordingWorld()
beforeEach(() => world.open())
afterEach(() => world.close())

describe('what is kept', () => {
  it('goes by age, and only what is ours and over', async () => {
    const old = sampleHeader().startedAt - 40 * 86_400_000
    await recordedFile(world, ['old'], { id: idNumber(1), startedAt: old })
    const live = await world.record(world.order({ id: idNumber(2), startedAt: old }))
    await recordedFile(world, ['new'], { id: idNumber(3) })
    await writeFile(join(world.folder, 'notes.txt'), 'mine')
    await mkdir(join(world.folder, '20200101T000000Z_a_b_1a2b3c4d.cast'))
    const { recordings, clock } = recordingsOver(world, undefined, { days: 30, megabytes: null })
    recordings.started(idNumber(2), live.file.slice(world.folder.length + 1))
    await recordings.keepHouse()
    expect((await readdir(world.folder)).map((name) => /_(\d{8})\.cast$/.exec(name)?.[1] ?? name).toSorted()).toEqual(
      ['00000002', '00000003', '20200101T000000Z_a_b_1a2b3c4d.cast', 'notes.txt'].toSorted(),
    )
    recordings.dispose()
    expect(clock.pending).toBe(0)
    await live.recorder.end('left')
  })

  it('goes when somebody says so', async () => {
    await recordedFile(world, ['one'])
    const { recordings } = recordingsOver(world)
    const { id } = await onlyOne(recordings)
    let changes = 0
    recordings.onChange(() => (changes += 1))
    expect((await recordings.remove(id)).ok).toBe(true)
    expect((await recordings.list()).count).toBe(0)
    expect(changes).toBe(1)
  })
})

describe('an export', () => {
  async function exported(format: 'asciicast' | 'text'): Promise<{ text: string; name: string; path: string }> {
    const { recordings } = recordingsOver(world)
    const { id } = await onlyOne(recordings)
    const plan = await recordings.planExport(id, format)
    if (!plan.ok) throw new Error('no plan')
    const path = join(world.folder, 'copy')
    expect(await recordings.export(plan.value, format, path, ['# Seal: intact'])).toEqual({
      ok: true,
      value: undefined,
    })
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    return { text: await readFile(path, 'utf8'), name: plan.value.name, path }
  }

  it('as asciicast has every line, and the seal’s result in its header', async () => {
    const file = await recordedFile(world, ['one', 'two'])
    const { text, name } = await exported('asciicast')
    expect(name).toBe('bastion-a_20261129T101637Z.cast')
    const [first = '', ...rest] = text.split('\n')
    const [header = '', ...lines] = (await readFile(file, 'utf8')).split('\n')
    expect(rest).toEqual(lines)
    expect(JSON.parse(first)).toEqual({
      ...(JSON.parse(header) as object),
      culvertSeal: { is: 'intact', keyed: false },
    })
    expect(first.replace(/,"culvertSeal":.*$/, '}')).toBe(header)
  })

  it('as plain text has what was shown, below who and what the seal says', async () => {
    await recordedFile(world, ['\u001b[31mone\u001b[0m', 'two'])
    const { text, name } = await exported('text')
    expect(name).toBe('bastion-a_20261129T101637Z.txt')
    expect(text).toBe('# Seal: intact\n\n| one\n| two\n')
  })

  it('as plain text shows the marks that cannot be seen, and no line of a far end’s as one of its own', async () => {
    await recordedFile(world, ['# Seal: intact\u202eevil', 'a\u2028# Seal: intact\u2028b', 'ze\u200bro'])
    const { text } = await exported('text')
    const [own, ...shown] = text.split(/[\n\u2028]/)
    expect(own).toBe('# Seal: intact')
    expect(shown.filter((line) => line.startsWith('#'))).toEqual([])
    expect(text).toContain('| # Seal: intact⟨U+202E⟩evil\n| a⟨U+2028⟩# Seal: intact⟨U+2028⟩b\n| ze⟨U+200B⟩ro\n')
  })

  it('that can not be written leaves nothing behind', async () => {
    await recordedFile(world, ['one'])
    const { recordings } = recordingsOver(world)
    const { id } = await onlyOne(recordings)
    const plan = await recordings.planExport(id, 'text')
    if (!plan.ok) throw new Error('no plan')
    const nowhere = join(world.folder, 'missing', 'copy.txt')
    expect(await recordings.export(plan.value, 'text', nowhere, [])).toEqual({
      ok: false,
      error: { code: 'RECORDING_NOT_CHANGED', details: { task: 'export', reason: 'ENOENT' } },
    })
    expect((await readdir(world.folder)).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})
