import type { NodeAccessView } from '#contract/node-access.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { chosenProfile, profileOf } from '../profile/profile.ts'

/** The access that a tunnel waits for, or goes through now; null where its node is not given out on request. */
export function accessOf(tunnel: TunnelView, all: readonly NodeAccessView[]): NodeAccessView | null {
  const { targetId } = tunnel.route[3].facts
  const profile = profileOf(tunnel)
  if (targetId === null || profile === null) return null
  const own = keyOf(profile)
  return (
    all.find(
      (one) => one.targetId === targetId && one.region === tunnel.definition.region && keyOf(one.profile) === own,
    ) ?? null
  )
}

/** Equal for equal identities, however the profile's parts are noted. */
function keyOf(profile: NodeAccessView['profile']): string {
  const { account } = chosenProfile(profile, null)
  return profile.type === 'named' ? `named ${profile.name}` : `${account?.accountId ?? ''} ${profile.roleName}`
}
