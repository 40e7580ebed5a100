import {
  CreateTokenCommand,
  RegisterClientCommand,
  SSOOIDCClient,
  StartDeviceAuthorizationCommand,
  type CreateTokenCommandInput,
} from '@aws-sdk/client-sso-oidc'
import { problemOf } from '#domain/problem/problem.ts'
import { namedElsewhere } from '#domain/start-url/named-region.ts'
import { ok } from '#domain/result.ts'
import type { AwsAnswer } from '#contract/aws-answer.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { SignInMethod, SsoSession } from '#contract/sign-in.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { OidcPort, Proof, Redemption, Registration } from '../../app/identity/ports.ts'
import { readSdkFailure } from '../errors/sdk-failure.ts'
import { incompleteAnswer, translate, type NamedProblems } from '../errors/translate.ts'
import type { AwsHttp } from '../http/client-http.ts'
import { authorizeBase } from './authorize-base.ts'
import { callbackPath } from './callback-listener.ts'
import { challengeOf, createVerifier } from './pkce.ts'

/** Shown to the user on the consent page. */
const clientName = 'Culvert'
const scope = 'sso:account:access'
const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code'

/** What OIDC's error names mean before a code or token is at stake. */
function setupErrors(session: SsoSession): NamedProblems {
  const wrongUrl = (aws: AwsAnswer): Problem => startUrlWrong(session, aws)
  return {
    InvalidRequestException: wrongUrl,
    InvalidRequestRegionException: wrongUrl,
    InvalidClientMetadataException: wrongUrl,
    InvalidClientException: wrongUrl,
    UnauthorizedClientException: wrongUrl,
  }
}

/** What they mean when one is redeemed. */
function redeemErrors(session: SsoSession): NamedProblems {
  return {
    AccessDeniedException: (aws) => problemOf('SIGN_IN_DENIED', { session: session.name, aws }),
    ExpiredTokenException: (aws) => problemOf('SIGN_IN_CODE_EXPIRED', { session: session.name, aws }),
    InvalidRequestException: (aws) => startUrlWrong(session, aws),
    InvalidRequestRegionException: (aws) => startUrlWrong(session, aws),
  }
}

function startUrlWrong({ name, startUrl, region }: SsoSession, aws: AwsAnswer): Problem {
  return problemOf('START_URL_WRONG', { session: name, startUrl, region, ...namedElsewhere(startUrl, region), aws })
}

export interface OidcDeps {
  readonly clock: Clock
  readonly http: AwsHttp
}

/** IAM Identity Center's OIDC service. It takes no AWS credentials. */
export function createOidc(deps: OidcDeps): OidcPort {
  const clientFor = (session: SsoSession): SSOOIDCClient =>
    new SSOOIDCClient(deps.http.options('SSO_OIDC', session.region))
  return {
    register: (session, method) => register(deps, clientFor(session), session, method),
    async authorization(session, clientId, redirectUri, state) {
      const verifier = createVerifier()
      const url = new URL('authorize', await authorizeBase(deps.http.options('SSO_OIDC', session.region)))
      url.search = new URLSearchParams({
        response_type: 'code',
        client_id: clientId,
        redirect_uri: redirectUri,
        state,
        code_challenge_method: 'S256',
        code_challenge: challengeOf(verifier),
        scopes: scope,
      }).toString()
      return { url: url.href, verifier }
    },
    startDevice: (session, registration) => startDevice(deps, clientFor(session), session, registration),
    redeem: (session, registration, proof) => redeem(deps, clientFor(session), session, registration, proof),
  }
}

