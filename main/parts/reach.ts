import type { Problem } from '#contract/problem.ts'
import type { SavedCommands } from '#core/app/commands/saved-commands.ts'
import type { NodeAccess } from '#core/app/node-access-ports.ts'
import type { ServiceInventory, SessionDocuments } from '#core/app/ports.ts'
import type { Targets } from '#core/app/targets/targets.ts'
import { createServiceInventory, createSessionDocuments } from '#core/aws/index.ts'
import type { AppPaths } from '../paths.ts'
import { createFileParts, type FileParts, type FilePartsOptions } from './file-parts.ts'
import { createRealCommands } from './real-commands.ts'
import { createRealTargets, type RealTargetsDeps } from './real-targets.ts'

interface ReachOptions extends Omit<RealTargetsDeps, 'path'>, Omit<FilePartsOptions, 'path' | 'targets'> {
  readonly paths: Pick<AppPaths, 'targets' | 'commands' | 'knownHosts'>
  readonly access: NodeAccess
}

/** What can be reached: the list of targets, commands and session documents for them, and their files. */
export interface Reached {
  readonly targets: Targets
  readonly commands: SavedCommands
  readonly documents: SessionDocuments
  readonly services: ServiceInventory
  /** Access to nodes that is given out on request. */
  readonly access: NodeAccess
  readonly fileParts: FileParts
}

/** Builds it; files ask the list of targets what runs on one. */
export async function reach({
  paths,
  ...options
}: ReachOptions): Promise<Reached & { readonly problems: readonly Problem[] }> {
  const { clock, log, http, identity, access } = options
  const [{ targets, problems: ofTargets }, { commands, commandProblems }] = await Promise.all([
    createRealTargets({ ...options, path: paths.targets }),
    createRealCommands({ path: paths.commands, clock, log }),
  ])
  const fileParts = await createFileParts({ ...options, path: paths.knownHosts, targets })
  const aws = { clock, http, credentials: identity.credentials }
  const [documents, services] = [createSessionDocuments(aws), createServiceInventory(aws)]
  const problems = [...ofTargets, ...commandProblems]
  return { targets, commands, documents, services, access, problems, fileParts }
}
