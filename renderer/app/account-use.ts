import { useEffect } from 'react'
import type { ProfileView } from '#contract/sign-in.ts'
import type { ShellView } from '#contract/shells.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { ProfileRef } from '#contract/tunnel.ts'
import { profileOf } from '#domain/profile/profile.ts'
import { accountEntryKey } from '#domain/profile/profile-entries.ts'
import { isLiveShell } from '#domain/shell/live.ts'
import { listedProfiles } from './listed-profiles.ts'
import { useServices } from './services.ts'

/** Milliseconds between two looks at what is in use; a use is not remembered more exactly. */
const lookEveryMs = 30_000

interface InUse {
  readonly tunnels: readonly TunnelView[]
  readonly shells: readonly ShellView[]
}

/** By account: `now` while something is open in it, else when a client was last at one of its ports (epoch ms). */
export function accountsInUse(
  { tunnels, shells }: InUse,
  profiles: readonly ProfileView[],
): ReadonlyMap<string, number | 'now'> {
  const uses = new Map<string, number | 'now'>()
  const listed = listedProfiles(profiles)
  const note = (ref: ProfileRef | null, at: number | 'now'): void => {
    const profile = ref === null ? null : listed(ref)
    if (profile === null) return
    const key = accountEntryKey(profile)
    const before = uses.get(key)
    if (before !== 'now') uses.set(key, at === 'now' ? at : Math.max(at, before ?? 0))
  }
  for (const tunnel of tunnels) {
    const { lastAt } = tunnel.route[0].facts
    if (tunnel.route[2].facts !== null) note(profileOf(tunnel), 'now')
    else if (lastAt !== null) note(profileOf(tunnel), lastAt)
  }
  for (const { request, status } of shells) if (isLiveShell(status)) note(request.profile, 'now')
  return uses
}

/** Remembers which accounts are used, for as long as the window is there. */
export function useAccountUse(): void {
  const { snapshots, profiles, view } = useServices()
  useEffect(() => {
    const look = (): void => {
      const { snapshot } = snapshots.getState()
      if (snapshot === null) return
      const { accountsUsedAt: before } = view.getState()
      const uses = [...accountsInUse(snapshot, profiles.getState().profiles)]
      const news = uses.map(([key, at]) => [key, at === 'now' ? Date.now() : at] as const)
      const later = news.filter(([key, at]) => at > (before[key] ?? 0))
      if (later.length > 0) view.setState({ accountsUsedAt: { ...before, ...Object.fromEntries(later) } })
    }
    const timer = setInterval(look, lookEveryMs)
    return () => clearInterval(timer)
  }, [snapshots, profiles, view])
}
