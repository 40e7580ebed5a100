import { isDeepStrictEqual } from 'node:util'
import type { Settings, SettingsChange } from '#contract/snapshot.ts'
import type { Result } from '#contract/result.ts'
import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import { ok } from '#domain/result.ts'
import { createWorkQueue } from '../work-queue.ts'

/** Where settings are kept. */
export interface SettingsStore {
  load(): Promise<Settings>
  /** CATALOG_NOT_WRITTEN on failure. */
  save(settings: Settings): Promise<Result<void>>
}

/** What main itself may change: also what no window may say, such as which program is run, whom TLS trusts and what is recorded. */
type Change = SettingsChange &
  Partial<Pick<Settings, 'pluginPath' | 'agreedHosts' | 'agreedPrograms' | 'sshPushesKey' | 'knowsAppLivesOn'>> &
  Partial<Pick<Settings, 'recordShells' | 'keepRecordings' | 'certificateFile'>>

/** The app's settings: read once, changed in one place, told to everyone who draws or obeys them. */
export interface SettingsBook {
  current(): Settings
  /** Changes some of them, after the changes asked for before. What could not be saved is not applied either. */
  change(part: Change): Promise<Result<Settings>>
  onChange(listener: (settings: Settings) => void): Unsubscribe
}

/** Opens the book; `first` is what the store loaded. */
export function createSettingsBook(first: Settings, store: Pick<SettingsStore, 'save'>): SettingsBook {
  const listeners = createListeners<Settings>()
  const changes = createWorkQueue()
  let current = first

  const change = async (part: Change): Promise<Result<Settings>> => {
    const named = Object.entries(part).filter(([, value]) => value !== undefined)
    const next: Settings = { ...current, ...Object.fromEntries(named) }
    if (isDeepStrictEqual(next, current)) return ok(current)
    const saved = await store.save(next)
    if (!saved.ok) return saved
    current = next
    listeners.tell(next)
    return ok(next)
  }

  return {
    current: () => current,
    change: (part) => changes(() => change(part)),
    onChange: listeners.subscribe,
  }
}
