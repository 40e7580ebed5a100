import type { Result } from '#contract/result.ts'
import type { SnapshotProjection } from '#core/app/snapshot/snapshot.ts'
import { watchFocus } from '../system/app-events.ts'
import type { LoginItem } from '../system/login-item.ts'

/** The login item as the window shows it. */
export interface LoginItemFacts {
  set(wish: 'on' | 'off'): Promise<Result<void>>
  /** Looks now, and when the user comes back, perhaps from the system's settings; until the returned function is called. */
  watch(): () => void
}

/** Keeps the snapshot true to what the system says. */
export function createLoginItemFacts(item: LoginItem, snapshot: Pick<SnapshotProjection, 'setApp'>): LoginItemFacts {
  const look = async (): Promise<void> => snapshot.setApp({ startAtLogin: await item.state() })
  return {
    async set(wish) {
      const changed = await item.set(wish)
      await look()
      return changed
    },
    watch() {
      void look()
      return watchFocus(() => void look())
    },
  }
}
