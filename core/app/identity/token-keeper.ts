import { fail, ok, type Result } from '#contract/problem.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import type { Clock, Log } from '../ports.ts'
import { createKeptTokens, type KeptTokens } from './kept-tokens.ts'
import type { OidcPort, Redemption, SsoToken, TokenStore } from './ports.ts'

/** Renew when less than this is left of an access token (ms); what the SDKs do, too. */
export const renewalWindowMs = 5 * 60_000
/** At most one attempt to renew per session in this time (ms), so that a refusing service is not hammered. */
const renewalPauseMs = 30_000

/** Valid access tokens, one per SSO session, shared with aws-cli through the token files. */
export interface TokenKeeper {
  /** A token that the service should accept now. SIGN_IN_REQUIRED or TOKEN_REVOKED when only the user can help. */
  valid(session: SsoSession): Promise<Result<SsoToken>>
  /** The service refused this token: renews once, and remembers the token as dead. */
  renewRefused(session: SsoSession, accessToken: string): Promise<Result<SsoToken>>
  /** What the file says, whatever its worth. */
  stored(session: SsoSession): Promise<SsoToken | null>
  isRevoked(accessToken: string): boolean
  /** The user signs out: what is being renewed now is not put back. */
  depart(session: SsoSession): void
}

export interface TokenKeeperDeps {
  readonly clock: Clock
  readonly log: Log
  readonly oidc: OidcPort
  readonly tokens: TokenStore
}

/** True when the token can be renewed without the user. */
export function isRenewable(token: SsoToken, now: number): boolean {
  return token.refreshToken !== null && token.registration !== null && token.registration.expiresAt > now
}

export function createTokenKeeper(deps: TokenKeeperDeps): TokenKeeper {
  const { clock } = deps
  const kept = createKeptTokens(deps.tokens, deps.log)
  const renewals = new Map<string, Promise<Result<SsoToken>>>()
  const failedAt = new Map<string, number>()
  const revoked = new Set<string>()

  const fresh = (token: SsoToken): boolean =>
    !revoked.has(token.accessToken) && token.expiresAt - clock.now() > renewalWindowMs

  /** The best that is left when renewing failed: the old token while it lasts. */
  const fallback = (token: SsoToken, session: SsoSession): Result<SsoToken> => {
    if (revoked.has(token.accessToken)) return fail('TOKEN_REVOKED', { session: session.name })
    if (token.expiresAt > clock.now()) return ok(token)
    return fail('SIGN_IN_REQUIRED', { session: session.name })
  }

  const renew = (session: SsoSession): Promise<Result<SsoToken>> => {
    const running = renewals.get(session.name)
    if (running) return running
    const started = renewNow({ ...deps, kept, isFresh: fresh, fallback }, session)
      .then((result) => {
        if (!result.renewed) failedAt.set(session.name, clock.now())
        return result.token
      })
      .finally(() => renewals.delete(session.name))
    renewals.set(session.name, started)
    return started
  }

  const mayRenew = (session: SsoSession, token: SsoToken): boolean =>
    // Either way: the clock may have been set back since.
    isRenewable(token, clock.now()) &&
    Math.abs(clock.now() - (failedAt.get(session.name) ?? -Infinity)) >= renewalPauseMs

  const valid = async (session: SsoSession): Promise<Result<SsoToken>> => {
    const token = await kept.read(session)
    if (token === null) return signedOut(session)
    if (fresh(token)) return ok(token)
    return mayRenew(session, token) ? renew(session) : fallback(token, session)
  }

  return {
    valid,
    renewRefused: (session, accessToken) => {
      revoked.add(accessToken)
      return valid(session)
    },
    stored: (session) => kept.read(session),
    isRevoked: (accessToken) => revoked.has(accessToken),
    depart: (session) => kept.depart(session),
  }
}

interface RenewalDeps extends TokenKeeperDeps {
  readonly kept: KeptTokens
  isFresh(token: SsoToken): boolean
  fallback(token: SsoToken, session: SsoSession): Result<SsoToken>
}

interface Renewal {
  readonly token: Result<SsoToken>
  /** False when asking again soon is of no use. */
  readonly renewed: boolean
}

async function renewNow(deps: RenewalDeps, session: SsoSession): Promise<Renewal> {
  const { kept, log, oidc } = deps
  const startedAt = kept.departures(session)
  // Another program may have renewed meanwhile, and the refresh token rotates: the file is the truth.
  const token = await kept.read(session)
  if (token === null) return { token: signedOut(session), renewed: true }
  if (deps.isFresh(token)) return { token: ok(token), renewed: true }
  const { refreshToken, registration } = token
  if (refreshToken === null || registration === null) return { token: deps.fallback(token, session), renewed: false }
  const answer = await oidc.redeem(session, registration, { type: 'refresh', refreshToken })
  if (!answer.ok || answer.value.kind !== 'granted') return notRenewed(deps, session, token, answer)
  const renewed: SsoToken = { ...answer.value.grant, registration }
  if (!(await kept.replace(session, token, renewed, startedAt))) return { token: signedOut(session), renewed: true }
  log.info('token-renewed', { session: session.name, expiresAt: renewed.expiresAt })
  return { token: ok(renewed), renewed: true }
}

async function notRenewed(
  { clock, log, kept, isFresh, fallback }: RenewalDeps,
  session: SsoSession,
  token: SsoToken,
  answer: Result<Redemption>,
): Promise<Renewal> {
  // The loser of a race with another program finds the winner's token in the file.
  const after = await kept.read(session)
  if (after !== null && isFresh(after)) return { token: ok(after), renewed: true }
  log.warn('token-not-renewed', { session: session.name, answer: answer.ok ? answer.value.kind : answer.error.code })
  const alive = token.expiresAt > clock.now() && !(answer.ok && after === null)
  if (!answer.ok && !alive) return { token: answer, renewed: false }
  return { token: after === null ? signedOut(session) : fallback(after, session), renewed: false }
}

function signedOut(session: SsoSession): Result<never> {
  return fail('SIGN_IN_REQUIRED', { session: session.name })
}
