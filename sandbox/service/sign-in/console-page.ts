import type { AuthorizationGrant } from '../../state/authorization-grant.ts'
import { randomSecret } from '../../state/random.ts'
import type { ApiRequest, Reply } from '../../wire/exchange.ts'
import { escapeXml } from '../../wire/xml.ts'
import { loginSessionOf } from '../../world/login.ts'
import { decisionForm, page, redirect } from '../oidc/pages.ts'
import type { ServiceContext } from '../service.ts'

/** Programs that may ask, by the client ids that AWS gives to all of them. */
const clients = new Set(['arn:aws:signin:::devtools/same-device'])
const path = '/v1/authorize'

const refused = (message: string): Reply => page(400, 'Sign-in request refused', `<p>${escapeXml(message)}</p>`)

/** The console's page that a program sends a person to. Null for any other path. */
export function showConsolePage(context: ServiceContext, request: ApiRequest): Reply | null {
  if (request.url.pathname !== path) return null
  return request.method === 'POST' ? decide(context, request) : show(context, request)
}

function show(context: ServiceContext, { url: { searchParams: query } }: ApiRequest): Reply {
  const [user] = context.world.consoleUsers
  const redirectUri = query.get('redirect_uri') ?? ''
  if (user === undefined) return refused('Nobody is signed in to this console.')
  if (!clients.has(query.get('client_id') ?? '')) return refused('Unknown client.')
  if (!/^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback$/.test(redirectUri))
    return refused('The redirect URI is not allowed.')
  const codeChallenge = query.get('code_challenge') ?? ''
  const isProven = query.get('code_challenge_method') === 'SHA-256' && /^[\w-]{43}$/.test(codeChallenge)
  if (query.get('response_type') !== 'code' || query.get('scope') !== 'openid' || !isProven) {
    return refused('The request is not valid.')
  }
  const grant = context.consoleSignIns.start({
    clientId: query.get('client_id') ?? '',
    redirectUri,
    state: query.get('state') ?? '',
    codeChallenge,
  })
  if (context.settings.consent === 'allow') return allow(grant)
  const who = context.settings.consoleIdentity ?? loginSessionOf(user)
  return page(
    200,
    'Continue with this console session?',
    `<p>A program on this computer wants to work as ${escapeXml(who)}.</p>${decisionForm(path, 'request', grant.id)}`,
  )
}

function decide(context: ServiceContext, request: ApiRequest): Reply {
  const form = new URLSearchParams(request.body.toString('utf8'))
  const grant = context.consoleSignIns.grants.get(form.get('request') ?? '')
  if (grant === undefined || grant.code !== null) return refused('This request is not waiting for an answer.')
  if (form.get('decision') === 'allow') return allow(grant)
  context.consoleSignIns.grants.delete(grant.id)
  return back(grant, { error: 'access_denied', error_description: 'The user denied the request' })
}

function allow(grant: AuthorizationGrant): Reply {
  grant.code = randomSecret(48)
  return back(grant, { code: grant.code })
}

function back({ redirectUri, state }: AuthorizationGrant, parameters: Readonly<Record<string, string>>): Reply {
  const url = new URL(redirectUri)
  for (const [name, value] of Object.entries({ ...parameters, state })) url.searchParams.set(name, value)
  return redirect(url.href)
}
