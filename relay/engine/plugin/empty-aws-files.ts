import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Two empty files that stand in for `~/.aws/config` and `~/.aws/credentials`. */
export interface EmptyAwsFiles {
  readonly configFile: string
  readonly credentialsFile: string
  remove(): Promise<void>
}

/** Makes them in a folder of their own that only this user can enter. */
export async function createEmptyAwsFiles(): Promise<EmptyAwsFiles> {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-'))
  const configFile = join(folder, 'config')
  const credentialsFile = join(folder, 'credentials')
  await Promise.all([writeFile(configFile, '', { mode: 0o600 }), writeFile(credentialsFile, '', { mode: 0o600 })])
  return { configFile, credentialsFile, remove: () => rm(folder, { recursive: true, force: true }) }
}
