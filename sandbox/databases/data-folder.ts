import { chown } from 'node:fs/promises'
import { createTemporaryFolder, removeFolder } from '../temporary-folders.ts'
import type { SystemAccount } from './account.ts'
import type { DatabaseAccess, DatabaseServer } from './databases.ts'
import type { ServerProcess } from './server-process.ts'

/**
 * Starts a server that keeps its data in a new folder, owned by the account it runs as. The folder goes with the
 * server, or at once when starting fails.
 */
export async function startInDataFolder(
  account: SystemAccount | null,
  start: (folder: string) => Promise<{ readonly server: ServerProcess; readonly access: DatabaseAccess }>,
): Promise<DatabaseServer> {
  const folder = await createTemporaryFolder('data')
  try {
    if (account !== null) await chown(folder, account.uid, account.gid)
    const { server, access } = await start(folder)
    const stop = async (): Promise<void> => {
      await server.stop()
      await removeFolder(folder)
    }
    return { access, stop }
  } catch (error) {
    await removeFolder(folder)
    throw error
  }
}
