import { constants } from 'node:fs'
import { open, rm, type FileHandle } from 'node:fs/promises'
import { dirname } from 'node:path'

/** A file that only grows, by whole pieces. Everything rejects with what the system says. */
export interface RecordingFile {
  /** All of it or nothing: what was written of a piece that failed is cut off again. */
  append(bytes: Uint8Array): Promise<void>
  /** Resolves when all that was appended is on the disk. */
  sync(): Promise<void>
  close(): Promise<void>
}

/**
 * Makes the file, for this user alone, with its first piece; leaves none behind that has not all of it. Rejects with EEXIST where
 * something has its name already, be it a link.
 */
export async function createRecordingFile(path: string, first: Uint8Array): Promise<RecordingFile> {
  const { O_CREAT, O_EXCL, O_WRONLY, O_APPEND, O_NOFOLLOW } = constants
  // Windows knows no O_NOFOLLOW; O_EXCL follows no link either.
  const handle = await open(path, O_CREAT | O_EXCL | O_WRONLY | O_APPEND | (O_NOFOLLOW ?? 0), 0o600)
  try {
    const file = new GrowingFile(handle)
    await file.append(first)
    await file.sync()
    await syncFolder(dirname(path))
    return file
  } catch (error) {
    await handle.close()
    await rm(path, { force: true }).catch(() => undefined)
    throw error
  }
}

class GrowingFile implements RecordingFile {
  readonly #handle: FileHandle
  #length = 0

  constructor(handle: FileHandle) {
    this.#handle = handle
  }

  async append(bytes: Uint8Array): Promise<void> {
    try {
      let written = 0
      while (written < bytes.length) {
        const { bytesWritten } = await this.#handle.write(bytes, written)
        written += bytesWritten
      }
      this.#length += bytes.length
    } catch (error) {
      await this.#handle.truncate(this.#length).catch(() => undefined)
      throw error
    }
  }

  async sync(): Promise<void> {
    await this.#handle.datasync()
  }

  async close(): Promise<void> {
    await this.#handle.close()
  }
}

/** So that the name outlives a crash, too. Windows opens no folders; there the file system sees to it. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return
  const folder = await open(path, constants.O_RDONLY)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
