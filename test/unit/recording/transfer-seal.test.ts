import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { LineSealVerdict, LoggedTransfers } from '#contract/recordings.ts'
import { createSealKeys, type SealKeys } from '#core/app/recordings/seal-keys.ts'
import { findTransfers } from '#core/app/recordings/transfer-lists.ts'
import { createTransferLog } from '#core/app/recordings/transfer-log-book.ts'
import { appendLine } from '#core/store/append-line.ts'
import { createRecordingFolder } from '#core/store/recording-folder.ts'
import { sealPrimitives as primitives } from '#core/system/seal-primitives.ts'
import type { TransferLine } from '#domain/transfer/line.ts'
import { silentLog } from '../tunnels/fakes.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'culvert-seal-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

/** The keys of a computer, or of one without a keychain. */
function keysOf(own: string | null): SealKeys {
  const nothing = async (): Promise<void> => {}
  const secrets = {
    kind: own === null ? 'none' : 'keychain',
    get: async () => own,
    set: nothing,
    remove: nothing,
  } as const
  return createSealKeys({ secrets, primitives, newKey: () => 'ab'.repeat(32), log: silentLog })
}
const ours = keysOf('5e'.repeat(32))
const nobodys = keysOf(null)

const request = {
  profile: { type: 'sso', accountId: '482100973316', roleName: 'Admin' },
  region: 'eu-west-1',
  environment: 'production',
} as const

/** Writes a line for each name, as after a start of the app. */
async function write(sealKeys: SealKeys, ...names: readonly string[]): Promise<void> {
  const log = createTransferLog({
    files: createRecordingFolder(folder),
    sealKeys,
    primitives,
    clock: { now: () => Date.UTC(2026, 10, 29, 20, 0, 0) },
    log: silentLog,
    choiceOf: () => 'on',
    ownerOf: () => ({ user: 'mika.sato', account: null, role: 'Admin' }),
    append: appendLine,
  })
  const lineOf = (name: string): TransferLine => ({
    event: name === 'same' ? 'same' : 'file',
    transfer: 't-1',
    sessionId: 's-1',
    target: 'i-0ab3f29c81d7e4402',
    targetName: null,
    direction: 'down',
    here: '/home/mika',
    there: `/srv/${name}`,
    name,
    bytes: 5,
    sha256: 'a'.repeat(64),
    why: null,
  })
  await Promise.all(names.map((name) => log.note(request, lineOf(name))))
}

const file = (): string => join(folder, 'transfers-2026-11.jsonl')

async function change(by: (lines: readonly string[]) => readonly string[]): Promise<void> {
  const lines = (await readFile(file(), 'utf8')).split('\n').slice(0, -1)
  await writeFile(
    file(),
    by(lines)
      .map((line) => `${line}\n`)
      .join(''),
  )
}

async function read(sealKeys: SealKeys = ours, search = ''): Promise<LoggedTransfers> {
  const found = await findTransfers({ files: createRecordingFolder(folder), sealKeys, primitives }, search)
  if (!found.ok) throw new Error(found.error.code)
  return found.value
}

/** What the seals say, in the order of the file. */
const verdicts = async (): Promise<readonly LineSealVerdict[]> =>
  (await read()).lines.map(({ seal }) => seal).toReversed()

describe('the seals of the list of transfers', () => {
  it('hold when nothing was changed, over starts of the app and lines at once', async () => {
    await write(ours, 'one', 'two')
    await write(ours, 'three')
    expect(await verdicts()).toEqual(['intact', 'intact', 'intact'])
    expect((await read()).seal).toEqual({ is: 'intact', lines: 3 })
  })

  it.each<[string, (lines: readonly string[]) => readonly string[], readonly LineSealVerdict[]]>([
    [
      'a line says something else',
      (lines) => lines.map((line) => line.replace('"name":"two"', '"name":"six"')),
      ['intact', 'altered', 'intact', 'intact'],
    ],
    ['a line was taken out', (lines) => lines.toSpliced(1, 1), ['intact', 'altered', 'intact']],
    ['the first was taken out', (lines) => lines.slice(1), ['altered', 'intact', 'intact']],
    [
      'a line stands there twice',
      (lines) => lines.toSpliced(1, 0, lines[0] ?? ''),
      ['intact', 'altered', 'intact', 'intact', 'intact'],
    ],
    [
      'a line was put in without a seal',
      (lines) => lines.toSpliced(1, 0, (lines[1] ?? '').replace(/,"seal":"[^"]*"/, '')),
      ['intact', 'altered', 'intact', 'intact', 'intact'],
    ],
    [
      'a line says that it has no key',
      (lines) => lines.map((line, at) => (at === 1 ? line.replace(/"sealedWith":"[^"]*"/, '"sealedWith":null') : line)),
      ['intact', 'altered', 'intact', 'intact'],
    ],
  ])('tell when %s', async (_what, by, told) => {
    await write(ours, 'one', 'two', 'three', 'four')
    await change(by)
    expect(await verdicts()).toEqual(told)
    expect((await read()).seal?.is).toBe('altered')
  })

  it('tell when a line comes from a list that was there before', async () => {
    await write(ours, 'one', 'two')
    const [, former = ''] = (await readFile(file(), 'utf8')).split('\n')
    await rm(file())
    await write(ours, 'three', 'four')
    await change(([first = '']) => [first, former])
    expect(await verdicts()).toEqual(['intact', 'altered'])
  })

  it('tell it of what is not listed otherwise, and of what was not sought', async () => {
    await write(ours, 'one', 'same')
    await change((lines) => lines.map((line) => line.replace('"bytes":5,"sha256":"a', '"bytes":6,"sha256":"a')))
    const found = await read(ours, 'one')
    expect([found.lines.length, found.seal]).toEqual([1, { is: 'altered', lines: 2 }])
    expect((await read()).lines.map(({ event }) => event)).toEqual(['same', 'file'])
  })

  it('go on behind a line that was cut, and the cut one can not be read', async () => {
    await write(ours, 'one', 'two')
    const text = await readFile(file(), 'utf8')
    await writeFile(file(), text.slice(0, -20))
    await write(ours, 'three')
    expect(await verdicts()).toEqual(['intact', 'intact'])
    expect((await read()).unreadable).toBe(1)
  })

  it('prove nothing without a key, and are not checked with that of another computer', async () => {
    await write(nobodys, 'one')
    expect((await read()).seal).toEqual({ is: 'unkeyed', lines: 1 })
    await write(ours, 'two')
    expect((await read(keysOf('6f'.repeat(32)))).seal).toEqual({ is: 'unknown-key', lines: 1 })
    expect(await verdicts()).toEqual(['unkeyed', 'intact'])
  })
})
