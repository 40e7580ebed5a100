import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from './json-document.ts'

/** So much of a file's end has its last lines: the longest that is written there is shorter. */
const endBytes = 256 * 1_024

/**
 * Adds a line to a file of the user's alone (0600), through no link; settles once it is on the disk. `make` gets the last whole lines,
 * without their ends; where the last was cut, the new one stands on a line of its own. Gives the system's code when it is not written.
 */
export async function appendLine(
  folder: string,
  name: string,
  make: (last: readonly string[]) => string,
): Promise<string | null> {
  const { O_RDWR, O_APPEND, O_CREAT, O_NOFOLLOW } = constants
  try {
    // Windows has no such flag, and needs rights for links.
    const file = await open(join(folder, name), O_RDWR | O_APPEND | O_CREAT | (O_NOFOLLOW ?? 0), 0o600)
    try {
      const lines = (await endOf(file)).split('\n')
      const cut = lines.pop() ?? ''
      await file.appendFile(`${cut === '' ? '' : '\n'}${make(lines)}`)
      await file.datasync()
    } finally {
      await file.close()
    }
    return null
  } catch (error) {
    return codeOf(error)
  }
}

async function endOf(file: FileHandle): Promise<string> {
  const { size } = await file.stat()
  const from = Math.max(0, size - endBytes)
  const bytes = Buffer.alloc(size - from)
  const { bytesRead } = await file.read(bytes, 0, bytes.length, from)
  return bytes.toString('utf8', 0, bytesRead)
}
