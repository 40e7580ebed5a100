import type { ProfileRef, SavedTunnel } from '#contract/tunnel.ts'
import { profileOf } from '#domain/profile/profile.ts'
import { ruleText } from '#domain/tunnel-text/target-rule.ts'

/** What a sentence may name of the place where a problem arose, where the problem itself leaves it out. */
export interface Surroundings {
  readonly host?: string
  /** Port of the endpoint. */
  readonly port?: number
  /** Port of the target at which a program there passes connections on. */
  readonly relayPort?: number
  /** Id of the target, when the tunnel names one. */
  readonly target?: string
  readonly rule?: string
  /** Name of the sign-in. */
  readonly session?: string
  readonly account?: string
  readonly role?: string
  readonly profile?: string
}

/** What a tunnel's own settings say. */
export function surroundingsOf(tunnel: SavedTunnel): Surroundings {
  const { endpoint, target, relayPort } = tunnel.definition
  return {
    host: endpoint.host,
    port: endpoint.port,
    ...(relayPort === undefined ? {} : { relayPort }),
    rule: ruleText(target),
    ...(target.by === 'id' ? { target: target.id } : {}),
    ...profileFacts(profileOf(tunnel)),
  }
}

function profileFacts(profile: ProfileRef | null): Surroundings {
  if (profile === null) return {}
  if (profile.type === 'named') return { profile: profile.name }
  const session = profile.session ?? profile.startUrl
  return { ...(session === undefined ? {} : { session }), account: profile.accountId, role: profile.roleName }
}
