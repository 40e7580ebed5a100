import { readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startShellRecorder } from '#relay/recording/shell-recorder.ts'
import { ManualClock } from '../../support/manual-clock.ts'
import { recorded, RecordingWorld, replayedBytes } from './recording-world.ts'

const world = new RecordingWorld()
beforeEach(() => world.open())
afterEach(() => world.close())

const eventsIn = async (file: string): Promise<readonly (readonly [number, string, string])[]> =>
  (await readFile(file, 'utf8'))
    .split('\n')
    .slice(1, -1)
    .map((line) => JSON.parse(line) as [number, string, string])
const textOf = (events: readonly (readonly [number, string, string])[], code: string): string =>
  events
    .filter(([, one]) => one === code)
    .map(([, , data]) => data)
    .join('')

describe('a recorder', () => {
  it('writes what every reader of asciicast knows, and what is ours under one key', async () => {
    const { recorder, file, clock } = await world.record(world.order({ tunnel: 'orders-db' }))
    clock.pass(250)
    await recorded(recorder, Buffer.from('$ '))
    recorder.resize({ columns: 132, rows: 38 })
    recorder.mark('reconnected')
    await recorder.end('left')
    const header = JSON.parse((await readFile(file, 'utf8')).split('\n')[0] ?? '') as object
    expect(header).toMatchObject({
      version: 2,
      width: 80,
      height: 24,
      timestamp: 1_795_947_397,
      title: 'bastion-a',
      env: { TERM: 'xterm-256color' },
      culvert: { user: 'mika.sato', target: 'i-0ab3f29c81d7e4402', tunnel: 'orders-db' },
    })
    const events = await eventsIn(file)
    expect(events.map(([at, code, data]) => (code === 's' ? code : [at, code, data]))).toEqual([
      [0.25, 'o', '$ '],
      [0.25, 'r', '132x38'],
      [0.25, 'm', 'reconnected'],
      [0.25, 'x', 'left'],
      's',
    ])
  })

  it('replays any bytes, cut anywhere, byte for byte', async () => {
    const anyBytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.string({ unit: 'binary', maxLength: 60 }).map((text) => new Uint8Array(Buffer.from(text))),
      fc
        .string({ unit: fc.constantFrom('\ufeff', '\u2028', '\ufffd', '\u0000', '"', '\\', '\ud800', '😀') })
        .map((text) => new Uint8Array(Buffer.from(text))),
    )
    let count = 0
    await fc.assert(
      fc.asyncProperty(fc.array(anyBytes, { maxLength: 12 }), async (parts) => {
        count += 1
        const id = `${String(count).padStart(8, '0')}-0000-4000-8000-000000000000`
        const { recorder, file } = await world.record(world.order({ id }))
        for (const part of parts) recorder.output(part, () => {})
        await recorder.end('left')
        expect((await replayedBytes(file)).equals(Buffer.concat(parts))).toBe(true)
        const text = await readFile(file)
        expect(Buffer.from(text.toString()).equals(text)).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  it('replays a megabyte of noise byte for byte, in lines of a bearable length', async () => {
    const { recorder, file } = await world.record()
    const noise = Buffer.from(Array.from({ length: 1_000_000 }, (_, at) => (at * 2_654_435_761) >>> 24))
    for (let at = 0; at < noise.length; at += 70_000) recorder.output(noise.subarray(at, at + 70_000), () => {})
    await recorder.end('left')
    expect((await replayedBytes(file)).equals(noise)).toBe(true)
    const longest = Math.max(...(await readFile(file, 'utf8')).split('\n').map(({ length }) => length))
    expect(longest).toBeLessThan(128 * 1_024)
  })

  it('says that bytes are recorded once they can be read in the file, in their order', async () => {
    const { recorder, file } = await world.record()
    const heard: string[] = []
    const all = ['one', 'two', 'three'].map(
      (word) =>
        new Promise<void>((resolve) => {
          recorder.output(Buffer.from(word), () => {
            heard.push(word)
            resolve()
          })
        }),
    )
    await Promise.all(all)
    expect(heard).toEqual(['one', 'two', 'three'])
    expect(textOf(await eventsIn(file), 'o')).toBe('onetwothree')
    await recorder.end('left')
  })

  it('makes the file for this user alone, and writes over none and through no link', async () => {
    const order = world.order()
    const { recorder, file } = await world.record(order)
    await recorder.end('left')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const before = await readFile(file)
    const again = { order, size: { columns: 80, rows: 24 }, clock: new ManualClock(), failed: () => {} }
    expect(await startShellRecorder(again)).toMatchObject({
      ok: false,
      error: { details: { reason: 'EEXIST', when: 'start' } },
    })
    expect((await readFile(file)).equals(before)).toBe(true)

    const elsewhere = join(world.folder, 'elsewhere')
    await writeFile(elsewhere, 'mine')
    const linked = world.order({ id: '2a2b3c4d-0000-4000-8000-000000000000' })
    await symlink(elsewhere, linked.file)
    expect(await startShellRecorder({ ...again, order: linked })).toMatchObject({ ok: false })
    expect(await readFile(elsewhere, 'utf8')).toBe('mine')
  })

  it('seals and brings to the disk what was written a second ago, so that a crash leaves it readable', async () => {
    const { recorder, file, clock } = await world.record()
    await recorded(recorder, Buffer.from('one\r\n'))
    clock.pass(1_000)
    await recorded(recorder, Buffer.from('two\r\n'))
    const events = await eventsIn(file)
    expect(events.map(([, code]) => code)).toEqual(['o', 's', 'o'])
    // The program is gone now: nothing more is written.
    expect(await replayedBytes(file)).toEqual(Buffer.from('one\r\ntwo\r\n'))
    await recorder.end('left')
    expect(clock.pending).toBe(0)
  })

  it('has times that never go back', async () => {
    const { recorder, file, clock } = await world.record()
    for (let at = 0; at < 20; at += 1) {
      recorder.output(Buffer.from(`${at}\r\n`), () => {})
      clock.pass(300)
      if (at % 3 === 0) await recorded(recorder, Buffer.from('.'))
    }
    await recorder.end('left')
    const times = (await eventsIn(file)).map(([at]) => at)
    expect(times).toEqual(times.toSorted((one, other) => one - other))
  })

  it('keeps no keys unless it was told to', async () => {
    const { recorder, file } = await world.record()
    recorder.input(Buffer.from('hunter2\r'))
    await recorded(recorder, Buffer.from('hunter2\r\n'))
    await recorder.end('left')
    expect((await eventsIn(file)).map(([, code]) => code)).toEqual(['o', 'x', 's'])
  })

  it('keeps the keys that were shown, and a number for a password', async () => {
    const { recorder, file } = await world.record(world.order({ keys: 'shown' }))
    recorder.input(Buffer.from('sudo id\r'))
    await recorded(recorder, Buffer.from('sudo id\r\nPassword: '))
    recorder.input(Buffer.from('hunter2'))
    recorder.input(Buffer.from('\r'))
    await recorded(recorder, Buffer.from('\r\nuid=0\r\n$ '))
    await recorder.end('left')
    const events = await eventsIn(file)
    expect(textOf(events, 'i')).toBe('sudo id\r')
    expect(textOf(events, 'k')).toBe('8')
    expect(await readFile(file, 'utf8')).not.toContain('hunter2')
  })

  it('takes nothing more after its end', async () => {
    const { recorder, file } = await world.record()
    await Promise.all([recorder.end('left'), recorder.end('closed')])
    const before = await readFile(file, 'utf8')
    recorder.output(Buffer.from('more'), () => expect.unreachable())
    recorder.mark('reconnected')
    await recorder.end('lost')
    expect(await readFile(file, 'utf8')).toBe(before)
  })
})
