import { chmod, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { RecordingChoice } from '#contract/recordings.ts'
import { createTransferLog } from '#core/app/recordings/transfer-log-book.ts'
import type { TransferLine } from '#domain/transfer/line.ts'
import { appendLine } from '#core/store/append-line.ts'
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
const logOf = (choice: RecordingChoice, at = folder) =>
  createTransferLog({
    files: createRecordingFolder(at),
    clock: { now: () => Date.UTC(2026, 10, 29, 20, 0, 0) },
    log: silentLog,
    choiceOf: () => choice,
    ownerOf: () => ({ user: 'mika.sato', account: { id: '482100973316', name: null }, role: 'Admin' }),
    append: appendLine,
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
