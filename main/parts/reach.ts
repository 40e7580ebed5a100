import type { Problem } from '#contract/problem.ts'
import type { Targets } from '#core/app/targets/targets.ts'
import type { AppPaths } from '../paths.ts'
import { createFileParts, type FileParts, type FilePartsOptions } from './file-parts.ts'
import { createRealTargets, type RealTargetsDeps } from './real-targets.ts'

interface ReachOptions extends Omit<RealTargetsDeps, 'path'>, Omit<FilePartsOptions, 'path' | 'targets'> {
  readonly paths: Pick<AppPaths, 'targets' | 'knownHosts'>
}

/** What can be reached: the list of targets, and their files, which ask it what runs on one. */
export async function reach({ paths, ...options }: ReachOptions): Promise<{
  readonly targets: Targets
  readonly problems: readonly Problem[]
  readonly fileParts: FileParts
}> {
  const { targets, problems } = await createRealTargets({ ...options, path: paths.targets })
  return { targets, problems, fileParts: await createFileParts({ ...options, path: paths.knownHosts, targets }) }
}
