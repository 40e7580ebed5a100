import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { Caller, CallHandlers } from '#contract/calls.ts'
import { droppedFiles, mostChosen, type BegunTransfers, type fileCalls, type FileRequest } from '#contract/files.ts'
import type { Result } from '#contract/result.ts'
import type { Files } from '#core/app/files/files.ts'
import type { WindowGate } from '#core/app/production/window-gate.ts'
import type { AskedTransfer } from '#core/app/files/transfer-list.ts'
import { farPathOf } from '#domain/far-path/far-key.ts'
import { farName, farParent } from '#domain/far-path/far-path.ts'
import { fail, ok } from '#domain/result.ts'
import type { FileWords } from '#words/files/file-words.ts'

type FileHandlers = Pick<CallHandlers, keyof typeof fileCalls>
type DialogWords = FileWords['saveInto']

/** What the handlers need. */
export interface FileHandlerDeps {
  readonly files: Files
  readonly production: WindowGate
  /** What the account is for, as main knows it; a page's word makes nothing less of it. */
  environmentOf(request: FileRequest): Promise<string | null>
  words(): FileWords
  /** Main's own dialogs: no page answers them. */
  chooseToSend(what: 'files' | 'folders', words: DialogWords): Promise<readonly string[]>
  chooseFolder(words: DialogWords): Promise<string | null>
  ask(question: { message: string; detail: string; cancel: string; action: string }): Promise<boolean>
  /** Forgets the host key of a target. */
  forgetHostKey(targetId: string): void
  /** Shows a file, or a folder, in the system's file manager. */
  reveal(folder: string, name: string | null): void
}

/** What a window may do with the files of targets. It names no path of this computer. */
export function createFileHandlers(deps: FileHandlerDeps): FileHandlers {
  const { files, production } = deps
  return {
    'files.open': async ({ agreed, ...asked }, { window }) => {
      const request = { ...asked, environment: await deps.environmentOf(asked) }
      const admitted = await production.admit(window, request, agreed)
      return admitted.ok ? files.open(window, request) : admitted
    },
    'files.again': async ({ id, user, agreed }, { window }) => {
      const known = files.requestOf(window, id)
      if (!known.ok) return known
      const request = { ...known.value, environment: await deps.environmentOf(known.value) }
      const admitted = await production.admit(window, request, agreed)
      return admitted.ok ? files.again(window, id, user, request.environment) : admitted
    },
    'files.close': async ({ id }, { window }) => files.close(window, id),
    'files.forgetHostKey': ({ id }, { window }) => forgotten(deps, window, id),
    'files.list': ({ id, at }, { window }) => files.list(window, id, at),
    'files.upload': async ({ id, into, what }, { window }) => {
      const words = deps.words()
      const paths = await deps.chooseToSend(what, what === 'files' ? words.sendFiles : words.sendFolders)
      return await sent(files, window, { id, into, paths })
    },
    'files.download': ({ id, keys }, { window }) => fetched(deps, window, id, keys),
    'files.answer': async ({ id, transfer, answer, forAll }, { window }) =>
      files.answer(window, id, transfer, answer, forAll),
    'files.pause': async ({ id, transfer }, { window }) => files.order(window, id, transfer, 'pause'),
    'files.goOn': async ({ id, transfer }, { window }) => files.order(window, id, transfer, 'go-on'),
    'files.cancel': async ({ id, transfer }, { window }) => files.order(window, id, transfer, 'cancel'),
    'files.retry': async ({ id, transfer }, { window }) => files.order(window, id, transfer, 'retry'),
    'files.clear': async ({ id }, { window }) => files.clear(window, id),
    'files.reveal': async ({ id, transfer }, { window }) => {
      const found = files.herePath(window, id, transfer)
      if (found.ok) deps.reveal(found.value.folder, found.value.name)
      return found.ok ? ok(undefined) : found
    },
  }
}

/** Takes what the preload script says was dropped; its paths are the system's. */
export function createDropHandler(files: Files) {
  return async (input: unknown, { window }: Caller): Promise<Result<BegunTransfers>> => {
    const parsed = droppedFiles.safeParse(input)
    return parsed.success ? await sent(files, window, parsed.data) : ok({ transfers: 0 })
  }
}

interface Sending {
  readonly id: string
  readonly into: string
  readonly paths: readonly string[]
}

async function sent(files: Files, window: string, { id, into, paths }: Sending): Promise<Result<BegunTransfers>> {
  const farFolder = farPathOf(into)
  if (farFolder === null) return fail('FILE_GONE', { side: 'there', name: into.slice(0, 80) })
  if (paths.length > mostChosen) return fail('FILES_TOO_MANY', { most: mostChosen, what: 'transfers' })
  const asked = await Promise.all(
    paths.map(async (here): Promise<AskedTransfer> => {
      const found = await stat(here).catch(() => null)
      const what = found?.isDirectory() === true ? 'folder' : 'file'
      return { direction: 'up', what, name: basename(here), farFolder, here, there: into }
    }),
  )
  return asked.length === 0 ? ok({ transfers: 0 }) : files.move(window, id, asked)
}

async function fetched(
  { files, words, chooseFolder }: FileHandlerDeps,
  window: string,
  id: string,
  keys: readonly string[],
): Promise<Result<BegunTransfers>> {
  const paths = keys.map((there) => ({ there, path: farPathOf(there) }))
  const wrong = paths.find(({ path }) => path === null || farParent(path) === null)
  if (wrong !== undefined) return fail('FILE_GONE', { side: 'there', name: wrong.there.slice(0, 80) })
  const here = await chooseFolder(words().saveInto)
  if (here === null) return ok({ transfers: 0 })
  const asked = paths.map(({ there, path }): AskedTransfer => {
    const name = farName(path ?? '')
    return { direction: 'down', what: 'file', name, farFolder: farParent(path ?? '/') ?? '/', here, there }
  })
  return files.move(window, id, asked)
}

async function forgotten(
  { files, words, ask, forgetHostKey }: FileHandlerDeps,
  window: string,
  id: string,
): Promise<Result<{ forgotten: boolean }>> {
  const changed = files.changedHost(window, id)
  if (!changed.ok) return changed
  if (changed.value === null) return ok({ forgotten: false })
  const { targetId, known, found } = changed.value
  const { message, detail, cancel, action } = words().forgetHostKey
  const isWanted = await ask({ message: message(targetId), detail: detail(known, found), cancel, action })
  if (isWanted) forgetHostKey(targetId)
  return ok({ forgotten: isWanted })
}
