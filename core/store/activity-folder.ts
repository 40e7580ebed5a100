import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, lstat } from 'node:fs/promises'
import { join } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import type { Result } from '#contract/result.ts'
import { dayFileEnd } from '#domain/activity/day-file.ts'
import { fail, ok } from '#domain/result.ts'
import type { ActivityFile, ActivityFiles } from '../app/activity/ports.ts'
import { appendLine } from './append-line.ts'
import { codeOf } from './json-document.ts'

/** What happened, in one folder of the user's alone (0700), a file for each day (0600). */
export function createActivityFolder(folder: string): ActivityFiles {
  return {
    list: () => list(folder),
    async append(name, lines) {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
      } catch (error) {
        return codeOf(error)
      }
      return await appendLine(folder, name, () => lines)
    },
    read: (name) => readFile(join(folder, name), 'utf8').catch(() => ''),
    remove: (name) => rm(join(folder, name), { force: true }),
    shorten: (name, bytes) => shorten(join(folder, name), bytes),
    write: writeWhole,
  }
}

/** Whole or not at all: what is kept is written beside it first. */
async function shorten(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    if (size <= bytes) return
    const { buffer, bytesRead } = await file.read(Buffer.alloc(bytes), 0, bytes, size - bytes)
    const end = buffer.subarray(0, bytesRead)
    // What stands before the first line break was cut.
    await writeFileAtomic(path, end.subarray(end.indexOf(0x0a) + 1), { mode: 0o600 })
  } finally {
    await file.close()
  }
}

async function list(folder: string): Promise<readonly ActivityFile[]> {
  const names = (await readdir(folder).catch(() => [])).filter((name) => dayFileEnd(name) !== null)
  const files = await Promise.all(
    names.map(async (name): Promise<readonly ActivityFile[]> => {
      // A link leads elsewhere.
      const found = await lstat(join(folder, name)).catch(() => null)
      return found?.isFile() === true ? [{ name, bytes: found.size }] : []
    }),
  )
  return files.flat()
}

/** Beside its place first, so that a copy is whole or not there. */
async function writeWhole(path: string, text: AsyncIterable<string>): Promise<Result<void>> {
  const beside = `${path}.${randomUUID().slice(0, 8)}.part`
  try {
    const file = await open(beside, 'wx', 0o600)
    try {
      for await (const part of text) await file.writeFile(part)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(beside, path)
    return ok(undefined)
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined)
    return fail('ACTIVITY_NOT_WRITTEN', { task: 'export', reason: codeOf(error) })
  }
}
