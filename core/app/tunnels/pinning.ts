import { isDeepStrictEqual } from 'node:util'
import type { Result } from '#contract/result.ts'
import type { CallerIdentity } from '#contract/tunnel.ts'
import { identityProblem } from '#domain/profile/identity.ts'
import { profileOf } from '#domain/profile/profile.ts'
import { fail } from '#domain/result.ts'
import type { IdentityPins } from '../sessions/pinned-identity.ts'
import type { TunnelList } from './tunnel-list.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

/** Notes whom a tunnel is for; a catalog that cannot be written is told among the problems, and asks again at the next start. */
export function pinIdentity(tunnelList: TunnelList, unit: TunnelUnit, identity: CallerIdentity): Promise<Result<void>> {
  const { definition, preference } = unit.saved
  const account = { ...definition.account, accountId: identity.accountId }
  unit.saved = { ...unit.saved, definition: { ...definition, account }, preference: { ...preference, identity } }
  return tunnelList.save()
}

/** What a person has seen its profile give is whom the tunnel is for from now on. TUNNEL_UNKNOWN. */
export async function useOtherIdentity(tunnelList: TunnelList, id: string): Promise<Result<void>> {
  const unit = tunnelList.find(id)
  if (unit === null || unit.otherIdentity === null) return fail('TUNNEL_UNKNOWN', {})
  const identity = unit.otherIdentity
  unit.otherIdentity = null
  return await pinIdentity(tunnelList, unit, identity)
}

/** For whom the tunnels of a list are. */
export function createIdentityPins(tunnelList: TunnelList): IdentityPins {
  return {
    problemOf(id, profile, caller) {
      const saved = tunnelList.find(id)?.saved
      if (saved === undefined || !isDeepStrictEqual(profileOf(saved), profile)) return null
      return identityProblem(saved.definition, saved.preference, caller)
    },
  }
}