async function register(
  deps: OidcDeps,
  client: SSOOIDCClient,
  session: SsoSession,
  method: SignInMethod,
): Promise<Result<Registration>> {
  const scopes = session.name.includes('://') ? {} : { scopes: [scope] }
  const browser = {
    redirectUris: [`http://127.0.0.1${callbackPath}`],
    grantTypes: ['authorization_code', 'refresh_token'],
    issuerUrl: session.startUrl,
  }
  try {
    const answer = await client.send(
      new RegisterClientCommand({
        clientName,
        clientType: 'public',
        ...scopes,
        ...(method === 'browser' ? browser : {}),
      }),
    )
    const { clientId, clientSecret, clientSecretExpiresAt } = answer
    if (!clientId || !clientSecret) return incompleteAnswer('RegisterClient')
    return ok({ clientId, clientSecret, expiresAt: (clientSecretExpiresAt ?? 0) * 1_000 })
  } catch (error) {
    return setupProblem(deps, error, session, 'RegisterClient')
  }
}

async function startDevice(
  deps: OidcDeps,
  client: SSOOIDCClient,
  session: SsoSession,
  registration: Registration,
): ReturnType<OidcPort['startDevice']> {
  const { clientId, clientSecret } = registration
  try {
    const answer = await client.send(
      new StartDeviceAuthorizationCommand({ clientId, clientSecret, startUrl: session.startUrl }),
    )
    const { deviceCode, userCode, verificationUri, verificationUriComplete, expiresIn, interval } = answer
    const url = verificationUriComplete ?? verificationUri
    if (!deviceCode || !userCode || !url) return incompleteAnswer('StartDeviceAuthorization')
    const expiresAt = deps.clock.now() + (expiresIn ?? 600) * 1_000
    return ok({ deviceCode, userCode, url, expiresAt, intervalMs: Math.max(interval ?? 5, 0.05) * 1_000 })
  } catch (error) {
    const { name } = readSdkFailure(error)
    if (name === 'InvalidClientException' || name === 'UnauthorizedClientException') return ok('registration-stale')
    return setupProblem(deps, error, session, 'StartDeviceAuthorization')
  }
}

function proofInput(proof: Proof): Partial<CreateTokenCommandInput> & { readonly grantType: string } {
  if (proof.type === 'device') return { grantType: deviceGrant, deviceCode: proof.deviceCode }
  if (proof.type === 'refresh') return { grantType: 'refresh_token', refreshToken: proof.refreshToken }
  return {
    grantType: 'authorization_code',
    code: proof.code,
    redirectUri: proof.redirectUri,
    codeVerifier: proof.verifier,
  }
}

async function redeem(
  deps: OidcDeps,
  client: SSOOIDCClient,
  session: SsoSession,
  registration: Registration,
  proof: Proof,
): Promise<Result<Redemption>> {
  const { clientId, clientSecret } = registration
  try {
    const answer = await client.send(new CreateTokenCommand({ clientId, clientSecret, ...proofInput(proof) }))
    if (!answer.accessToken) return incompleteAnswer('CreateToken')
    const expiresAt = deps.clock.now() + (answer.expiresIn ?? 3_600) * 1_000
    const grant = { accessToken: answer.accessToken, expiresAt, refreshToken: answer.refreshToken ?? null }
    return ok({ kind: 'granted', grant })
  } catch (error) {
    return redeemFailure(deps, error, session, proof)
  }
}

function redeemFailure(deps: OidcDeps, error: unknown, session: SsoSession, proof: Proof): Result<Redemption> {
  const { name } = readSdkFailure(error)
  if (name === 'AuthorizationPendingException') return ok({ kind: 'pending' })
  if (name === 'SlowDownException') return ok({ kind: 'slow-down' })
  if (name === 'InvalidGrantException') return ok({ kind: 'grant-refused' })
  if (name === 'InvalidClientException' || name === 'UnauthorizedClientException')
    return ok({ kind: 'registration-stale' })
  if (name === 'ExpiredTokenException' && proof.type === 'refresh') return ok({ kind: 'grant-refused' })
  const asked = { operation: 'CreateToken', as: { session: session.name } }
  return { ok: false, error: translate(error, redeemErrors(session), asked, deps.clock.now()) }
}

function setupProblem(deps: OidcDeps, error: unknown, session: SsoSession, operation: string): Result<never> {
  const asked = { operation, as: { session: session.name } }
  return { ok: false, error: translate(error, setupErrors(session), asked, deps.clock.now()) }
}
