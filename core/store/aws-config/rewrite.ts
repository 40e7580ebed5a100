import { constants } from 'node:fs'
import { access, mkdir, readFile, realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
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

/**
 * Changes a file of the user's: atomic, with a copy of what was kept beside it, under the mode and owner that it has; a linked file
 * (dotfiles) stays a link.
 */
export async function rewriteFile(path: string, now: number, change: (text: string) => Edit): Promise<Rewritten> {
  try {
    const target = await realpath(path).catch(() => path)
    const before = await readIfThere(target)
    const file = textOf(before ?? Buffer.alloc(0))
    const edit = change(file.text)
    if (edit.kind === 'unchanged') return edit
    const after = edit.kind === 'changed' ? bytesOf(edit.text, file) : null
    if (after === null) return { kind: 'unsafe' }
    await write(target, before, after, now)
    return { kind: 'written' }
  } catch (error) {
    return { kind: 'failed', code: codeOf(error) }
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

async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}
