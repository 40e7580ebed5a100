import { type AuthorizationGrant, type AuthorizationRequest, newAuthorizationGrant } from './authorization-grant.ts'
import type { SandboxClock } from './clock.ts'
import { randomSecret, randomUserCode } from './random.ts'
import type { Settings } from './settings.ts'

/** A client of the OIDC service, as RegisterClient made it. */
export interface Registration {
  readonly clientId: string
  readonly clientSecret: string
  readonly clientName: string
  readonly scopes: readonly string[]
  readonly redirectUris: readonly string[]
  readonly grantTypes: readonly string[]
  /** Epoch ms. */
  readonly issuedAt: number
  readonly expiresAt: number
}

type Decision = 'pending' | 'allowed' | 'denied'

/** A sign-in by device code. */
export interface DeviceGrant {
  readonly clientId: string
  readonly deviceCode: string
  readonly userCode: string
  readonly expiresAt: number
  decision: Decision
  lastPollAt: number
  pollSeconds: number
  used: boolean
}

/** One signed-in portal session: the tokens that descend from one consent. */
export interface TokenFamily {
  readonly clientId: string
  accessToken: string
  accessExpiresAt: number
  /** Null when the registration did not ask for `sso:account:access`. */
  refreshToken: string | null
  revoked: boolean
}

/** Everything the OIDC service remembers. */
export interface SignInBook {
  readonly registrations: Map<string, Registration>
  readonly devices: Map<string, DeviceGrant>
  readonly authorizations: Map<string, AuthorizationGrant>
  readonly families: TokenFamily[]
  startDevice(clientId: string): DeviceGrant
  startAuthorization(request: AuthorizationRequest): AuthorizationGrant
  openFamily(clientId: string, refreshable: 'refreshable' | 'single'): TokenFamily
  /** New tokens for a family; the former ones stop working. */
  rotate(family: TokenFamily): void
  /** The signed-in session a bearer token belongs to, or null when it is unknown, expired or revoked. */
  bearer(accessToken: string): TokenFamily | null
  /** Access tokens alive now. */
  alive(): number
}

export function createSignInBook(clock: SandboxClock, settings: Settings): SignInBook {
  const devices = new Map<string, DeviceGrant>()
  const authorizations = new Map<string, AuthorizationGrant>()
  const families: TokenFamily[] = []
  const isAlive = (family: TokenFamily): boolean => !family.revoked && family.accessExpiresAt > clock.now()
  const rotate = (family: TokenFamily): void => {
    family.accessToken = `aoa${randomSecret(90)}`
    family.accessExpiresAt = clock.now() + settings.accessTokenSeconds * 1000
    if (family.refreshToken !== null) family.refreshToken = `aor${randomSecret(90)}`
  }
  return {
    registrations: new Map(),
    devices,
    authorizations,
    families,
    startDevice(clientId) {
      const grant = newDeviceGrant(clientId, clock, settings)
      devices.set(grant.deviceCode, grant)
      return grant
    },
    startAuthorization(request) {
      const grant = newAuthorizationGrant(request, clock)
      authorizations.set(grant.id, grant)
      return grant
    },
    openFamily(clientId, refreshable) {
      const refreshToken = refreshable === 'refreshable' ? '' : null
      const family: TokenFamily = { clientId, accessToken: '', accessExpiresAt: 0, refreshToken, revoked: false }
      rotate(family)
      families.push(family)
      return family
    },
    rotate,
    bearer: (accessToken) => families.find((family) => family.accessToken === accessToken && isAlive(family)) ?? null,
    alive: () => families.filter(isAlive).length,
  }
}

function newDeviceGrant(clientId: string, clock: SandboxClock, settings: Settings): DeviceGrant {
  return {
    clientId,
    deviceCode: randomSecret(48),
    userCode: randomUserCode(),
    expiresAt: clock.now() + settings.deviceCodeSeconds * 1000,
    decision: decisionOf(settings),
    lastPollAt: 0,
    pollSeconds: settings.pollSeconds,
    used: false,
  }
}

function decisionOf(settings: Settings): Decision {
  if (settings.consent === 'ask') return 'pending'
  return settings.consent === 'allow' ? 'allowed' : 'denied'
}
