import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { calls } from '#contract/calls.ts'
import type { FileRequest } from '#contract/files.ts'
import type { Files } from '#core/app/files/files.ts'
import { farKeyOf } from '#domain/far-path/far-key.ts'
import { ok } from '#domain/result.ts'
import { sampleFailure } from '#test/support/sample-problems.ts'
import { sampleShellRequest } from '#test/support/sample-shell.ts'
import { fileWordsOf } from '#words/files/file-words.ts'
import { createDropHandler, createFileHandlers, type FileHandlerDeps } from '../../../main/handlers/file-handlers.ts'

const id = '00000000-0000-4000-8000-000000000001'
const { profile, region, target } = sampleShellRequest
const request: FileRequest = { profile, region, target, name: 'bastion-a', environment: 'production' }
const caller = { window: 'main' }
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'culvert-files-'))
  await writeFile(join(folder, 'a.txt'), 'a')
  await mkdir(join(folder, 'tree'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function setStage(chosen: Partial<FileHandlerDeps> = {}) {
  const move = vi.fn<Files['move']>((_window, _id, asked) => ok({ transfers: asked.length }))
  const changedHost = vi.fn<Files['changedHost']>(() => ok({ targetId: 'i-1', known: 'SHA256:a', found: 'SHA256:b' }))
  const herePath = vi.fn<Files['herePath']>(() => ok({ folder: '/home/mika', name: 'a.txt' }))
  const open = vi.fn<Files['open']>(() => ok({ id }))
  const again = vi.fn<Files['again']>(() => ok(undefined))
  const requestOf = (): ReturnType<Files['requestOf']> => ok({ ...request, environment: 'development' })
  const files = { move, changedHost, herePath, open, again, requestOf } as unknown as Files
  const deps: FileHandlerDeps = {
    files,
    production: {
      admit: async (_window, _wanted, agreed) =>
        agreed === 'none' ? sampleFailure('PRODUCTION_NOT_AGREED') : ok(undefined),
    },
    environmentOf: async () => 'production',
    words: () => fileWordsOf('en'),
    chooseToSend: vi.fn(async () => [join(folder, 'a.txt'), join(folder, 'tree')]),
    chooseFolder: vi.fn(async () => folder),
    ask: vi.fn(async () => true),
    forgetHostKey: vi.fn(),
    reveal: vi.fn(),
    ...chosen,
  }
  return { move, open, again, deps, files, handlers: createFileHandlers(deps) }
}

describe('what a window asks of files', () => {
  it('has no path of this computer in it, whatever the page adds', () => {
    const added = { here: '/etc/passwd', paths: ['/etc/passwd'], path: '/etc/passwd' }
    const upload = calls['files.upload'].input.parse({ id, into: farKeyOf('/srv'), what: 'files', ...added })
    const download = calls['files.download'].input.parse({ id, keys: [farKeyOf('/srv/x')], ...added })
    expect([Object.keys(upload), Object.keys(download)]).toEqual([
      ['id', 'into', 'what'],
      ['id', 'keys'],
    ])
    expect(Object.keys(calls).filter((name) => name.includes('drop'))).toEqual([])
  })

  it('opens nothing on production that nobody agreed to, and opens nothing again', async () => {
    const { handlers, open, again } = setStage()
    const refused = { ok: false, error: { code: 'PRODUCTION_NOT_AGREED' } }
    expect(await handlers['files.open']({ ...request, agreed: 'none' }, caller)).toMatchObject(refused)
    expect(await handlers['files.again']({ id, agreed: 'none' }, caller)).toMatchObject(refused)
    expect([open, again].map(({ mock }) => mock.calls)).toEqual([[], []])
    expect(await handlers['files.open']({ ...request, agreed: 'once' }, caller)).toEqual(ok({ id }))
    expect(open).toHaveBeenCalledWith('main', request)
  })

  it('is for what main knows of an account, whatever the page calls it', async () => {
    const { handlers, open } = setStage()
    await handlers['files.open']({ ...request, environment: 'development', agreed: 'once' }, caller)
    expect(open).toHaveBeenCalledWith('main', { ...request, environment: 'production' })
  })

  it('is opened again for what the account is for by now', async () => {
    const admit = vi.fn<FileHandlerDeps['production']['admit']>(async () => ok(undefined))
    const { handlers, again } = setStage({ production: { admit } })
    await handlers['files.again']({ id, agreed: 'once' }, caller)
    expect(admit).toHaveBeenCalledWith('main', request, 'once')
    expect(again).toHaveBeenCalledWith('main', id, undefined, 'production')
  })

  it('sends what main’s own dialog was given, files and folders told apart', async () => {
    const { handlers, move } = setStage()
    expect(await handlers['files.upload']({ id, into: farKeyOf('/srv'), what: 'files' }, caller)).toEqual(
      ok({ transfers: 2 }),
    )
    expect(move.mock.calls[0]?.[2]).toMatchObject([
      { direction: 'up', what: 'file', name: 'a.txt', farFolder: '/srv', here: join(folder, 'a.txt') },
      { direction: 'up', what: 'folder', name: 'tree' },
    ])
  })

  it('begins nothing when the dialog was closed', async () => {
    const { handlers, move } = setStage({ chooseToSend: async () => [], chooseFolder: async () => null })
    expect(await handlers['files.upload']({ id, into: farKeyOf('/srv'), what: 'files' }, caller)).toEqual(
      ok({ transfers: 0 }),
    )
    expect(await handlers['files.download']({ id, keys: [farKeyOf('/srv/x')] }, caller)).toEqual(ok({ transfers: 0 }))
    expect(move).not.toHaveBeenCalled()
  })

  it('fetches into the folder that main asked for', async () => {
    const { handlers, move } = setStage()
    await handlers['files.download']({ id, keys: [farKeyOf('/srv/x')] }, caller)
    expect(move.mock.calls[0]?.[2]).toMatchObject([{ direction: 'down', here: folder, name: 'x', farFolder: '/srv' }])
  })

  it('asks nobody, and fetches nothing, by a key that is none', async () => {
    const { handlers, deps } = setStage()
    for (const key of ['srv', farKeyOf('/')])
      expect(await handlers['files.download']({ id, keys: [key] }, caller)).toMatchObject({
        error: { code: 'FILE_GONE' },
      })
    expect(deps.chooseFolder).not.toHaveBeenCalled()
  })

  it('forgets a host key only when main was told so', async () => {
    const kept = setStage({ ask: async () => false })
    expect(await kept.handlers['files.forgetHostKey']({ id }, caller)).toEqual(ok({ forgotten: false }))
    expect(kept.deps.forgetHostKey).not.toHaveBeenCalled()
    const gone = setStage()
    await gone.handlers['files.forgetHostKey']({ id }, caller)
    expect(gone.deps.forgetHostKey).toHaveBeenCalledWith('i-1')
    expect(gone.deps.ask).toHaveBeenCalledWith(
      expect.objectContaining({ detail: expect.stringMatching(/SHA256:a.*SHA256:b/) }),
    )
  })

  it('takes what was dropped only in the form that the preload script gives', async () => {
    const { files, move } = setStage()
    const drop = createDropHandler(files)
    expect(await drop({ id, into: farKeyOf('/srv'), paths: [join(folder, 'tree')] }, caller)).toEqual(
      ok({ transfers: 1 }),
    )
    expect(move.mock.calls[0]?.[2]).toMatchObject([{ what: 'folder', name: 'tree' }])
    for (const wrong of [
      null,
      {},
      { id, into: farKeyOf('/srv'), paths: [] },
      { id, into: '../x', paths: ['/etc/passwd'] },
    ])
      expect(await drop(wrong, caller)).toEqual(ok({ transfers: 0 }))
    expect(move).toHaveBeenCalledTimes(1)
  })
})
