import { posix, win32 } from 'node:path'
import { fail, ok } from '#domain/result.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { RunProgram } from '../../app/ports.ts'
import { pluginPaths, type PluginPathFacts } from './plugin-paths.ts'
import { readPluginVersion } from './read-version.ts'

/** The official plugin where it was found. */
export interface LocatedPlugin {
  readonly path: string
  readonly version: string
}

/** How to look for the plugin. */
export interface PluginSearch extends Omit<PluginPathFacts, 'loginShellPath'> {
  /** Absolute path that the user chose in the settings, or null to search. */
  readonly setting: string | null
  /** PATH as the user's login shell has it, or null; asked only when nothing else answers, for it costs seconds. */
  loginShellPath(): Promise<string | null>
  readonly run: RunProgram
}

/** A path from outside (tests, packagers); like the setting, it is taken at its word. */
const pathVariable = 'CULVERT_SESSION_MANAGER_PLUGIN'

/**
 * Finds session-manager-plugin and reads its version. A path that was given is the only one tried, so that a wrong one
 * is told and not papered over. Else the first candidate that answers wins; ENGINE_UNUSABLE of a broken one is told only
 * when none does, and ENGINE_NOT_FOUND when there is no file at all.
 */
export async function locatePlugin(search: PluginSearch): Promise<Result<LocatedPlugin>> {
  const given = search.setting ?? search.environment[pathVariable]
  if (given !== undefined && given !== '') return tryGiven(given, search)
  const near = pluginPaths({ ...search, loginShellPath: null })
  const first = await firstGood(near, search.run)
  if (first.ok) return first
  const all = pluginPaths({ ...search, loginShellPath: await search.loginShellPath() })
  const second = await firstGood(
    all.filter((path) => !near.includes(path)),
    search.run,
  )
  return second.ok || first.error.code === 'ENGINE_NOT_FOUND' ? second : first
}

async function firstGood(paths: readonly string[], run: RunProgram): Promise<Result<LocatedPlugin>> {
  let broken: Problem | null = null
  for (const path of paths) {
    const version = await readPluginVersion(path, run)
    if (version.ok) return ok({ path, version: version.value })
    if (version.error.code === 'ENGINE_UNUSABLE') broken ??= version.error
  }
  return broken === null ? fail('ENGINE_NOT_FOUND', {}) : { ok: false, error: broken }
}

async function tryGiven(path: string, { platform, run }: PluginSearch): Promise<Result<LocatedPlugin>> {
  const { isAbsolute } = platform === 'win32' ? win32 : posix
  if (!isAbsolute(path)) return fail('ENGINE_UNUSABLE', { path, reason: 'not-absolute' })
  const version = await readPluginVersion(path, run)
  return version.ok ? ok({ path, version: version.value }) : version
}
