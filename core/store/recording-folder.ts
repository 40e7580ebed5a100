import { randomUUID } from 'node:crypto'
import { constants } from 'node:fs'
import { access, chmod, lstat, mkdir, open, readdir, rename, rm, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { readRecordingName } from '#domain/recording/file-name.ts'
import { transferListEnd } from '#domain/recording/transfer-list.ts'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import { LineTooLong, type RecordingFile, type RecordingFiles, type RecordingLines } from '../app/recordings/ports.ts'
import { codeOf } from './json-document.ts'

const chunkBytes = 256 * 1_024
const endBytes = 64 * 1_024
/** What a recorder writes is shorter by far. */
const longestLine = 1_024 * 1_024
const newline = 0x0a

/** Recordings in one folder, which belongs to this user alone. */
export function createRecordingFolder(folder: string): RecordingFiles {
  const at = (name: string): string => join(folder, name)
  return {
    prepare: () => prepare(folder),
    list: () => list(folder),
    find: (name) => find(folder, name),
    transferLists: () => transferLists(folder),
    ends: async ({ name, bytes }) => await withFile(at(name), (file) => ends(file, bytes)),
    lines: (name) => linesOf(at(name)),
    piece: async (name, from, bytes) => await withFile(at(name), (file) => piece(file, from, bytes)),
    remove: async (name) => await rm(at(name)),
    write: writeWhole,
  }
}

async function prepare(folder: string): Promise<Result<string>> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    const found = await lstat(folder)
    if (!found.isDirectory()) return fail('RECORDING_NOT_WRITTEN', { reason: 'ENOTDIR', when: 'start' })
    if (process.platform !== 'win32' && (found.mode & 0o077) !== 0) await chmod(folder, 0o700)
    await access(folder, constants.W_OK)
    return ok(folder)
  } catch (error) {
    return fail('RECORDING_NOT_WRITTEN', { reason: codeOf(error), when: 'start' })
  }
}

async function list(folder: string): Promise<readonly RecordingFile[]> {
  const names = await readdir(folder).catch(() => [])
  const files = await Promise.all(names.map((name) => find(folder, name)))
  return files.filter((file) => file !== null)
}

async function transferLists(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  return entries.flatMap((entry) => (entry.isFile() && transferListEnd(entry.name) !== null ? [entry.name] : []))
}

async function find(folder: string, name: string): Promise<RecordingFile | null> {
  if (readRecordingName(name) === null) return null
  const found = await lstat(join(folder, name)).catch(() => null)
  // A link leads elsewhere, and may lead into what never ends.
  if (found?.isFile() !== true) return null
  return { name, bytes: found.size, version: `${found.ino} ${found.size} ${found.mtimeMs}` }
}

async function withFile<T>(path: string, use: (file: FileHandle) => Promise<T>): Promise<T> {
  const file = await openToRead(path)
  try {
    return await use(file)
  } finally {
    await file.close()
  }
}

async function openToRead(path: string): Promise<FileHandle> {
  return await open(path, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
}

async function readAt(file: FileHandle, from: number, bytes: number): Promise<Uint8Array> {
  const buffer = new Uint8Array(bytes)
  let read = 0
  while (read < bytes) {
    const { bytesRead } = await file.read(buffer, read, bytes - read, from + read)
    if (bytesRead === 0) break
    read += bytesRead
  }
  return buffer.subarray(0, read)
}

async function ends(file: FileHandle, size: number): ReturnType<RecordingFiles['ends']> {
  const start = await readAt(file, 0, Math.min(size, endBytes))
  const firstEnd = start.indexOf(newline)
  const from = Math.max(firstEnd + 1, size - endBytes)
  const tail = size <= endBytes ? start.subarray(from) : await readAt(file, from, size - from)
  const { lines } = splitLines(tail)
  // The tail may begin within a line.
  const isCut = from > firstEnd + 1
  return { first: firstEnd < 0 ? null : start.subarray(0, firstEnd + 1), last: isCut ? lines.slice(1) : lines }
}

function splitLines(bytes: Uint8Array): { readonly lines: Uint8Array[]; readonly rest: Uint8Array } {
  const lines: Uint8Array[] = []
  let from = 0
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, from)) {
    lines.push(bytes.subarray(from, end + 1))
    from = end + 1
  }
  return { lines, rest: bytes.subarray(from) }
}

async function* linesOf(path: string): AsyncIterable<RecordingLines> {
  const file = await openToRead(path)
  try {
    let rest: Uint8Array = new Uint8Array(0)
    for (let at = 0; ;) {
      const chunk = await readAt(file, at, chunkBytes)
      at += chunk.length
      const split = splitLines(rest.length === 0 ? chunk : Buffer.concat([rest, chunk]))
      rest = split.rest
      if (rest.length > longestLine) throw new LineTooLong()
      const isEnd = chunk.length < chunkBytes
      yield { lines: split.lines, isTorn: isEnd && rest.length > 0 }
      if (isEnd) return
    }
  } finally {
    await file.close()
  }
}

async function piece(file: FileHandle, from: number, bytes: number): ReturnType<RecordingFiles['piece']> {
  const read = await readAt(file, from, longestLine)
  if (read.length === 0) return { bytes: read, next: null }
  const whole = read.lastIndexOf(newline, bytes - 1) + 1
  const length = whole > 0 ? whole : read.indexOf(newline) + 1
  if (length > 0)
    return {
      bytes: read.subarray(0, length),
      next: length < read.length || read.length === longestLine ? from + length : null,
    }
  if (read.length === longestLine) throw new LineTooLong()
  // The last line was cut while it was written.
  return { bytes: new Uint8Array(0), next: null }
}

/**
 * Beside its place first, so that a copy is whole or not there; under a name of its own, for the person agreed to write over the place
 * alone, and somebody else may have put a link there.
 */
async function writeWhole(path: string, text: AsyncIterable<Uint8Array | string>): Promise<void> {
  const beside = `${path}.${randomUUID().slice(0, 8)}.part`
  const file = await open(beside, 'wx', 0o600)
  try {
    for await (const part of text) await file.writeFile(part)
    await file.sync()
    await file.close()
    await rename(beside, path)
  } catch (error) {
    await file.close().catch(() => undefined)
    await rm(beside, { force: true })
    throw error
  }
}
