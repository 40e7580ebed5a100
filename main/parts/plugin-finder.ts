import { isDeepStrictEqual } from 'node:util'
import type { Result } from '#contract/result.ts'
import type { PluginState } from '#contract/snapshot.ts'
import type { Log, RunProgram } from '#core/app/ports.ts'
import { locatePlugin, type LocatedPlugin } from '#core/aws/plugin-locator/locate-plugin.ts'
import { pluginStateOf } from '#core/aws/plugin-locator/plugin-state.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import type { Clock } from '#domain/clock/clock.ts'

/** How long an answer is believed: the plugin may be updated, installed or put right while the app runs. */
const believedMs = { good: 60_000, bad: 5_000 } as const

/** What the finder needs. */
export interface PluginFinderDeps {
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  readonly platform: NodeJS.Platform
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly run: RunProgram
  /** The path in the settings, as it is now. */
  setting(): string | null
  loginShellPath(): Promise<string | null>
}

/** Finds AWS's session-manager-plugin and remembers the answer for a while. */
export interface PluginFinder {
  /** The plugin, or why there is none; looks when nothing is known, or what is known is old or of another setting. */
  find(): Promise<Result<LocatedPlugin>>
  /** What is known now. */
  state(): PluginState
  /** Told of every change: `looking` when there is another path to try, then what came of it. */
  onChange(listener: (state: PluginState) => void): Unsubscribe
}

interface Look {
  readonly setting: string | null
  readonly answer: Promise<Result<LocatedPlugin>>
  /** When the answer is too old; null while it is awaited. */
  until: number | null
}

export function createPluginFinder(deps: PluginFinderDeps): PluginFinder {
  const { clock, log } = deps
  const listeners = createListeners<PluginState>()
  let last: Look | null = null
  let current: PluginState = { state: 'looking' }
  const say = (state: PluginState): void => {
    if (isDeepStrictEqual(state, current)) return
    current = state
    listeners.tell(state)
  }
  const look = (setting: string | null): Look => {
    if (last !== null && last.setting !== setting) say({ state: 'looking' })
    const made: Look = { setting, answer: locatePlugin({ ...deps, setting }), until: null }
    void made.answer.then((located) => {
      made.until = clock.now() + (located.ok ? believedMs.good : believedMs.bad)
      if (!located.ok) log.info('plugin-not-found', { code: located.error.code, ...located.error.details })
      // The answer for a path that was given up meanwhile is of no interest.
      if (last === made) say(pluginStateOf(located))
    })
    return made
  }
  return {
    async find() {
      const setting = deps.setting()
      const isGood = last?.setting === setting && (last.until === null || clock.now() < last.until)
      if (last === null || !isGood) last = look(setting)
      return await last.answer
    },
    state: () => current,
    onChange: listeners.subscribe,
  }
}
