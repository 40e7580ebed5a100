import type { NodeAccessView } from '#contract/node-access.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { ProfileRef } from '#contract/tunnel.ts'
import { chosenProfile, profileOf } from '../profile/profile.ts'

/** A node as a profile sees it. */
export interface AccessPlace {
  readonly profile: ProfileRef
  readonly region: string
  /** Null before it was found. */
  readonly targetId: string | null
}

/** The access that somebody waits for there, or has now; null where the node is not given out on request. */
export function accessAt(
  { profile, region, targetId }: AccessPlace,
  all: readonly NodeAccessView[],
): NodeAccessView | null {
  const own = keyOf(profile)
  return all.find((one) => one.targetId === targetId && one.region === region && keyOf(one.profile) === own) ?? null
}

/** The access that a tunnel waits for, or goes through now. */
export function accessOf(tunnel: TunnelView, all: readonly NodeAccessView[]): NodeAccessView | null {
  const { targetId } = tunnel.route[3].facts
  const { region } = tunnel.definition
  const profile = profileOf(tunnel)
  return profile === null ? null : accessAt({ profile, region, targetId }, all)
}

/** Equal for equal identities, however the profile's parts are noted. */
function keyOf(profile: NodeAccessView['profile']): string {
  const { account } = chosenProfile(profile, null)
  return profile.type === 'named' ? `named ${profile.name}` : `${account?.accountId ?? ''} ${profile.roleName}`
}
