import { isConsoleSession } from '#domain/console-sign-in/console-session.ts'
import { asksForSignIn } from '#domain/problem/traits.ts'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { SignInMethod, SsoSession } from '#contract/sign-in.ts'
import type { ProfileRef } from '#contract/tunnel.ts'
import type { CredentialSource, SignedIn, SignIns } from '../ports.ts'
import { createFlights } from './flights.ts'
import { inBackground } from './in-background.ts'
import type { MfaDesk } from './mfa-desk.ts'
import type { AwsConfig, FindIssuer, SsoToken, TokenStore } from './ports.ts'
import { findProfile, needsCode, signInOf, type FoundProfile } from './profile-lookup.ts'
import type { ProposedSessions } from './proposed-sessions.ts'
import type { RoleCredentials } from './role-credentials.ts'
import type { SignInBook } from './sign-in-book.ts'
import { signIn, type SignInFlowDeps } from './sign-in-flow.ts'
import type { Subject } from './subject.ts'
import type { TokenKeeper } from './token-keeper.ts'

/** A chain is asked for so many codes at the most; one with more goes round in a circle. */
const mostLinks = 8

/** A sign-in under way. */
interface Flight {
  /** Its region may turn out to be another one. */
  session: SsoSession
  method: SignInMethod
  /** Set when the user asked for the other method meanwhile. */
  next: SignInMethod | null
  abort: AbortController
  /** Why it was ended from outside, if it was. */
  ended: 'cancelled' | 'signed-in-elsewhere' | 'quitting' | null
}

/** Who asks for codes, and who hears that one is. */
interface CodeAsker {
  readonly asker: 'user' | 'client'
  readonly asksCode: () => void
  readonly before: SignedIn
}

const unheard = (): void => {}

interface SignInsDeps extends SignInFlowDeps {
  readonly findIssuer: FindIssuer
  readonly book: SignInBook
  readonly config: ProposedSessions
  readonly keeper: TokenKeeper
  readonly tokens: TokenStore
  readonly roles: Pick<RoleCredentials, 'hasFresh'>
  readonly mfa: Pick<MfaDesk, 'ensure'>
  /** Asks nobody. */
  credentials(): CredentialSource
  /** Drops the credentials of a session, and those made with them. */
  forgetCredentials(session: SsoSession): void
  /** The user's choice in the settings. */
  method(): SignInMethod
}

/** {@link SignIns} with what the rest of the identity needs of it. */
interface SignInDesk extends SignIns {
  /** Ends every sign-in under way, and resolves when the last one has let go of its listener. */
  dispose(): Promise<void>
}

export function createSignIns(deps: SignInsDeps): SignInDesk {
  const desk = new Desk(deps)
  return {
    views: () => deps.book.views(),
    onChange: (listener) => deps.book.onChange(listener),
    ensure: (ref, asker, asksCode) => desk.ensure(ref, asker, asksCode),
    start: (name, method) => desk.start(name, method),
    cancel: (name) => desk.cancel(name),
    dispose: () => desk.dispose(),
  }
}

class Desk {
  readonly #deps: SignInsDeps
  readonly #flights = createFlights<Flight>()

  constructor(deps: SignInsDeps) {
    this.#deps = deps
  }

  /** First the session at the root of a chain, then each device on the way: nobody is asked for a code that can come to nothing. */
  async ensure(ref: ProfileRef, asker: 'user' | 'client', asksCode = unheard): Promise<Result<SignedIn>> {
    const config = await this.#deps.config.read()
    const found = findProfile(config, ref)
    if (!found.ok) return found
    const signedIn = await this.#ensureSession(config, found, asker)
    if (!signedIn.ok || !needsCode(config, found.value)) return signedIn
    return await this.#ensureCodes(ref, { asker, asksCode, before: signedIn.value })
  }

