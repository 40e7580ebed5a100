import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Registration, TokenFamily } from '../../state/sign-ins.ts'
import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import type { OpenCall, ServiceContext } from '../service.ts'
import { findClient } from './register.ts'

const input = z.object({
  clientId: z.string(),
  clientSecret: z.string(),
  grantType: z.string(),
  deviceCode: z.string().nullish(),
  code: z.string().nullish(),
  redirectUri: z.string().nullish(),
  codeVerifier: z.string().nullish(),
  refreshToken: z.string().nullish(),
})
type Input = z.infer<typeof input>

/** CreateToken: device code, authorization code or refresh token for an access token. */
export function createToken(context: ServiceContext, call: OpenCall, body: unknown): Outcome {
  const parsed = input.safeParse(body)
  if (!parsed.success) return fail('InvalidRequestException', 'clientId, clientSecret and grantType are required')
  call.note('grantType', parsed.data.grantType)
  const client = findClient(context, parsed.data.clientId, parsed.data.clientSecret)
  if (!client.ok) return client.outcome
  switch (parsed.data.grantType) {
    case 'urn:ietf:params:oauth:grant-type:device_code':
      return byDeviceCode(context, client.registration, parsed.data)
    case 'authorization_code':
      return byAuthorizationCode(context, client.registration, parsed.data)
    case 'refresh_token':
      return byRefreshToken(context, client.registration, parsed.data)
    default:
      return fail('UnsupportedGrantTypeException', 'Unsupported grant type')
  }
}

function byDeviceCode(context: ServiceContext, registration: Registration, request: Input): Outcome {
  const grant = context.signIns.devices.get(request.deviceCode ?? '')
  if (grant === undefined || grant.clientId !== registration.clientId || grant.used) {
    return fail('InvalidGrantException', 'Invalid grant provided')
  }
  const now = context.clock.now()
  if (grant.expiresAt <= now) return fail('ExpiredTokenException', 'Device code has expired')
  if (grant.decision === 'denied') return fail('AccessDeniedException', 'Access denied')
  const tooFast = grant.lastPollAt > 0 && now - grant.lastPollAt < grant.pollSeconds * 1000 * 0.5
  grant.lastPollAt = now
  if (context.settings.slowDowns > 0 || (tooFast && grant.decision === 'pending')) {
    context.settings.slowDowns = Math.max(0, context.settings.slowDowns - 1)
    return fail('SlowDownException', 'Slow down')
  }
  if (grant.decision === 'pending') return fail('AuthorizationPendingException', 'Authorization pending')
  grant.used = true
  return answer(context, open(context, registration))
}

function byAuthorizationCode(context: ServiceContext, registration: Registration, request: Input): Outcome {
  const grant = [...context.signIns.authorizations.values()].find(({ code }) => code !== null && code === request.code)
  if (grant === undefined || grant.clientId !== registration.clientId || grant.used) {
    return fail('InvalidGrantException', 'Invalid grant provided')
  }
  if (grant.expiresAt <= context.clock.now()) return fail('ExpiredTokenException', 'Authorization code has expired')
  if (grant.redirectUri !== request.redirectUri) return fail('InvalidGrantException', 'Redirect URI does not match')
  const challenge = createHash('sha256')
    .update(request.codeVerifier ?? '')
    .digest('base64url')
  if (!/^[\w.~-]{43,128}$/.test(request.codeVerifier ?? '') || challenge !== grant.codeChallenge) {
    return fail('InvalidGrantException', 'Invalid code verifier')
  }
  grant.used = true
  return answer(context, open(context, registration))
}

function byRefreshToken(context: ServiceContext, registration: Registration, request: Input): Outcome {
  const family = context.signIns.families.find(
    ({ refreshToken }) => refreshToken !== null && refreshToken === request.refreshToken,
  )
  if (family === undefined || family.revoked || family.clientId !== registration.clientId) {
    return fail('InvalidGrantException', 'Invalid refresh token provided')
  }
  context.signIns.rotate(family)
  return answer(context, family)
}

/** Refresh tokens are for clients that registered the scope; others get one long-lived token. */
const open = (context: ServiceContext, registration: Registration): TokenFamily =>
  context.signIns.openFamily(
    registration.clientId,
    registration.scopes.includes('sso:account:access') ? 'refreshable' : 'single',
  )

const answer = (context: ServiceContext, family: TokenFamily): Outcome =>
  succeed({
    accessToken: family.accessToken,
    tokenType: 'Bearer',
    expiresIn: Math.max(0, Math.round((family.accessExpiresAt - context.clock.now()) / 1000)),
    ...(family.refreshToken === null ? {} : { refreshToken: family.refreshToken }),
  })
