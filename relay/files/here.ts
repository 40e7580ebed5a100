import { createHash } from 'node:crypto'
import { createReadStream, constants, type Stats } from 'node:fs'
import { lstat, mkdir, open, readdir, rename, stat, unlink, type FileHandle } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { localName } from '#domain/far-path/local-name.ts'
import { foldedName } from '#domain/far-path/taken-names.ts'
import { problemOf } from '#domain/problem/problem.ts'
import {
  FileTrouble,
  foundAs,
  unlessGone,
  type FileSide,
  type FileSink,
  type FoundFile,
  type ListedFile,
} from './file-side.ts'
import { GivenUp } from './unless-over.ts'

const chunkBytes = 256 * 1_024

/** This computer's files. What is made here can be run by nobody, and is for the user's own mode of new files otherwise. */
export const here: FileSide = {
  side: 'here',
  join,
  folderOf: dirname,
  nameOf: (path) => basename(path),
  ownName: localName,
  foldedName,
  shownName: (path) => basename(path),
  async stat(path) {
    const found = await stat(path).catch((error: unknown) => (isMissing(error) ? null : troubled(error, path)))
    return found === null ? null : foundOf(found)
  },
  async list(folder) {
    const names = await readdir(folder).catch((error: unknown) => troubled(error, folder))
    const found = await Promise.all(names.map((name) => unlessGone(listed(folder, name))))
    return found.filter((file) => file !== null)
  },
  async *read(path, from) {
    try {
      yield* createReadStream(path, { start: from, highWaterMark: chunkBytes })
    } catch (error) {
      troubled(error, path)
    }
  },
  write: (path, from) => openSink(path, from).catch((error: unknown) => troubled(error, path)),
  async sha256(path, bytes, over) {
    const hash = createHash('sha256')
    if (bytes === 0) return hash.digest('hex')
    try {
      for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes, end: bytes - 1 })) {
        if (over.aborted) throw new GivenUp()
        hash.update(chunk as Buffer)
      }
    } catch (error) {
      if (error instanceof GivenUp) throw error
      troubled(error, path)
    }
    return hash.digest('hex')
  },
  rename: (from, to) => rename(from, to).catch((error: unknown) => troubled(error, to)),
  async makeFolder(path) {
    try {
      await mkdir(path)
    } catch (error) {
      if (codeOf(error) !== 'EEXIST' || !(await isRealFolder(path))) troubled(error, path)
    }
  },
  remove: (path) => unlink(path).catch((error: unknown) => (isMissing(error) ? undefined : troubled(error, path))),
}

/** A link to a folder would lead what comes from the far end elsewhere. */
async function isRealFolder(path: string): Promise<boolean> {
  const found = await lstat(path).catch((error: unknown) => troubled(error, path))
  return found.isDirectory()
}

async function listed(folder: string, name: string): Promise<ListedFile> {
  const path = join(folder, name)
  const own = await lstat(path).catch((error: unknown) => troubled(error, path))
  return { ...foundOf(own), name, isLink: own.isSymbolicLink(), owner: null, isReadable: true }
}

function foundOf(found: Stats): FoundFile {
  const kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other'
  return foundAs(kind, found.size, found.mtimeMs)
}

/** A part that somebody else has put there, such as a link to another file, is not written into. */
async function openSink(path: string, from: number): Promise<FileSink> {
  const { O_WRONLY, O_CREAT, O_EXCL, O_NOFOLLOW } = constants
  // Windows has no such flag, and needs rights for links.
  const noLink = O_NOFOLLOW ?? 0
  if (from === 0) await unlink(path).catch(() => undefined)
  const handle = await open(path, from === 0 ? O_WRONLY | O_CREAT | O_EXCL : O_WRONLY | noLink, 0o666)
  if (from > 0) await handle.truncate(from)
  return sinkOf(handle, path, from)
}

function sinkOf(handle: FileHandle, path: string, from: number): FileSink {
  let at = from
  const close = (): Promise<void> => handle.close().catch(() => undefined)
  return {
    async write(bytes) {
      try {
        for (let done = 0; done < bytes.length;) {
          const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, at)
          done += bytesWritten
          at += bytesWritten
        }
      } catch (error) {
        troubled(error, path)
      }
    },
    async finish() {
      await handle.sync().catch((error: unknown) => troubled(error, path))
      await close()
    },
    abandon: close,
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : String(error)

const isMissing = (error: unknown): boolean => codeOf(error) === 'ENOENT' || codeOf(error) === 'ENOTDIR'

/** Throws what the system says, as a problem. */
function troubled(error: unknown, path: string): never {
  if (error instanceof FileTrouble) throw error
  const file = { side: 'here', name: basename(path) } as const
  const reason = codeOf(error)
  switch (reason) {
    case 'ENOENT':
    case 'ENOTDIR':
      throw new FileTrouble(problemOf('FILE_GONE', file))
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      throw new FileTrouble(problemOf('FILE_FORBIDDEN', file))
    case 'ENOSPC':
    case 'EDQUOT':
      throw new FileTrouble(problemOf('DISK_FULL', file))
    default:
      throw new FileTrouble(problemOf('FILE_FAILED', { ...file, reason }))
  }
}
