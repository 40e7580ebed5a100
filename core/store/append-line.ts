import { constants } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from './json-document.ts'

/** Adds a line to a file of the user's alone (0600), through no link; settles once it is on the disk. Gives the system's code when it is not. */
export async function appendLine(folder: string, name: string, line: string): Promise<string | null> {
  const { O_WRONLY, O_APPEND, O_CREAT, O_NOFOLLOW } = constants
  try {
    // Windows has no such flag, and needs rights for links.
    const file = await open(join(folder, name), O_WRONLY | O_APPEND | O_CREAT | (O_NOFOLLOW ?? 0), 0o600)
    try {
      await file.appendFile(line)
      await file.datasync()
    } finally {
      await file.close()
    }
    return null
  } catch (error) {
    return codeOf(error)
  }
}
