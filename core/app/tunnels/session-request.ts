import type { Result } from '#contract/result.ts'
import type { Settings } from '#contract/snapshot.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { profileOf } from '#domain/profile/profile.ts'
import { fail, ok } from '#domain/result.ts'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import type { SessionRequest } from '../sessions/session-request.ts'

/** The longest reason that the service keeps. */
const reasonLength = 256

/** What a tunnel's sessions are started with. PROFILE_INVALID while nobody has chosen a profile. */
export function sessionRequestOf(
  tunnel: SavedTunnel,
  settings: Settings,
): Result<Pick<SessionRequest, 'place' | 'target' | 'purpose' | 'reason' | 'engine'>> {
  const { definition, preference } = tunnel
  const profile = profileOf(tunnel)
  if (profile === null) return fail('PROFILE_INVALID', { reason: 'not-chosen' })
  const { endpoint, document, relayPort } = definition
  return ok({
    place: { profile, region: definition.region },
    target: definition.target,
    purpose: { for: 'forward', endpoint, document, relayPort, localPort: preference.localPort },
    reason: (definition.reason || `Culvert: ${fullName(tunnel)}`).slice(0, reasonLength),
    engine: preference.engine === 'auto' ? settings.engine : preference.engine,
  })
}
