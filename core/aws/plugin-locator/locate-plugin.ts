import { ok, fail } from '#domain/result.ts'
import type { ProgramIdentity } from '#contract/program-file.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { RunProgram } from '../../app/ports.ts'
import { installedPaths, pathsOnPath, type PluginPathFacts } from './plugin-paths.ts'
import { readPluginVersion } from './read-version.ts'

/** A file that may be the official plugin: it may be run, and has not been. */
export interface PluginFile {
  /** Where it was looked for. */
  readonly path: string
  /** Where the path leads to; this is run. */
  readonly file: string
  /** `chosen` by the user, where it is usually `installed`, or found `on-path`. */
  readonly by: 'chosen' | 'installed' | 'on-path'
}

/** The official plugin where it was found, with its version. */
export interface LocatedPlugin extends PluginFile {
  /** Of the file that told the version. */
  readonly identity: ProgramIdentity
  readonly version: string
}

/** How to look for the plugin. */
export interface PluginSearch extends PluginPathFacts {
  /** Path that the user chose, or null to search. */
  readonly setting: string | null
  /** `everywhere`: on PATH, too, this program's and that of the user's login shell. Only when the user asks for it. */
  readonly where: 'installed' | 'everywhere'
  /** PATH as the user's login shell has it, or null; asked only when nothing else answers, for it costs seconds. */
  loginShellPath(): Promise<string | null>
  /** Looks at a file without running it; gives the one that its path leads to, or ENGINE_NOT_FOUND, ENGINE_UNUSABLE. */
  judge(path: string): Promise<Result<string>>
}

/** A path from outside (tests); like the setting, it is taken at its word. */
const pathVariable = 'CULVERT_SESSION_MANAGER_PLUGIN'

/**
 * Finds a file that may be session-manager-plugin, and runs nothing. A path that was given is the only one looked at, so
 * that a wrong one is told and not papered over. Else the first that will do wins; ENGINE_UNUSABLE of another is told only when
 * none will, and ENGINE_NOT_FOUND when there is no file at all.
 */
export async function findPluginFile(search: PluginSearch): Promise<Result<PluginFile>> {
  return await firstGood(search, async (found) => ok(found))
}

/** What may be done with a file that was found. */
export interface PluginExamination {
  /** What is in it. */
  identify(file: string): Promise<Result<ProgramIdentity>>
  /** What the system says of its signature, where it can: ENGINE_UNUSABLE when that is broken. */
  checkSignature(file: string): Promise<Result<void>>
  readonly run: RunProgram
}

/** The same, and reads the version of what it finds; one that tells none will not do. Nothing with a broken signature is run. */
export async function locatePlugin(
  search: PluginSearch,
  { identify, checkSignature, run }: PluginExamination,
): Promise<Result<LocatedPlugin>> {
  return await firstGood(search, async (found) => {
    const identity = await identify(found.file)
    if (!identity.ok) return identity
    const signed = await checkSignature(found.file)
    if (!signed.ok) return signed
    const version = await readPluginVersion(found.file, run)
    return version.ok ? ok({ ...found, identity: identity.value, version: version.value }) : version
  })
}

type Examine<T> = (found: PluginFile) => Promise<Result<T>>

async function firstGood<T>(search: PluginSearch, examine: Examine<T>): Promise<Result<T>> {
  const given = search.setting ?? search.environment[pathVariable]
  if (given !== undefined && given !== '') return await examined(search, given, 'chosen', examine)
  let broken: Problem | null = null
  for await (const [path, by] of candidates(search)) {
    const good = await examined(search, path, by, examine)
    if (good.ok) return good
    if (good.error.code === 'ENGINE_UNUSABLE') broken ??= good.error
  }
  return broken === null ? fail('ENGINE_NOT_FOUND', {}) : { ok: false, error: broken }
}

async function examined<T>(
  { judge }: PluginSearch,
  path: string,
  by: PluginFile['by'],
  examine: Examine<T>,
): Promise<Result<T>> {
  const judged = await judge(path)
  return judged.ok ? await examine({ path, file: judged.value, by }) : judged
}

/** In the order in which they are tried, each once; the login shell is asked when the others were of no use. */
async function* candidates(search: PluginSearch): AsyncGenerator<readonly [string, PluginFile['by']]> {
  const installed = installedPaths(search)
  for (const path of installed) yield [path, 'installed']
  if (search.where === 'installed') return
  const { environment } = search
  const near = pathsOnPath(search, environment['PATH'] ?? environment['Path']).filter(
    (path) => !installed.includes(path),
  )
  for (const path of near) yield [path, 'on-path']
  const far = pathsOnPath(search, await search.loginShellPath())
  for (const path of far) if (!installed.includes(path) && !near.includes(path)) yield [path, 'on-path']
}
