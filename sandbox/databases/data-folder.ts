import { chown } from 'node:fs/promises'
import { createTemporaryFolder, removeFolder } from '../temporary-folders.ts'
import type { SystemAccount } from './account.ts'

/** A folder for one server's data, owned by the account the server runs as. */
export async function createDataFolder(account: SystemAccount | null): Promise<string> {
  const folder = await createTemporaryFolder('data')
  if (account !== null) await chown(folder, account.uid, account.gid)
  return folder
}

export const removeDataFolder = removeFolder
