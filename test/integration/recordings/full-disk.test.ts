import { execFileSync } from 'node:child_process'
import { mkdir, readdir, readFile, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRecordingFolder } from '#core/store/recording-folder.ts'
import { sealPrimitives as primitives } from '#core/system/seal-primitives.ts'
import { EventReader } from '#domain/recording/recorded-lines.ts'
import { SealCheck } from '#domain/recording/seal-check.ts'
import { startShellRecorder } from '#relay/recording/shell-recorder.ts'
import { ManualClock } from '../../support/manual-clock.ts'
import { sampleHeader } from '../../unit/recording/sample-header.ts'
import { RecordingWorld, replayedBytes } from './recording-world.ts'

const world = new RecordingWorld()
beforeEach(() => world.open())
afterEach(() => world.close())

describe('a disk that is full', () => {
  it('ends the recording where it is, tells once, and says of no byte that it was recorded that is not', async (context) => {
    const folder = await world.smallDisk(context, 64 * 1_024)
    const { recorder, file, problems } = await world.record(world.order({}, null, folder))
    const line = 'x'.repeat(1_021)
    const kept: number[] = []
    for (let at = 0; at < 200; at += 1) recorder.output(Buffer.from(`${line}\r\n`), () => kept.push(at))
    await recorder.end('left')
    expect(problems).toEqual([{ code: 'RECORDING_NOT_WRITTEN', details: { reason: 'ENOSPC', when: 'open' } }])
    const text = await readFile(file, 'utf8')
    expect(text.endsWith('\n')).toBe(true)
    const bytes = await replayedBytes(file)
    expect(kept.length * (line.length + 2)).toBeLessThanOrEqual(bytes.length)
    expect(kept).toEqual(kept.map((_, at) => at))
    // What is there can be checked: sealed to its end if that still fitted, and never altered.
    const check = new SealCheck({ primitives, key: null, startedAt: sampleHeader().startedAt })
    const reader = new EventReader()
    for (const part of text.split(/(?<=\n)/)) check.line(Buffer.from(part), reader.read(part))
    expect(['intact', 'unfinished']).toContain(check.verdict(false).is)
  })

  it('lets nothing begin that can not be written, and leaves nothing behind', async (context) => {
    const folder = await world.smallDisk(context, 16 * 1_024)
    const { bsize, bavail } = await statfs(folder)
    await writeFile(join(folder, 'full'), Buffer.alloc(bsize * bavail))
    const order = world.order({}, null, folder)
    const options = { order, size: { columns: 80, rows: 24 }, clock: new ManualClock(), failed: () => {} }
    expect(await startShellRecorder(options)).toEqual({
      ok: false,
      error: { code: 'RECORDING_NOT_WRITTEN', details: { reason: 'ENOSPC', when: 'start' } },
    })
    expect(await readdir(folder)).toEqual(['full'])
  })
})

describe('a folder that can not be written to', () => {
  it.each([
    ['a file has its name', async (place: string) => await writeFile(place, 'in the way'), 'EEXIST'],
    ['a file is above it', async (place: string) => await writeFile(join(place, '..'), 'in the way'), 'ENOTDIR'],
  ])('is told when %s', async (_name, spoil, reason) => {
    const place = join(world.folder, 'above', 'recordings')
    if (reason === 'EEXIST') await mkdir(join(place, '..'))
    await spoil(place)
    expect(await createRecordingFolder(place).prepare()).toMatchObject({
      ok: false,
      error: { code: 'RECORDING_NOT_WRITTEN', details: { reason, when: 'start' } },
    })
  })

  it('is told when its disk can not be written to', async (context) => {
    const folder = await world.smallDisk(context, 64 * 1_024)
    execFileSync('mount', ['-o', 'remount,ro', folder])
    const made = createRecordingFolder(folder)
    expect(await made.prepare()).toMatchObject({ ok: false, error: { details: { reason: 'EROFS' } } })
    const options = {
      order: world.order({}, null, folder),
      size: { columns: 80, rows: 24 },
      clock: new ManualClock(),
      failed: () => {},
    }
    expect(await startShellRecorder(options)).toMatchObject({ ok: false, error: { details: { reason: 'EROFS' } } })
  })
})
