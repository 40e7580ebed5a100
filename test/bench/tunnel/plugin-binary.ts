import { execFile } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const name = 'session-manager-plugin'
const standardPath = `/usr/local/sessionmanagerplugin/bin/${name}`

/** AWS's own plugin on this machine, to compare with. */
export interface PluginBinary {
  readonly path: string
  readonly version: string
}

/** Where its installer puts it, then `CULVERT_SESSION_MANAGER_PLUGIN`, then the PATH. */
export async function findPluginBinary(): Promise<PluginBinary | null> {
  const given = process.env['CULVERT_SESSION_MANAGER_PLUGIN']
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const places = [standardPath, ...(given ? [given] : []), ...folders.map((folder) => join(folder, name))]
  for (const path of places) {
    if (!(await isExecutable(path))) continue
    const { stdout } = await promisify(execFile)(path, ['--version'])
    return { path, version: stdout.trim() }
  }
  return null
}

function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  )
}
