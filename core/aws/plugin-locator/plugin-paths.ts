import { posix, win32 } from 'node:path'

/** Where to look: what the user said, and what this machine is like. */
export interface PluginPathFacts {
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  /** PATH as the user's login shell has it; an app started from a dock or a menu gets a shorter one. */
  readonly loginShellPath: string | null
}

/** Candidates in the order in which they are tried: where AWS installs it, then every folder of PATH. No duplicates. */
export function pluginPaths({ platform, environment, loginShellPath }: PluginPathFacts): readonly string[] {
  const isWindows = platform === 'win32'
  const { join, delimiter, isAbsolute } = isWindows ? win32 : posix
  const name = isWindows ? 'session-manager-plugin.exe' : 'session-manager-plugin'
  const onPath = [environment['PATH'] ?? environment['Path'], loginShellPath].flatMap(
    (path) => path?.split(delimiter) ?? [],
  )
  const folders = [...installFolders(platform, environment), ...onPath.filter((folder) => isAbsolute(folder))]
  return [...new Set(folders.map((folder) => join(folder, name)))]
}

function installFolders(platform: NodeJS.Platform, environment: PluginPathFacts['environment']): readonly string[] {
  if (platform === 'win32') {
    const programFiles = environment['ProgramFiles'] ?? environment['PROGRAMFILES'] ?? 'C:\\Program Files'
    return [`${programFiles}\\Amazon\\SessionManagerPlugin\\bin`]
  }
  const usual = ['/usr/local/sessionmanagerplugin/bin', '/usr/local/bin']
  return platform === 'darwin' ? [...usual, '/opt/homebrew/bin'] : usual
}
