import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Build } from './build.ts'

/** The first word of the command that main carries out instead of starting the app. */
const commandName = 'ssh-proxy'

/** True when the program was started as `culvert ssh-proxy …`: nothing of the app is to start, and no window. */
export function isSshCommand(args: readonly string[], build: Build): boolean {
  // From source the app's folder comes before it, and for root the switch without which Electron does not start.
  return build === 'packaged' ? args[1] === commandName : args.slice(1, 4).includes(commandName)
}

/** Carries the command out; the process ends with it. Loaded from its own bundle: the app's is not needed for it. */
export async function runSshCommand(appPath: string): Promise<never> {
  const program = pathToFileURL(join(appPath, 'dist', 'culvert', 'index.mjs')).href
  await import(/* @vite-ignore */ program)
  throw new Error('the command has not ended the program')
}

/** What the command's words depend on. */
interface Started {
  readonly build: Build
  readonly execPath: string
  readonly appPath: string
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly isRoot: boolean
}

/** The words that start the command from elsewhere. An AppImage is started by its own file: what it unpacks is gone with it. */
export function sshProgram({ build, execPath, appPath, environment, isRoot }: Started): readonly string[] {
  if (build === 'packaged') return [environment['APPIMAGE'] || execPath]
  return [execPath, ...(isRoot ? ['--no-sandbox'] : []), appPath]
}
