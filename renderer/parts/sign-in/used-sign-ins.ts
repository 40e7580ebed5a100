import { useMemo } from 'react'
import { usedSignIns } from '#domain/profile/profile.ts'
import { useProfiles, useSnapshot } from '../../app/services.ts'

/** Names of the sign-ins that saved tunnels use. */
export function useUsedSignIns(): ReadonlySet<string> {
  const { signIns, tunnels } = useSnapshot()
  const profiles = useProfiles((state) => state.profiles)
  return useMemo(
    () =>
      usedSignIns(
        tunnels,
        signIns.map(({ session }) => session),
        profiles,
      ),
    [tunnels, signIns, profiles],
  )
}
