import { isDeepStrictEqual } from 'node:util'
import type { Result } from '#contract/result.ts'
import type { PluginState } from '#contract/snapshot.ts'
import type { Log } from '#core/app/ports.ts'
import {
  findPluginFile,
  locatePlugin,
  type LocatedPlugin,
  type PluginExamination,
  type PluginFile,
  type PluginSearch,
} from '#core/aws/plugin-locator/locate-plugin.ts'
import { fileStateOf, pluginStateOf } from '#core/aws/plugin-locator/plugin-state.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import type { Clock } from '#domain/clock/clock.ts'

/** How long an answer is believed: the plugin may be updated, installed or put right while the app runs. */
const believedMs = { good: 60_000, bad: 5_000 } as const

/** What the finder needs. */
export interface PluginFinderDeps extends Omit<PluginSearch, 'setting' | 'where'>, PluginExamination {
  readonly clock: Pick<Clock, 'now'>
  readonly log: Log
  /** Another text when the file is another one, by what can be told without reading it; null when it is gone. */
  stamp(file: string): Promise<string | null>
  /** The path in the settings, as it is now. */
  setting(): string | null
}

/** Finds AWS's session-manager-plugin and remembers the answer for a while. */
export interface PluginFinder {
  /** For a session: the plugin with its version, or why there is none. Looks when what is known is old or of another setting. */
  find(): Promise<Result<LocatedPlugin>>
  /** At the start, and when something may have changed: looks for the file and runs nothing. */
  look(): Promise<void>
  /** The user asks: looks on PATH as well, and reads the version anew. */
  check(): Promise<Result<LocatedPlugin>>
  /** What is known now. */
  state(): PluginState
  /** Told of every change: `looking` when there is another path to try, then what came of it. */
  onChange(listener: (state: PluginState) => void): Unsubscribe
}

interface Look {
  readonly setting: string | null
  readonly answer: Promise<Result<LocatedPlugin>>
  /** Of the file that was found. */
  stamp: string | null
  /** When the answer is too old; null while it is awaited. */
  until: number | null
}

export function createPluginFinder(deps: PluginFinderDeps): PluginFinder {
  return new Finder(deps)
}

class Finder implements PluginFinder {
  readonly #deps: PluginFinderDeps
  readonly #listeners = createListeners<PluginState>()
  readonly onChange = this.#listeners.subscribe
  #last: Look | null = null
  #seen: { readonly setting: string | null; readonly file: Result<PluginFile> } | null = null
  #current: PluginState = { state: 'looking' }
  /** How many answers with a version have been told. */
  #answers = 0

  constructor(deps: PluginFinderDeps) {
    this.#deps = deps
  }

  state(): PluginState {
    return this.#current
  }

  async find(): Promise<Result<LocatedPlugin>> {
    const { clock, setting } = this.#deps
    const last = this.#last
    if (last === null || last.setting !== setting()) return await this.#locate('installed').answer
    if (last.until !== null && clock.now() >= last.until) return await this.#locate('installed').answer
    const believed = await last.answer
    // It may have been updated a moment ago.
    const isSame = !believed.ok || (await this.#deps.stamp(believed.value.file)) === last.stamp
    return isSame ? believed : await this.#locate('installed').answer
  }

  check(): Promise<Result<LocatedPlugin>> {
    return this.#locate('everywhere').answer
  }

  async look(): Promise<void> {
    const setting = this.#deps.setting()
    const isFirst = this.#seen?.setting !== setting
    if (this.#seen !== null && isFirst && !this.#isAnswered(setting)) this.#say({ state: 'looking' })
    const before = this.#answers
    const file = await findPluginFile({ ...this.#deps, setting, where: 'installed' })
    if (this.#deps.setting() !== setting) return
    // An answer from before the first look, or from meanwhile, is as new as this look, and says more.
    const isSame = isDeepStrictEqual(this.#seen, { setting, file }) && this.#last?.setting === setting
    const known = isSame || ((isFirst || this.#answers !== before) && this.#isAnswered(setting))
    this.#seen = { setting, file }
    if (!file.ok) this.#deps.log.info('plugin-not-found', { code: file.error.code, ...file.error.details })
    // The version that was read is that of the same file still, until a session or the user asks again.
    if (!known) this.#say(fileStateOf(file))
  }

  #isAnswered(setting: string | null): boolean {
    return this.#last !== null && this.#last.setting === setting && this.#last.until !== null
  }

  #locate(where: PluginSearch['where']): Look {
    const { clock, log } = this.#deps
    const setting = this.#deps.setting()
    if (this.#last !== null && this.#last.setting !== setting) this.#say({ state: 'looking' })
    const made: Look = {
      setting,
      answer: this.#stamped(where, setting, (stamp) => (made.stamp = stamp)),
      stamp: null,
      until: null,
    }
    this.#last = made
    void made.answer.then((located) => {
      made.until = clock.now() + (located.ok ? believedMs.good : believedMs.bad)
      if (!located.ok) log.info('plugin-not-found', { code: located.error.code, ...located.error.details })
      // The answer for a path that was given up meanwhile is of no interest.
      if (this.#last !== made) return
      this.#answers += 1
      this.#say(pluginStateOf(located))
    })
    return made
  }

  async #stamped(
    where: PluginSearch['where'],
    setting: string | null,
    keep: (stamp: string | null) => void,
  ): Promise<Result<LocatedPlugin>> {
    const located = await locatePlugin({ ...this.#deps, setting, where }, this.#deps)
    if (located.ok) keep(await this.#deps.stamp(located.value.file))
    return located
  }

  #say(state: PluginState): void {
    if (isDeepStrictEqual(state, this.#current)) return
    this.#current = state
    this.#listeners.tell(state)
  }
}
