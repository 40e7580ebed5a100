import type { AuthorizationGrant } from '../../state/authorization-grant.ts'
import type { DeviceGrant } from '../../state/sign-ins.ts'
import { randomSecret } from '../../state/random.ts'
import type { ApiRequest, Reply } from '../../wire/exchange.ts'
import { escapeXml } from '../../wire/xml.ts'
import type { ServiceContext } from '../service.ts'
import { decisionForm, page, redirect } from './pages.ts'
import { isRegisteredRedirect } from './register.ts'

/** The pages a person sees: `/authorize` and `/device`. Null for any other path. */
export function browse(context: ServiceContext, request: ApiRequest): Reply | null {
  const form = new URLSearchParams(request.method === 'POST' ? request.body.toString('utf8') : '')
  if (request.url.pathname === '/authorize') {
    return request.method === 'POST' ? decideAuthorization(context, form) : showAuthorization(context, request)
  }
  if (request.url.pathname === '/device') {
    return request.method === 'POST' ? decideDevice(context, form) : showDevice(context, request)
  }
  return null
}

const refused = (message: string): Reply => page(400, 'Sign-in request refused', `<p>${escapeXml(message)}</p>`)

/** Faults that must not be sent to the redirect URI are shown; the others go back to the client (RFC 6749, 4.1.2.1). */
function showAuthorization(context: ServiceContext, request: ApiRequest): Reply {
  const query = request.url.searchParams
  const registration = context.signIns.registrations.get(query.get('client_id') ?? '')
  const redirectUri = query.get('redirect_uri') ?? ''
  if (registration === undefined) return refused('Unknown client.')
  if (!isRegisteredRedirect(registration, redirectUri)) return refused('The redirect URI is not registered.')
  const state = query.get('state') ?? ''
  const codeChallenge = query.get('code_challenge') ?? ''
  const scopes = query.get('scopes') ?? query.get('scope') ?? ''
  const fault = faultOf(query, codeChallenge) ?? scopeFault(scopes, registration.scopes)
  if (fault !== null) return redirect(withParameters(redirectUri, { ...fault, state }))
  const grant = context.signIns.startAuthorization({
    clientId: registration.clientId,
    redirectUri,
    state,
    codeChallenge,
  })
  if (context.settings.consent === 'allow') return allow(grant)
  if (context.settings.consent === 'deny') return deny(context, grant)
  const { name, user } = context.world.organisation
  return page(
    200,
    `Allow ${registration.clientName}?`,
    `<p>${escapeXml(registration.clientName)} wants to use your accounts of ${escapeXml(name)} as ` +
      `${escapeXml(user.userName)}.</p>${decisionForm('/authorize', 'request', grant.id)}`,
  )
}

function faultOf(query: URLSearchParams, codeChallenge: string): Readonly<Record<string, string>> | null {
  if (query.get('response_type') !== 'code') return { error: 'unsupported_response_type' }
  if (query.get('code_challenge_method') !== 'S256' || !/^[\w-]{43}$/.test(codeChallenge)) {
    return { error: 'invalid_request', error_description: 'A code challenge with S256 is required' }
  }
  return null
}

const scopeFault = (asked: string, registered: readonly string[]): Readonly<Record<string, string>> | null =>
  asked.split(/[ ,]/).every((scope) => scope === '' || registered.includes(scope)) ? null : { error: 'invalid_scope' }

function decideAuthorization(context: ServiceContext, form: URLSearchParams): Reply {
  const grant = context.signIns.authorizations.get(form.get('request') ?? '')
  if (grant === undefined || grant.code !== null) return refused('This request is not waiting for an answer.')
  return form.get('decision') === 'allow' ? allow(grant) : deny(context, grant)
}

function allow(grant: AuthorizationGrant): Reply {
  grant.code = randomSecret(48)
  return redirect(withParameters(grant.redirectUri, { code: grant.code, state: grant.state }))
}

function deny(context: ServiceContext, grant: AuthorizationGrant): Reply {
  context.signIns.authorizations.delete(grant.id)
  const parameters = { error: 'access_denied', error_description: 'The user denied the request', state: grant.state }
  return redirect(withParameters(grant.redirectUri, parameters))
}

function withParameters(uri: string, parameters: Readonly<Record<string, string>>): string {
  const url = new URL(uri)
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value)
  return url.href
}

function findDevice(context: ServiceContext, userCode: string): DeviceGrant | null {
  const wanted = userCode.trim().toUpperCase()
  const grant = [...context.signIns.devices.values()].find((device) => device.userCode === wanted)
  return grant !== undefined && grant.decision === 'pending' && grant.expiresAt > context.clock.now() ? grant : null
}

function showDevice(context: ServiceContext, request: ApiRequest): Reply {
  const userCode = request.url.searchParams.get('user_code')
  if (userCode === null) {
    const field = '<input name="user_code" aria-label="Code" placeholder="XXXX-XXXX"><button>Next</button>'
    return page(200, 'Enter the code', `<form method="get" action="/device">${field}</form>`)
  }
  const grant = findDevice(context, userCode)
  if (grant === null) return page(400, 'Code not found', '<p>The code is wrong, used or expired.</p>')
  const name = context.signIns.registrations.get(grant.clientId)?.clientName ?? 'A client'
  return page(
    200,
    `Allow ${name}?`,
    `<p>Compare this code with the one ${escapeXml(name)} shows.</p><p><code>${grant.userCode}</code></p>` +
      decisionForm('/device', 'user_code', grant.userCode),
  )
}

function decideDevice(context: ServiceContext, form: URLSearchParams): Reply {
  const grant = findDevice(context, form.get('user_code') ?? '')
  if (grant === null) return page(400, 'Code not found', '<p>The code is wrong, used or expired.</p>')
  grant.decision = form.get('decision') === 'allow' ? 'allowed' : 'denied'
  return page(
    200,
    grant.decision === 'allowed' ? 'Request approved' : 'Request denied',
    '<p>You can close this page.</p>',
  )
}
