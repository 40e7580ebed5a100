import { constants } from 'node:fs'
import { access, mkdir, readFile, realpath } from 'node:fs/promises'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import { codeOf } from '../json-document.ts'
import { keepBackup } from './backup.ts'
import type { Edit } from './edit-session.ts'
import { bytesOf, textOf } from './file-text.ts'

/**
 * Changes a config file: atomic, with a copy of what was kept beside it, under the mode and owner that it has; a linked file
 * (dotfiles) stays a link. PROFILE_INVALID with `edit-unsafe` when there is no harmless edit, `not-written` when the disk refuses.
 */
export async function rewrite(path: string, now: number, change: (text: string) => Edit): Promise<Result<void>> {
  try {
    const target = await realpath(path).catch(() => path)
    const before = await readIfThere(target)
    const file = textOf(before ?? Buffer.alloc(0))
    const edit = change(file.text)
    if (edit.kind === 'unchanged') return ok(undefined)
    const after = edit.kind === 'changed' ? bytesOf(edit.text, file) : null
    if (after === null) return fail('PROFILE_INVALID', { file: path, reason: 'edit-unsafe' })
    await write(target, before, after, now)
    return ok(undefined)
  } catch (error) {
    return fail('PROFILE_INVALID', {
      file: path,
      reason: 'not-written',
      said: codeOf(error),
    })
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
