import { fail, ok, type Result } from '#contract/problem.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import type { Clock, Log } from '../ports.ts'
import type { OidcPort, SsoToken, TokenStore } from './ports.ts'

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
  const { clock, tokens } = deps
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
    const started = renewNow(deps, session, fresh, fallback)
      .then((result) => {
        if (!result.renewed) failedAt.set(session.name, clock.now())
        return result.token
      })
      .finally(() => renewals.delete(session.name))
    renewals.set(session.name, started)
    return started
  }

  const mayRenew = (session: SsoSession, token: SsoToken): boolean =>
    isRenewable(token, clock.now()) && clock.now() - (failedAt.get(session.name) ?? -Infinity) >= renewalPauseMs

  const valid = async (session: SsoSession): Promise<Result<SsoToken>> => {
    const token = await tokens.read(session)
    if (token === null) return fail('SIGN_IN_REQUIRED', { session: session.name })
    if (fresh(token)) return ok(token)
    return mayRenew(session, token) ? renew(session) : fallback(token, session)
  }

  return {
    valid,
    renewRefused: (session, accessToken) => {
      revoked.add(accessToken)
      return valid(session)
    },
    stored: (session) => tokens.read(session),
    isRevoked: (accessToken) => revoked.has(accessToken),
  }
}

type Fresh = (token: SsoToken) => boolean

async function renewNow(
  deps: TokenKeeperDeps,
  session: SsoSession,
  fresh: Fresh,
  fallback: (token: SsoToken, session: SsoSession) => Result<SsoToken>,
): Promise<{ readonly token: Result<SsoToken>; readonly renewed: boolean }> {
  const { clock, log, oidc, tokens } = deps
  // Another program may have renewed meanwhile, and the refresh token rotates: the file is the truth.
  const token = await tokens.read(session)
  if (token === null) return { token: fail('SIGN_IN_REQUIRED', { session: session.name }), renewed: true }
  if (fresh(token)) return { token: ok(token), renewed: true }
  if (token.refreshToken === null || token.registration === null)
    return { token: fallback(token, session), renewed: false }
  const answer = await oidc.redeem(session, token.registration, { type: 'refresh', refreshToken: token.refreshToken })
  if (answer.ok && answer.value.kind === 'granted') {
    const renewed: SsoToken = { ...answer.value.grant, registration: token.registration }
    await tokens.write(session, renewed)
    log.info('token-renewed', { session: session.name, expiresAt: renewed.expiresAt })
    return { token: ok(renewed), renewed: true }
  }
  // The loser of a race with another program finds the winner's token in the file.
  const after = await tokens.read(session)
  if (after !== null && fresh(after)) return { token: ok(after), renewed: true }
  log.warn('token-not-renewed', { session: session.name, answer: answer.ok ? answer.value.kind : answer.error.code })
  const alive = token.expiresAt > clock.now() && !(answer.ok && after === null)
  if (!answer.ok && !alive) return { token: answer, renewed: false }
  return {
    token: after === null ? fail('SIGN_IN_REQUIRED', { session: session.name }) : fallback(after, session),
    renewed: false,
  }
}
