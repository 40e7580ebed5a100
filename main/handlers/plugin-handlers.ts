import type { CallHandlers } from '#contract/calls.ts'
import type { Settings } from '#contract/snapshot.ts'
import type { Result } from '#contract/result.ts'
import type { SettingsBook } from '#core/app/settings/settings-book.ts'
import type { LocatedPlugin } from '#core/aws/plugin-locator/locate-plugin.ts'
import { ok } from '#domain/result.ts'

type PluginHandlers = Pick<CallHandlers, 'plugin.choose' | 'plugin.forget' | 'plugin.check'>

/** What the handlers need. */
export interface PluginHandlerDeps {
  readonly settings: SettingsBook
  /** Looks everywhere and reads the version. */
  check(): Promise<Result<LocatedPlugin>>
  /** Main's own dialog; null when nothing was chosen. `first`: where it begins. */
  choose(first: string | null): Promise<string | null>
}

/** What a window may do with AWS's plugin. It never says which file. */
export function createPluginHandlers({ settings, check, choose }: PluginHandlerDeps): PluginHandlers {
  const keep = async (pluginPath: string | null): Promise<Result<void>> => {
    const kept: Result<Settings> = await settings.change({ pluginPath })
    return kept.ok ? ok(undefined) : kept
  }
  return {
    'plugin.choose': async () => {
      const path = await choose(settings.current().pluginPath)
      if (path === null) return ok(undefined)
      const kept = await keep(path)
      // To choose a file is to ask what it is.
      if (kept.ok) await check()
      return kept
    },
    'plugin.forget': () => keep(null),
    'plugin.check': async () => {
      const found = await check()
      return found.ok && found.value.by === 'on-path' ? await keep(found.value.path) : ok(undefined)
    },
  }
}
