import { homedir } from 'node:os'
import { join } from 'node:path'

const name = 'Culvert'

/** Where the app keeps its own files unless it was told otherwise: Electron's rule for the name of the app. */
export function usualAppFolder(environment: Readonly<Record<string, string | undefined>>): string {
  const home = homedir()
  if (process.platform === 'darwin') return join(home, 'Library', 'Application Support', name)
  if (process.platform === 'win32') return join(environment['APPDATA'] || join(home, 'AppData', 'Roaming'), name)
  return join(environment['XDG_CONFIG_HOME'] || join(home, '.config'), name)
}
