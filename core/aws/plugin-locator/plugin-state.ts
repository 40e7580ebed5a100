import type { Result } from '#contract/result.ts'
import type { PluginState } from '#contract/snapshot.ts'
import type { LocatedPlugin } from './locate-plugin.ts'
import { fitnessOf } from './version-rules.ts'

/** What a look for the plugin means to the user. Only a search that found no file at all says that it is missing. */
export function pluginStateOf(located: Result<LocatedPlugin>): PluginState {
  if (located.ok) return { state: 'found', ...located.value, fitness: fitnessOf(located.value.version) }
  const wasGiven = located.error.details['path'] !== undefined
  return wasGiven ? { state: 'broken', problem: located.error } : { state: 'missing' }
}
