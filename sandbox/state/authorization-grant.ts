import type { SandboxClock } from './clock.ts'
import { randomSecret } from './random.ts'

const codeLifetimeMs = 600_000

/** What a program brings to an authorize page (RFC 6749, 4.1.1; RFC 7636, 4.3). */
export interface AuthorizationRequest {
  readonly clientId: string
  readonly redirectUri: string
  readonly state: string
  readonly codeChallenge: string
}

/** A visit to a sign-in page for a program, from the page to the exchange of its code. */
export interface AuthorizationGrant extends AuthorizationRequest {
  readonly id: string
  /** Set when the user allowed. */
  code: string | null
  /** Epoch ms. */
  expiresAt: number
  used: boolean
}

/** A visit that has just begun. */
export function newAuthorizationGrant(request: AuthorizationRequest, clock: SandboxClock): AuthorizationGrant {
  return { ...request, id: randomSecret(24), code: null, expiresAt: clock.now() + codeLifetimeMs, used: false }
}
