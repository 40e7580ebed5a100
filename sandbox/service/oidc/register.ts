import { z } from 'zod'
import type { Registration } from '../../state/sign-ins.ts'
import type { Organisation } from '../../world/types.ts'
import { randomSecret } from '../../state/random.ts'
import { fail, type Outcome, succeed } from '../../wire/exchange.ts'
import type { OpenCall, ServiceContext } from '../service.ts'

const registrationDays = 90

const input = z.object({
  clientName: z.string().min(1),
  clientType: z.string(),
  scopes: z.array(z.string()).nullish(),
  redirectUris: z.array(z.string()).nullish(),
  grantTypes: z.array(z.string()).nullish(),
  issuerUrl: z.string().nullish(),
})

const knownGrants = new Set(['authorization_code', 'refresh_token', 'urn:ietf:params:oauth:grant-type:device_code'])

/** Whether this is one of the two addresses of the organisation's portal. */
export function isPortalOf({ startUrl, issuerUrl }: Organisation, url: string): boolean {
  return url === startUrl || url === issuerUrl
}

/** RegisterClient: a public client for about 90 days. */
export function registerClient(context: ServiceContext, call: OpenCall, body: unknown): Outcome {
  const parsed = input.safeParse(body)
  if (!parsed.success) return fail('InvalidRequestException', 'clientName and clientType are required')
  const { clientName, clientType, scopes, redirectUris, grantTypes, issuerUrl } = parsed.data
  call.note('clientName', clientName)
  if (clientType !== 'public') return fail('InvalidClientMetadataException', 'Invalid client type')
  if (grantTypes?.some((grant) => !knownGrants.has(grant)) === true) {
    return fail('UnsupportedGrantTypeException', 'Unsupported grant type')
  }
  if (grantTypes?.includes('authorization_code') === true) {
    if (redirectUris?.every(isRedirectUri) !== true || redirectUris.length === 0) {
      return fail('InvalidRedirectUriException', 'Invalid redirect URI')
    }
    if (!isPortalOf(context.world.organisation, issuerUrl ?? '')) {
      return fail('InvalidRequestException', 'Invalid issuer URL')
    }
  }
  const now = context.clock.now()
  const registration: Registration = {
    clientId: randomSecret(16),
    clientSecret: `eyJraWQiOiJzYW5kYm94In0.${randomSecret(240)}.${randomSecret(48)}`,
    clientName,
    scopes: scopes ?? [],
    redirectUris: redirectUris ?? [],
    grantTypes: grantTypes ?? [],
    issuedAt: now,
    expiresAt: now + registrationDays * 86_400_000,
  }
  context.signIns.registrations.set(registration.clientId, registration)
  return succeed({
    clientId: registration.clientId,
    clientSecret: registration.clientSecret,
    clientIdIssuedAt: Math.floor(registration.issuedAt / 1000),
    clientSecretExpiresAt: Math.floor(registration.expiresAt / 1000),
  })
}

const isRedirectUri = (uri: string): boolean => {
  if (!URL.canParse(uri)) return false
  const { protocol, hostname, hash } = new URL(uri)
  return hash === '' && (protocol === 'https:' || (protocol === 'http:' && loopbackHosts.has(hostname)))
}

const loopbackHosts = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Whether `uri` is one of the registered ones; the port of a loopback address does not matter (RFC 8252, 7.3). */
export const isRegisteredRedirect = (registration: Registration, uri: string): boolean =>
  isRedirectUri(uri) &&
  registration.redirectUris.some((known) => withoutLoopbackPort(known) === withoutLoopbackPort(uri))

function withoutLoopbackPort(uri: string): string {
  const url = new URL(uri)
  if (url.protocol === 'http:' && loopbackHosts.has(url.hostname)) url.port = ''
  return url.href
}

/** The registration if id and secret fit together and it has not expired. */
export function findClient(
  context: ServiceContext,
  clientId: string,
  clientSecret: string,
): { readonly ok: true; readonly registration: Registration } | { readonly ok: false; readonly outcome: Outcome } {
  const registration = context.signIns.registrations.get(clientId)
  if (registration === undefined || registration.clientSecret !== clientSecret) {
    return { ok: false, outcome: fail('InvalidClientException', 'Invalid client', 401) }
  }
  if (registration.expiresAt <= context.clock.now()) {
    return { ok: false, outcome: fail('InvalidClientException', 'Client registration has expired', 401) }
  }
  return { ok: true, registration }
}
