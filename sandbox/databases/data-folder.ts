import { chown, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SystemAccount } from './account.ts'

const prefix = 'culvert-data-'

/**
 * A folder for one server's data, below the system's temporary folder (which every account may enter), owned by the
 * account the server runs as. Its name tells the process that made it.
 */
export async function createDataFolder(account: SystemAccount | null): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`))
  if (account !== null) await chown(folder, account.uid, account.gid)
  return folder
}

export const removeDataFolder = (folder: string): Promise<void> =>
  rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })

/** Removes data of sandboxes that were killed and could not tidy up themselves. */
export async function sweepDataFolders(): Promise<void> {
  const names = await readdir(tmpdir()).catch(() => [])
  const stale = names.filter((name) => {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : 0
    return pid > 0 && pid !== process.pid && !isAlive(pid)
  })
  await Promise.all(stale.map((name) => removeDataFolder(join(tmpdir(), name)).catch(() => undefined)))
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}
