import { chmod, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RecordingChoice } from '#contract/recordings.ts'
import { findTransfers, letGoLists } from '#core/app/recordings/transfer-lists.ts'
import { createTransferLog } from '#core/app/recordings/transfer-log-book.ts'
import { mostLogged } from '#contract/recordings.ts'
import type { TransferLine } from '#domain/transfer/line.ts'
import { appendLine } from '#core/store/append-line.ts'
import { sealPrimitives as primitives } from '#core/system/seal-primitives.ts'
import { lastSealOf, sealedLine } from '#domain/recording/line-seal.ts'
import { createRecordingFolder } from '#core/store/recording-folder.ts'
import { ok } from '#domain/result.ts'
import { silentLog } from '../tunnels/fakes.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'culvert-log-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const request = {
  profile: { type: 'sso', accountId: '482100973316', roleName: 'Admin' },
  region: 'eu-west-1',
  environment: 'production',
} as const
const line: TransferLine = {
  event: 'file',
  transfer: 't-1',
  sessionId: 's-1',
  target: 'i-0ab3f29c81d7e4402',
  targetName: 'bastion-a',
  direction: 'down',
  here: '/home/mika',
  there: '/srv/dump\n.sql',
  name: 'dump_.sql',
  bytes: 5,
  sha256: 'a'.repeat(64),
  why: null,
}
/** A keychain that is not there. */
const sealKeys = { forNew: async () => null, of: async () => null }
const logOf = (choice: RecordingChoice, at = folder) =>
  createTransferLog({
    files: createRecordingFolder(at),
    clock: { now: () => Date.UTC(2026, 10, 29, 20, 0, 0) },
    log: silentLog,
    choiceOf: () => choice,
    ownerOf: () => ({ user: 'mika.sato', account: { id: '482100973316', name: null }, role: 'Admin' }),
    append: appendLine,
    sealKeys,
    primitives,
  })
const file = (): string => join(folder, 'transfers-2026-11.jsonl')

describe('the list of transfers', () => {
  it('has a line for each with who, when, where and what, for this user alone', async () => {
    expect(await logOf('on').note(request, line)).toEqual(ok(undefined))
    await logOf('on').note(request, { ...line, event: 'same' })
    const [first, second, end] = (await readFile(file(), 'utf8')).split('\n')
    expect(JSON.parse(first ?? '')).toEqual({
      ...line,
      format: 1,
      at: '2026-11-29T20:00:00.000Z',
      user: 'mika.sato',
      account: '482100973316',
      role: 'Admin',
      region: 'eu-west-1',
      environment: 'production',
      sealedWith: null,
      seal: expect.stringMatching(/^0 [0-9a-f]{64}$/),
    })
    expect([JSON.parse(second ?? '').event, end]).toEqual(['same', ''])
    expect((await stat(file())).mode & 0o777).toBe(0o600)
  })

  it.each([
    ['required', { ok: false, error: { code: 'TRANSFER_NOT_LOGGED', details: { reason: 'ELOOP' } } }],
    ['on', ok(undefined)],
  ] as const)('is written through no link; where it is %s', async (choice, told) => {
    await writeFile(join(folder, 'other'), 'untouched')
    await symlink('other', file())
    expect(await logOf(choice).note(request, line)).toEqual(told)
    expect(await readFile(join(folder, 'other'), 'utf8')).toBe('untouched')
  })

  it('has to be writable before a session is asked for only where it is required', async () => {
    await writeFile(join(folder, 'taken'), '')
    const at = join(folder, 'taken', 'recordings')
    expect(await logOf('required', at).troubleWith('production')).toMatchObject({ code: 'TRANSFER_NOT_LOGGED' })
    expect(await logOf('on', at).troubleWith('production')).toBeNull()
    expect([logOf('off').isKept('production'), logOf('on').isKept('production')]).toEqual([false, true])
    await chmod(folder, 0o700)
  })
})

describe('what was written down', () => {
  const files = () => createRecordingFolder(folder)
  const whole = (part: object): string =>
    `${JSON.stringify({ format: 1, at: '2026-11-29T20:00:00.000Z', user: 'mika.sato', account: '482100973316', role: 'Admin', region: 'eu-west-1', environment: 'production', sealedWith: null, ...line, ...part })}`
  const sealed = (lines: readonly string[]): string =>
    lines
      .reduce<readonly string[]>(
        (before, said) => [...before, sealedLine(primitives, null, said, lastSealOf(before.slice(-1)))],
        [],
      )
      .map((one) => `${one}\n`)
      .join('')
  const write = (month: string, ...parts: readonly object[]): Promise<void> =>
    writeFile(join(folder, `transfers-${month}.jsonl`), sealed(parts.map(whole)))
  const namesOf = async (search = ''): Promise<readonly (string | null)[]> => {
    const found = await findTransfers({ files: files(), sealKeys, primitives }, search)
    return found.ok ? found.value.lines.map(({ name, event }) => name ?? event) : []
  }

  it('is told newest first, each file once, with what came to no good end', async () => {
    await write('2026-10', { name: 'old' })
    await write(
      '2026-11',
      { event: 'began', transfer: 'a', name: null },
      { event: 'file', transfer: 'a', name: 'one' },
      { event: 'same', transfer: 'a', name: 'one' },
      { event: 'failed', transfer: 'b', name: null },
      { event: 'began', transfer: 'c', name: null },
    )
    expect(await namesOf()).toEqual(['began', 'failed', 'one', 'old'])
  })

  it('is searched by all that it says', async () => {
    await write('2026-11', { name: 'dump.sql' }, { name: 'other', user: 'ken', sha256: 'BEEF' })
    expect(await namesOf('SATO dump.sql')).toEqual(['dump.sql'])
    expect(await namesOf('beef')).toEqual(['other'])
    expect(await namesOf('sato beef')).toEqual([])
  })

  it('says what can not be read, and when there is more', async () => {
    const many = Array.from({ length: mostLogged }, (_, index) => ({ name: `${index}` }))
    await write('2026-11', ...many)
    await writeFile(
      join(folder, 'transfers-2026-12.jsonl'),
      `${sealed([whole({ name: 'last' })])}{"at":1}\n[\n${whole({}).slice(0, 9)}`,
    )
    const found = await findTransfers({ files: files(), sealKeys, primitives }, '')
    expect(found).toMatchObject({ ok: true, value: { isAll: false, unreadable: 3 } })
    expect(found.ok && [found.value.lines.length, found.value.lines[0]?.name]).toEqual([mostLogged, 'last'])
  })

  it('goes by the month, once all of it is older than is kept, and nothing else does', async () => {
    for (const month of ['2026-08', '2026-09']) await write(month, {})
    await writeFile(join(folder, 'transfers-2026-08.txt'), '')
    const keeping = { days: 30, megabytes: null }
    expect(await letGoLists(files(), { ...keeping, days: null }, Date.UTC(2030, 0))).toBe(0)
    expect(await letGoLists(files(), keeping, Date.UTC(2026, 9, 1))).toBe(0)
    expect(await letGoLists(files(), keeping, Date.UTC(2026, 9, 2))).toBe(1)
    expect((await readdir(folder)).toSorted()).toEqual(['transfers-2026-08.txt', 'transfers-2026-09.jsonl'])
  })
})
