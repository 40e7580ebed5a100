import type { Problem } from '#contract/problem.ts'
import type { CallerIdentity, ProfileRef } from '#contract/tunnel.ts'

/** For whom tunnels are, as what is opened from one is held to it. */
export interface IdentityPins {
  /**
   * IDENTITY_CHANGED where these are not the credentials that a tunnel is for. Null also where the tunnel is gone or has another profile by
   * now: it says nothing then.
   */
  problemOf(tunnel: string, profile: ProfileRef, caller: CallerIdentity): Problem | null
}

/** Judges the credentials of what is opened from a tunnel; undefined for what is not: it is for whoever's they are. */
export function heldToTunnel(
  pins: IdentityPins,
  { tunnel, profile }: { readonly tunnel?: string | undefined; readonly profile: ProfileRef },
): ((caller: CallerIdentity) => Problem | null) | undefined {
  return tunnel === undefined ? undefined : (caller) => pins.problemOf(tunnel, profile, caller)
}
