import { posix, win32 } from 'node:path'

/** Where to look: what this machine is like. */
export interface PluginPathFacts {
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
}

/** Where AWS and packagers install it, in the order in which it is tried. */
export function installedPaths({ platform, environment }: PluginPathFacts): readonly string[] {
  return installFolders(platform, environment).map((folder) => inFolder(platform, folder))
}

/** In every folder of a PATH, null for one that is not known. No duplicates. */
export function pathsOnPath({ platform }: PluginPathFacts, path: string | null | undefined): readonly string[] {
  const { delimiter, isAbsolute } = platform === 'win32' ? win32 : posix
  const folders = path?.split(delimiter).filter((folder) => isAbsolute(folder)) ?? []
  return [...new Set(folders.map((folder) => inFolder(platform, folder)))]
}

function inFolder(platform: NodeJS.Platform, folder: string): string {
  return platform === 'win32'
    ? win32.join(folder, 'session-manager-plugin.exe')
    : posix.join(folder, 'session-manager-plugin')
}

function installFolders(platform: NodeJS.Platform, environment: PluginPathFacts['environment']): readonly string[] {
  if (platform === 'win32') {
    const programFiles = environment['ProgramFiles'] ?? environment['PROGRAMFILES'] ?? 'C:\\Program Files'
    return [`${programFiles}\\Amazon\\SessionManagerPlugin\\bin`]
  }
  const usual = ['/usr/local/sessionmanagerplugin/bin', '/usr/local/bin']
  return platform === 'darwin' ? [...usual, '/opt/homebrew/bin'] : [...usual, '/usr/bin']
}