  async #ensureCodes(ref: ProfileRef, { asker, asksCode, before }: CodeAsker): Promise<Result<SignedIn>> {
    let asked = before
    for (let link = 0; link < mostLinks; link += 1) {
      const given = await this.#deps.credentials().credentialsOf(ref)
      if (given.ok) return ok(asked)
      if (given.error.code !== 'MFA_CODE_REQUIRED') return given
      asksCode()
      const answered = await this.#deps.mfa.ensure(given.error.details.device, asker)
      if (!answered.ok) return answered
      asked = 'just-now'
    }
    return fail('PROFILE_INVALID', { reason: 'source-cycle' })
  }

  async #ensureSession(
    now: AwsConfig,
    found: { readonly value: FoundProfile },
    asker: 'user' | 'client',
  ): Promise<Result<SignedIn>> {
    const { keeper, roles } = this.#deps
    if (found.value.kind === 'role' && roles.hasFresh(found.value.role)) return ok('already')
    const session = signInOf(now, found.value)
    if (session === null) return ok('already')
    const subject = subjectOf(session)
    const running = this.#flights.running(subject)
    if (running) return justNow(await running.done)
    const token = await keeper.valid(session)
    if (token.ok) {
      this.#flights.forgive(subject)
      await settle(this.#deps, session)
      return ok('already')
    }
    if (!asksForSignIn(token.error)) return token
    const letGo = asker === 'client' ? this.#flights.letGo(subject) : null
    return letGo ?? justNow(await this.#join(session, undefined))
  }

  async start(name: string, method: SignInMethod | undefined): Promise<Result<void>> {
    const session = this.#deps.book.find(name)
    return session ? this.#join(session, method) : fail('SIGN_IN_UNKNOWN', { session: name })
  }

  cancel(name: string): void {
    const running = this.#flights.all().find(({ flight }) => flight.session.name === name)
    if (running) end(running.flight, 'cancelled')
  }

  async dispose(): Promise<void> {
    const running = this.#flights.all()
    for (const { flight } of running) end(flight, 'quitting')
    await Promise.all(running.map(({ done }) => done))
  }

  #join(session: SsoSession, method: SignInMethod | undefined): Promise<Result<void>> {
    const running = this.#flights.running(subjectOf(session))
    if (!running) return this.#launch(session, methodFor(session, method ?? this.#deps.method()))
    const { flight } = running
    if (method !== undefined && method !== flight.method && methodFor(session, method) === method) {
      flight.next = method
      flight.abort.abort()
    }
    return running.done
  }

  #launch(session: SsoSession, method: SignInMethod): Promise<Result<void>> {
    const { book, log, tokens } = this.#deps
    const flight: Flight = { session, method, next: null, abort: new AbortController(), ended: null }
    const stopListening = tokens.onChange(() => inBackground(log, 'token-not-read', this.#lookElsewhere(flight)))
    return this.#flights.launch(subjectOf(session), flight, {
      outcome: () => this.#outcomeOf(flight).finally(stopListening),
      landed: (result) =>
        book
          .release(session, statusAfter(this.#deps, result))
          .catch((error: unknown) => log.error('session-not-checked', { error })),
    })
  }

  async #outcomeOf(flight: Flight): Promise<Result<void>> {
    const { session } = flight
    try {
      const result = await fly(this.#deps, flight)
      if (result.ok) await settle(this.#deps, session)
      return result
    } catch (error) {
      this.#deps.log.error('sign-in-broke', { session: session.name, error })
      return fail('INTERNAL', { said: messageOf(error) })
    }
  }

  /** Someone signed in with aws-cli while our page was open: that will do for all who wait here. */
  async #lookElsewhere(flight: Flight): Promise<void> {
    const token = await this.#deps.keeper.valid(flight.session)
    if (!token.ok || this.#flights.running(subjectOf(flight.session))?.flight !== flight) return
    end(flight, 'signed-in-elsewhere')
  }
}

function justNow(result: Result<void>): Result<SignedIn> {
  return result.ok ? ok('just-now') : result
}

function subjectOf(session: SsoSession): Subject {
  return { kind: 'sso-session', session }
}

/** Sessions written inside a profile (legacy) know the device code only, as in aws-cli; the console knows none. */
function methodFor(session: SsoSession, wanted: SignInMethod): SignInMethod {
  if (isConsoleSession(session)) return 'browser'
  return session.name.includes('://') ? 'device-code' : wanted
}

async function fly(deps: SignInsDeps, flight: Flight): Promise<Result<void>> {
  deps.log.info('sign-in-started', { session: flight.session.name, method: flight.method })
  const token = await signInAtIssuer(deps, flight)
  if (flight.next !== null) {
    flight.method = flight.next
    flight.next = null
    flight.abort = new AbortController()
    return fly(deps, flight)
  }
  if (flight.ended === 'signed-in-elsewhere') return ok(undefined)
  if (!token.ok) {
    deps.log.warn('sign-in-failed', { session: flight.session.name, code: token.error.code, ...token.error.details })
    return token
  }
  return keep(deps, flight, token.value)
}

async function signInAtIssuer(deps: SignInsDeps, flight: Flight): Promise<Result<SsoToken>> {
  const { signal } = flight.abort
  const issuer = await deps.findIssuer(flight.session, signal)
  if (!issuer.ok) return issuer
  const session = inItsRegion(flight.session, issuer.value)
  if (!session.ok) return session
  if (session.value !== flight.session) {
    // Written with the sign-in, as one that was typed: other tools and the next renewal look for it there.
    deps.config.propose(session.value)
    flight.session = session.value
  }
  return await signIn(deps, {
    session: session.value,
    issuer: issuer.value,
    method: flight.method,
    signal,
    publish: (status, page) => deps.book.hold(session.value, status, page),
  })
}

/** The session with the region that its address led to. One that stands inside a profile is not ours to change. */
function inItsRegion(session: SsoSession, { region }: SsoSession): Result<SsoSession> {
  if (session.region === region) return ok(session)
  const { name, startUrl, region: wrong } = session
  if (name.includes('://')) return fail('START_URL_WRONG', { session: name, startUrl, region: wrong, isIn: region })
  return ok({ ...session, region })
}

function end(flight: Flight, reason: NonNullable<Flight['ended']>): void {
  // A sign-out counts, whatever came before it.
  if (flight.ended === null || reason === 'cancelled') flight.ended = reason
  flight.next = null
  flight.abort.abort()
}

async function keep(deps: SignInsDeps, flight: Flight, token: SsoToken): Promise<Result<void>> {
  const { session } = flight
  const cancelled = fail('SIGN_IN_CANCELLED', { session: session.name })
  if (flight.ended === 'cancelled') return cancelled
  await deps.keeper.keep(session, token)
  // The user may have signed out while the file was written: then it is one too many.
  if (wasCancelled(flight)) {
    await deps.keeper.depart(session)
    return cancelled
  }
  // It may be somebody else who signed in.
  deps.forgetCredentials(session)
  deps.log.info('signed-in', { session: session.name, expiresAt: token.expiresAt })
  return ok(undefined)
}

/** The session goes where other tools find it; one that cannot be written is good for as long as this program runs. */
async function settle({ config, log }: SignInsDeps, { name }: SsoSession): Promise<void> {
  const written = await config.settle(name)
  if (!written.ok) log.warn('session-not-written', { session: name, ...written.error.details })
}

function wasCancelled(flight: Flight): boolean {
  return flight.ended === 'cancelled'
}

function statusAfter(deps: SignInsDeps, result: Result<void>): Parameters<SignInBook['release']>[1] {
  if (result.ok || result.error.code === 'SIGN_IN_CANCELLED') return null
  return { kind: 'failed', problem: result.error, at: deps.clock.now() }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
