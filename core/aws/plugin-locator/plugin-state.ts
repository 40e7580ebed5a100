import type { Result } from '#contract/result.ts'
import type { PluginState } from '#contract/snapshot.ts'
import type { LocatedPlugin } from './locate-plugin.ts'
import { fitnessOf } from './version-rules.ts'

/** What a look for the plugin means to the user. Only a search that found no file at all says that it is missing. */
export function pluginStateOf(located: Result<LocatedPlugin>): PluginState {
  if (located.ok) return { state: 'found', ...located.value, fitness: fitnessOf(located.value.version) }
  const { error } = located
  const isNowhere = error.code === 'ENGINE_NOT_FOUND' && error.details.path === undefined
  return isNowhere ? { state: 'missing' } : { state: 'broken', problem: error }
}
