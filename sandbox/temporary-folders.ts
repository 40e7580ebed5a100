import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const prefix = 'culvert-sandbox-'
/** Another container's processes look dead from here; what is in use is rarely this old. */
const staleAfterMs = 24 * 3_600_000

/** A new folder below the system's temporary one; its name tells the process that made it. */
export const createTemporaryFolder = (purpose: 'home' | 'data' | 'programs'): Promise<string> =>
  mkdtemp(join(tmpdir(), `${prefix}${process.pid}-${purpose}-`))

/** Removes a folder and all in it; servers that just ended may still let go of files. */
export const removeFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })

/** Removes what sandboxes left that were killed a day ago or more and could not tidy up themselves. */
export async function sweepTemporaryFolders(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => [])
  const ours = names.filter((name) => name.startsWith(prefix)).map((name) => join(tmpdir(), name))
  await Promise.all(ours.map((folder) => sweep(folder).catch(() => undefined)))
}

async function sweep(folder: string): Promise<void> {
  const pid = Number(folder.slice(folder.lastIndexOf(prefix) + prefix.length).split('-')[0])
  const { mtimeMs } = await stat(folder)
  if (pid > 0 && !isAlive(pid) && Date.now() - mtimeMs > staleAfterMs) await removeFolder(folder)
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
