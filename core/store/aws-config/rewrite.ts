import { constants } from 'node:fs'
import { access, mkdir, readFile, readlink, realpath, unlink } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import { codeOf } from '../json-document.ts'
import { keepBackup } from './backup.ts'
import type { Edit } from './checked-edit.ts'
import { bytesOf, textOf } from './file-text.ts'

/** What came of a change. `unsafe`: there is no harmless one. `failed`: the disk refuses, with the system's code. */
type Rewritten =
  | { readonly kind: 'written' | 'unchanged' | 'unsafe' }
  | { readonly kind: 'failed'; readonly code: string }

/** What is to become of a file, by what is in it: other bytes, no file, or what the word says. */
export type Decision<Kind extends string> =
  | { readonly kind: 'write'; readonly bytes: Buffer }
  | { readonly kind: 'remove' }
  | { readonly kind: Kind }

/** Changes a config file of the AWS tools, see {@link rewriteFile}. PROFILE_INVALID with `edit-unsafe` or `not-written`. */
export async function rewrite(path: string, now: number, change: (text: string) => Edit): Promise<Result<void>> {
  const done = await rewriteFile(path, now, change)
  switch (done.kind) {
    case 'written':
    case 'unchanged':
      return ok(undefined)
    case 'unsafe':
      return fail('PROFILE_INVALID', { file: path, reason: 'edit-unsafe' })
    case 'failed':
      return fail('PROFILE_INVALID', { file: path, reason: 'not-written', said: done.code })
  }
}

/** Changes the text of a file of the user's, see {@link replaceFile}. */
export async function rewriteFile(path: string, now: number, change: (text: string) => Edit): Promise<Rewritten> {
  return await replaceFile<'unchanged' | 'unsafe'>(path, now, (before) => {
    const file = textOf(before ?? Buffer.alloc(0))
    const edit = change(file.text)
    if (edit.kind !== 'changed') return edit
    const bytes = bytesOf(edit.text, file)
    return bytes === null ? { kind: 'unsafe' } : { kind: 'write', bytes }
  })
}

/**
 * Changes a file of the user's: atomic, with a copy of what was kept beside it, under the mode and owner that it has; a linked file
 * (dotfiles) stays a link. `decide` is given what is there now, or null.
 */
export async function replaceFile<Kind extends string>(
  path: string,
  now: number,
  decide: (before: Buffer | null) => Decision<Kind>,
): Promise<{ readonly kind: 'written' | Kind } | { readonly kind: 'failed'; readonly code: string }> {
  try {
    const target = await targetOf(path)
    const before = await readIfThere(target)
    const decision = decide(before)
    if ('bytes' in decision) await write(target, before, decision.bytes, now)
    else if (decision.kind === 'remove') await remove(target, before, now)
    else return { kind: decision.kind as Kind }
    return { kind: 'written' }
  } catch (error) {
    return { kind: 'failed', code: codeOf(error) }
  }
}

/** Where the bytes are: the end of all links, also of one whose file is not there yet. */
async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') return path
    const link = await readlink(path).catch(() => null)
    return link === null ? path : await targetOf(resolve(dirname(path), link))
  }
}

async function write(target: string, before: Buffer | null, after: Buffer, now: number): Promise<void> {
  if (before === null) {
    await mkdir(dirname(target), { recursive: true, mode: 0o700 })
    return writeFileAtomic(target, after, { mode: 0o600 })
  }
  // A new file would take the place of one that may not be written.
  await access(target, constants.W_OK)
  await keepBackup(target, before, now)
  // Mode and owner stay those of the file that is replaced.
  return writeFileAtomic(target, after)
}

async function remove(target: string, before: Buffer | null, now: number): Promise<void> {
  if (before === null) return
  await keepBackup(target, before, now)
  await unlink(target)
}

/** The bytes of a file; null where there is none. Rejects when it is there and cannot be read. */
export async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}
