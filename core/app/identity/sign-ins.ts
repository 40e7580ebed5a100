import { asksForSignIn } from '#domain/problem/traits.ts'
import { fail, ok, type Failure } from '#domain/result.ts'
import type { Problem, ProblemCode } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { SignInMethod, SsoSession } from '#contract/sign-in.ts'
import type { ProfileRef } from '#contract/tunnel.ts'
import type { SignedIn, SignIns } from '../ports.ts'
import { inBackground } from './in-background.ts'
import type { SsoToken, TokenStore } from './ports.ts'
import { findProfile, signInOf } from './profile-lookup.ts'
import type { ProposedSessions } from './proposed-sessions.ts'
import type { RoleCredentials } from './role-credentials.ts'
import type { SignInBook } from './sign-in-book.ts'
import { signIn, type SignInFlowDeps } from './sign-in-flow.ts'
import type { TokenKeeper } from './token-keeper.ts'

/** A sign-in under way, with all who wait for it. */
interface Flight {
  readonly session: SsoSession
  readonly done: Promise<Result<void>>
  method: SignInMethod
  /** Set when the user asked for the other method meanwhile. */
  next: SignInMethod | null
  abort: AbortController
  /** Why it was ended from outside, if it was. */
  ended: 'cancelled' | 'signed-in-elsewhere' | 'quitting' | null
}

interface SignInsDeps extends SignInFlowDeps {
  readonly book: SignInBook
  readonly config: ProposedSessions
  readonly keeper: TokenKeeper
  readonly tokens: TokenStore
  readonly roles: Pick<RoleCredentials, 'hasFresh'>
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
    ensure: (ref, asker) => desk.ensure(ref, asker),
    start: (name, method) => desk.start(name, method),
    cancel: (name) => desk.cancel(name),
    dispose: () => desk.dispose(),
  }
}

class Desk {
  readonly #deps: SignInsDeps
  readonly #flights = new Map<string, Flight>()
  /** How the last sign-in ended, where the user did not go through with it. */
  readonly #letGo = new Map<string, Failure<ProblemCode>>()

  constructor(deps: SignInsDeps) {
    this.#deps = deps
  }

  async ensure(ref: ProfileRef, asker: 'user' | 'client'): Promise<Result<SignedIn>> {
    const { config, keeper, roles } = this.#deps
    const now = await config.read()
    const found = findProfile(now, ref)
    if (!found.ok) return found
    if (found.value.kind === 'role' && roles.hasFresh(found.value.role)) return ok('already')
    const session = signInOf(now, found.value)
    if (session === null) return ok('already')
    const running = this.#flights.get(session.name)
    if (running) return justNow(await running.done)
    const token = await keeper.valid(session)
    if (token.ok) {
      this.#letGo.delete(session.name)
      await settle(this.#deps, session)
      return ok('already')
    }
    if (!asksForSignIn(token.error)) return token
    const letGo = asker === 'client' ? this.#letGo.get(session.name) : undefined
    return letGo ?? justNow(await this.#join(session, undefined))
  }

  async start(name: string, method: SignInMethod | undefined): Promise<Result<void>> {
    const session = this.#deps.book.find(name)
    return session ? this.#join(session, method) : fail('SIGN_IN_UNKNOWN', { session: name })
  }

  cancel(name: string): void {
    const flight = this.#flights.get(name)
    if (flight) end(flight, 'cancelled')
  }

  async dispose(): Promise<void> {
    for (const flight of this.#flights.values()) end(flight, 'quitting')
    await Promise.all([...this.#flights.values()].map(({ done }) => done))
  }

  #join(session: SsoSession, method: SignInMethod | undefined): Promise<Result<void>> {
    const running = this.#flights.get(session.name)
    if (!running) return this.#launch(session, methodFor(session, method ?? this.#deps.method()))
    if (method !== undefined && method !== running.method && methodFor(session, method) === method) {
      running.next = method
      running.abort.abort()
    }
    return running.done
  }

  #launch(session: SsoSession, method: SignInMethod): Promise<Result<void>> {
    const { book, log, tokens } = this.#deps
    const { promise: done, resolve } = deferred<Result<void>>()
    const flight: Flight = { session, method, next: null, abort: new AbortController(), ended: null, done }
    this.#flights.set(session.name, flight)
    const stopListening = tokens.onChange(() => inBackground(log, 'token-not-read', this.#lookElsewhere(flight)))
    const land = async (): Promise<void> => {
      const result = await this.#outcomeOf(flight)
      stopListening()
      this.#flights.delete(session.name)
      if (!result.ok && isLetGo(result.error)) this.#letGo.set(session.name, result)
      else this.#letGo.delete(session.name)
      await book.release(session, statusAfter(this.#deps, result)).finally(() => resolve(result))
    }
    inBackground(log, 'session-not-checked', land())
    return done
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
    if (!token.ok || this.#flights.get(flight.session.name) !== flight) return
    end(flight, 'signed-in-elsewhere')
  }
}

function justNow(result: Result<void>): Result<SignedIn> {
  return result.ok ? ok('just-now') : result
}

/** True where the user was asked, and did not go through with it. */
function isLetGo({ code }: Problem): boolean {
  return (
    code === 'SIGN_IN_CANCELLED' ||
    code === 'SIGN_IN_DENIED' ||
    code === 'SIGN_IN_TIMED_OUT' ||
    code === 'SIGN_IN_CODE_EXPIRED'
  )
}

/** Sessions written inside a profile (legacy) know the device code only, as in aws-cli. */
function methodFor(session: SsoSession, wanted: SignInMethod): SignInMethod {
  return session.name.includes('://') ? 'device-code' : wanted
}

async function fly(deps: SignInsDeps, flight: Flight): Promise<Result<void>> {
  const { session } = flight
  deps.log.info('sign-in-started', { session: session.name, method: flight.method })
  const token = await signIn(deps, {
    session,
    method: flight.method,
    signal: flight.abort.signal,
    publish: (status, page) => deps.book.hold(session, status, page),
  })
  if (flight.next !== null) {
    flight.method = flight.next
    flight.next = null
    flight.abort = new AbortController()
    return fly(deps, flight)
  }
  if (flight.ended === 'signed-in-elsewhere') return ok(undefined)
  if (!token.ok) {
    deps.log.warn('sign-in-failed', { session: session.name, code: token.error.code, ...token.error.details })
    return token
  }
  return keep(deps, flight, token.value)
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

function deferred<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let settle: (value: T) => void = () => {}
  const promise = new Promise<T>((resolve) => {
    settle = resolve
  })
  return { promise, resolve: settle }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
