import { fail, ok } from '#domain/result.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Unsubscribe } from '#domain/listeners/listeners.ts'
import type { Log } from '../ports.ts'
import { createKeptTokens, type Departure, type KeptTokens } from './kept-tokens.ts'
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
  /** Keeps the token of a new sign-in: where the store does not take it, until the app quits. */
  keep(session: SsoSession, token: SsoToken): Promise<void>
  /** The user signs out: the token is removed, and what is being renewed now is not put back. */
  depart(session: SsoSession): Promise<Departure>
  /** What the store could not write or remove, until it could. */
  problems(): readonly Problem[]
  onProblems(listener: () => void): Unsubscribe
}

interface TokenKeeperDeps {
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
  return new Keeper(deps)
}

interface Renewal {
  readonly token: Result<SsoToken>
  /** False when asking again soon is of no use. */
  readonly renewed: boolean
}

class Keeper implements TokenKeeper {
  readonly #deps: TokenKeeperDeps
  readonly #kept: KeptTokens
  readonly #renewals = new Map<string, Promise<Result<SsoToken>>>()
  readonly #failedAt = new Map<string, number>()
  readonly #revoked = new Set<string>()

  constructor(deps: TokenKeeperDeps) {
    this.#deps = deps
    this.#kept = createKeptTokens(deps.tokens, deps.log)
  }

  async valid(session: SsoSession): Promise<Result<SsoToken>> {
    const token = await this.#kept.read(session)
    if (token === null) return signedOut(session, 'none')
    if (this.#isFresh(token)) return ok(token)
    return this.#mayRenew(session, token) ? this.#renew(session) : this.#fallback(token, session)
  }

  renewRefused(session: SsoSession, accessToken: string): Promise<Result<SsoToken>> {
    this.#revoked.add(accessToken)
    return this.valid(session)
  }

  stored(session: SsoSession): Promise<SsoToken | null> {
    return this.#kept.read(session)
  }

  isRevoked(accessToken: string): boolean {
    return this.#revoked.has(accessToken)
  }

  keep(session: SsoSession, token: SsoToken): Promise<void> {
    return this.#kept.keep(session, token)
  }

  depart(session: SsoSession): Promise<Departure> {
    return this.#kept.depart(session)
  }

  problems(): readonly Problem[] {
    return this.#kept.problems()
  }

  onProblems(listener: () => void): Unsubscribe {
    return this.#kept.onProblems(listener)
  }

  #isFresh(token: SsoToken): boolean {
    return !this.isRevoked(token.accessToken) && token.expiresAt - this.#deps.clock.now() > renewalWindowMs
  }

  /** The best that is left when renewing failed: the old token while it lasts. */
  #fallback(token: SsoToken, session: SsoSession): Result<SsoToken> {
    if (this.isRevoked(token.accessToken)) return fail('TOKEN_REVOKED', { session: session.name })
    return token.expiresAt > this.#deps.clock.now() ? ok(token) : signedOut(session, 'ended')
  }

  #mayRenew(session: SsoSession, token: SsoToken): boolean {
    const now = this.#deps.clock.now()
    const failedAt = this.#failedAt.get(session.name) ?? -Infinity
    // Either way: the clock may have been set back since.
    return isRenewable(token, now) && Math.abs(now - failedAt) >= renewalPauseMs
  }

  #renew(session: SsoSession): Promise<Result<SsoToken>> {
    const running = this.#renewals.get(session.name)
    if (running) return running
    const started = this.#renewNow(session)
      .then((result) => {
        if (!result.renewed) this.#failedAt.set(session.name, this.#deps.clock.now())
        return result.token
      })
      .finally(() => this.#renewals.delete(session.name))
    this.#renewals.set(session.name, started)
    return started
  }

  async #renewNow(session: SsoSession): Promise<Renewal> {
    const { log, oidc } = this.#deps
    const startedAt = this.#kept.departures(session)
    // Another program may have renewed meanwhile, and the refresh token rotates: the file is the truth.
    const token = await this.#kept.read(session)
    if (token === null) return { token: signedOut(session, 'none'), renewed: true }
    if (this.#isFresh(token)) return { token: ok(token), renewed: true }
    const { refreshToken, registration } = token
    if (refreshToken === null || registration === null) return { token: this.#fallback(token, session), renewed: false }
    const answer = await oidc.redeem(session, registration, { type: 'refresh', refreshToken })
    if (!answer.ok || answer.value.kind !== 'granted') return this.#notRenewed(session, token, answer)
    const renewed: SsoToken = { ...answer.value.grant, registration }
    const isKept = await this.#kept.replace(session, token, renewed, startedAt)
    if (!isKept) return { token: signedOut(session, 'none'), renewed: true }
    log.info('token-renewed', { session: session.name, expiresAt: renewed.expiresAt })
    return { token: ok(renewed), renewed: true }
  }

  async #notRenewed(session: SsoSession, token: SsoToken, answer: Result<Redemption>): Promise<Renewal> {
    const { clock, log } = this.#deps
    // The loser of a race with another program finds the winner's token in the file.
    const after = await this.#kept.read(session)
    if (after !== null && this.#isFresh(after)) return { token: ok(after), renewed: true }
    log.warn('token-not-renewed', { session: session.name, answer: answer.ok ? answer.value.kind : answer.error.code })
    const alive = token.expiresAt > clock.now() && !(answer.ok && after === null)
    if (!answer.ok && !alive) return { token: answer, renewed: false }
    return { token: after === null ? signedOut(session, 'none') : this.#fallback(after, session), renewed: false }
  }
}

function signedOut(session: SsoSession, before: 'none' | 'ended'): Result<never> {
  return fail('SIGN_IN_REQUIRED', { session: session.name, before })
}
