import { z } from 'zod'
import type { Result } from '#contract/result.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { fail, ok } from '#domain/result.ts'
import { packKeys } from '#domain/console-sign-in/console-keys.ts'
import type { OidcPort, Proof, Redemption, Registration } from '../../app/identity/ports.ts'
import { readSdkFailure } from '../errors/sdk-failure.ts'
import { incompleteAnswer, translate, type NamedProblems } from '../errors/translate.ts'
import { endpointOf } from '../http/sdk-variables.ts'
import { post } from '../http/post.ts'
import type { OidcDeps } from '../sso-oidc/oidc.ts'
import { challengeOf, createVerifier } from '../sso-oidc/pkce.ts'
import { createProofKey, proofOf } from './dpop.ts'

/** Every program on the computer whose browser it is has this id at AWS Sign-In (AWS CLI, `customizations/login`). */
const clientId = 'arn:aws:signin:::devtools/same-device'

/** A proof that is less off than this is taken (ms). */
const tolerableSkewMs = 60_000

/** What CreateOAuth2Token answers. */
const tokenOutput = z.object({
  accessToken: z.object({
    accessKeyId: z.string().min(1),
    secretAccessKey: z.string().min(1),
    sessionToken: z.string().min(1),
  }),
  tokenType: z.string().optional(),
  /** Seconds. */
  expiresIn: z.number().optional(),
  refreshToken: z.string().min(1),
  idToken: z.string().optional(),
})
type TokenOutput = z.infer<typeof tokenOutput>

/**
 * AWS Sign-In, as `aws login` uses it, in the form of an Identity Center's OIDC service: what identifies this program is a key that every
 * request is proven with, and what is given out are credentials of the identity whose console session the browser has.
 */
export function createConsoleSignIn(deps: OidcDeps): OidcPort {
  return {
    register: async () => ok({ clientId, clientSecret: createProofKey(), expiresAt: Number.MAX_SAFE_INTEGER }),
    async authorization(session, id, redirectUri, state) {
      const verifier = createVerifier()
      const url = new URL('/v1/authorize', endpointFor(deps, session))
      url.search = new URLSearchParams({
        response_type: 'code',
        client_id: id,
        state,
        code_challenge_method: 'SHA-256',
        scope: 'openid',
        redirect_uri: redirectUri,
        code_challenge: challengeOf(verifier),
      }).toString()
      return { url: url.href, verifier }
    },
    // The console has no page to type a code at.
    startDevice: async () => fail('SIGN_IN_CALLBACK_UNAVAILABLE', {}),
    redeem: (session, registration, proof) => redeem(deps, session, registration, proof),
  }
}

function endpointFor({ http }: OidcDeps, { startUrl }: SsoSession): string {
  return endpointOf(http.environment, 'SIGNIN') ?? startUrl
}

async function redeem(
  deps: OidcDeps,
  session: SsoSession,
  registration: Registration,
  proof: Proof,
): Promise<Result<Redemption>> {
  const url = new URL('/v1/token', endpointFor(deps, session)).href
  const dpop = proofOf(registration.clientSecret, url, deps.clock.now())
  const headers = { 'content-type': 'application/json', dpop }
  const body = JSON.stringify({ clientId: registration.clientId, ...inputOf(proof) })
  try {
    const answer = tokenOutput.safeParse(JSON.parse(await post({ url, headers, body }, deps.http.routeTo)))
    return answer.success ? granted(deps, session, answer.data) : incompleteAnswer('CreateOAuth2Token')
  } catch (error) {
    return refused(deps, session, error)
  }
}

function inputOf(proof: Proof): Readonly<Record<string, string>> {
  if (proof.type === 'refresh') return { grantType: 'refresh_token', refreshToken: proof.refreshToken }
  if (proof.type === 'device') throw new Error('the console gives out no device codes')
  const { code, redirectUri, verifier } = proof
  return { grantType: 'authorization_code', code, redirectUri, codeVerifier: verifier }
}

/** A browser may be signed in as somebody else than the profile is for. */
function granted(deps: OidcDeps, session: SsoSession, output: TokenOutput): Result<Redemption> {
  const { accessToken, expiresIn = 900, refreshToken, tokenType, idToken } = output
  const identity = idToken === undefined ? null : subjectOf(idToken)
  if (identity !== null && identity !== session.name) {
    return fail('SIGN_IN_OTHER_IDENTITY', { session: session.name, identity })
  }
  const accountId = /:(\d{12}):/.exec(session.name)?.[1] ?? ''
  const packed = packKeys({ ...accessToken, accountId, tokenType, idToken })
  const expiresAt = deps.clock.now() + expiresIn * 1_000
  return ok({ kind: 'granted', grant: { accessToken: packed, expiresAt, refreshToken } })
}

/** Whom a JSON Web Token is about; it came over TLS from who made it, and its signature is not looked at. */
function subjectOf(idToken: string): string | null {
  try {
    const claims: unknown = JSON.parse(Buffer.from(idToken.split('.')[1] ?? '', 'base64url').toString('utf8'))
    return z.object({ sub: z.string() }).parse(claims).sub
  } catch {
    return null
  }
}

/** How far this computer's clock is ahead of AWS's (minutes), by the answer; 0 where it is not so far that it matters. */
function minutesOffIn(error: unknown, now: number): number {
  const { serverTime } = readSdkFailure(error)
  const off = serverTime === null ? 0 : now - serverTime
  return Math.abs(off) < tolerableSkewMs ? 0 : Math.round(off / 60_000)
}

/** AWS says in a member `error` why it gives nothing: the sign-in has ended, or the password is another one. */
const ended = new Set(['TOKEN_EXPIRED', 'USER_CREDENTIALS_CHANGED', 'AUTHCODE_EXPIRED'])

function refused(deps: OidcDeps, session: SsoSession, error: unknown): Result<Redemption> {
  if (error instanceof Error && 'reason' in error && ended.has(String(error.reason)))
    return ok({ kind: 'grant-refused' })
  const now = deps.clock.now()
  const minutesOff = minutesOffIn(error, now)
  const names: NamedProblems = {
    TooManyRequestsError: (aws) => problemOf('THROTTLED', { aws }),
    // A proof tells when it was made.
    ...(minutesOff === 0 ? {} : { ValidationException: (aws) => problemOf('CLOCK_SKEWED', { minutesOff, aws }) }),
  }
  const asked = { operation: 'CreateOAuth2Token', as: { session: session.name } }
  return { ok: false, error: translate(error, names, asked, now) }
}
