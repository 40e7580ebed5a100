import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { PluginState } from '#contract/snapshot.ts'
import type { LocatedPlugin, PluginFile } from './locate-plugin.ts'
import { fitnessOf } from './version-rules.ts'

/** What a look for the plugin means to the user. Only a search that found no file at all says that it is missing. */
export function pluginStateOf(located: Result<LocatedPlugin>): PluginState {
  if (!located.ok) return withoutPlugin(located.error)
  const { path, version } = located.value
  return { state: 'found', path, version, fitness: fitnessOf(version) }
}

/** The same of a look that ran nothing. */
export function fileStateOf(found: Result<PluginFile>): PluginState {
  return found.ok ? { state: 'unchecked', path: found.value.path } : withoutPlugin(found.error)
}

function withoutPlugin(error: Problem): PluginState {
  const isNowhere = error.code === 'ENGINE_NOT_FOUND' && error.details.path === undefined
  return isNowhere ? { state: 'missing' } : { state: 'broken', problem: error }
}
