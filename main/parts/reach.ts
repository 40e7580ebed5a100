import type { Problem } from '#contract/problem.ts'
import type { SavedCommands } from '#core/app/commands/saved-commands.ts'
import type { Targets } from '#core/app/targets/targets.ts'
import type { AppPaths } from '../paths.ts'
import { createFileParts, type FileParts, type FilePartsOptions } from './file-parts.ts'
import { createRealCommands } from './real-commands.ts'
import { createRealTargets, type RealTargetsDeps } from './real-targets.ts'

interface ReachOptions extends Omit<RealTargetsDeps, 'path'>, Omit<FilePartsOptions, 'path' | 'targets'> {
  readonly paths: Pick<AppPaths, 'targets' | 'commands' | 'knownHosts'>
}

/** What can be reached: the list of targets, commands for them, and their files, which ask it what runs on one. */
export async function reach({ paths, ...options }: ReachOptions): Promise<{
  readonly targets: Targets
  readonly commands: SavedCommands
  readonly problems: readonly Problem[]
  readonly fileParts: FileParts
}> {
  const { clock, log } = options
  const [{ targets, problems: ofTargets }, { commands, commandProblems }] = await Promise.all([
    createRealTargets({ ...options, path: paths.targets }),
    createRealCommands({ path: paths.commands, clock, log }),
  ])
  const fileParts = await createFileParts({ ...options, path: paths.knownHosts, targets })
  return { targets, commands, problems: [...ofTargets, ...commandProblems], fileParts }
}
