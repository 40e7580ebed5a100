import { useProfiles, useSnapshot } from '../../app/services.ts'
import { foundSettings, type FoundSettings } from './found-settings.ts'

/** What `~/.aws` has; null until it was read. */
export function useFoundSettings(): FoundSettings | null {
  const list = useProfiles((state) => state)
  const { signIns } = useSnapshot()
  return list.asked ? foundSettings(list, signIns) : null
}
