import { type AuthorizationGrant, type AuthorizationRequest, newAuthorizationGrant } from './authorization-grant.ts'
import type { SandboxClock } from './clock.ts'
import { randomSecret } from './random.ts'

/** What descends from one consent. */
export interface ConsoleFamily {
  readonly clientId: string
  /** The identity whose console session it is. */
  readonly arn: string
  /** Thumbprint of the key that the first request was proven with: no other may renew. */
  readonly key: string
  refreshToken: string
  /** Epoch ms; no renewal goes beyond it. */
  endsAt: number
  /** Why it is renewed no more. */
  ended: 'TOKEN_EXPIRED' | 'USER_CREDENTIALS_CHANGED' | null
}

/** Everything that the console's sign-in remembers of programs. */
export interface ConsoleSignIns {
  readonly grants: Map<string, AuthorizationGrant>
  readonly families: ConsoleFamily[]
  /** Ids of proofs (RFC 9449, `jti`): none is taken twice. */
  readonly proofs: Set<string>
  start(request: AuthorizationRequest): AuthorizationGrant
  open(family: Pick<ConsoleFamily, 'clientId' | 'arn' | 'key'>): ConsoleFamily
}

/** As long as the console keeps a session. */
const longestMs = 12 * 3_600_000

export function createConsoleSignIns(clock: SandboxClock): ConsoleSignIns {
  const grants = new Map<string, AuthorizationGrant>()
  const families: ConsoleFamily[] = []
  return {
    grants,
    families,
    proofs: new Set(),
    start(request) {
      const grant = newAuthorizationGrant(request, clock)
      grants.set(grant.id, grant)
      return grant
    },
    open(parts) {
      const family = { ...parts, refreshToken: randomSecret(120), endsAt: clock.now() + longestMs, ended: null }
      families.push(family)
      return family
    },
  }
}
