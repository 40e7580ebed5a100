import { createListeners, type Unsubscribe } from '#domain/listeners/listeners.ts'
import { isRetryable } from '#domain/problem/traits.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { SignInStatus, SignInView, SsoSession } from '#contract/sign-in.ts'
import { within, type Clock } from '#domain/clock/clock.ts'
import type { Log } from '../ports.ts'
import { inBackground } from './in-background.ts'
import type { AwsConfigStore } from './ports.ts'
import { isRenewable, renewalWindowMs, type TokenKeeper } from './token-keeper.ts'

/** Timers are set at most this far ahead (ms): a laptop that slept finds out soon after it wakes. */
const longestTimerMs = 60 * 60_000
/** A look waits this long for a renewal (ms); the start of the app waits for the first look. */
const longestLookMs = 1_500

/** What is known of each SSO session, kept true by the clock and by the files that other programs write. */
export interface SignInBook {
  views(): readonly SignInView[]
  find(name: string): SsoSession | null
  /** Reads the config again and looks at every token. */
  reload(): Promise<void>
  /** Looks at the token of one session. */
  evaluate(session: SsoSession): Promise<void>
  /** A sign-in is under way: what the files say does not show until `release`. */
  hold(session: SsoSession, status: SignInStatus, page: string): void
  /** Credentials of the session told whose it is. Forgotten with the sign-in. */
  recognise(session: SsoSession, person: string): void
  /** The page of the sign-in that is under way, or null. */
  pageOf(name: string): string | null
  /** The sign-in ended; null shows what the files say. */
  release(session: SsoSession, status: SignInStatus | null): Promise<void>
  onChange(listener: (view: SignInView) => void): Unsubscribe
  onRemoved(listener: (session: string) => void): Unsubscribe
  dispose(): void
}

interface SignInBookDeps {
  readonly clock: Clock
  readonly log: Log
  readonly config: Pick<AwsConfigStore, 'read'>
  readonly keeper: TokenKeeper
  /** The token is gone: a sign-out, here or in a terminal. */
  onSignedOut(session: SsoSession): void
}

interface Page {
  session: SsoSession
  status: SignInStatus
  held: boolean
  person: string | null
  /** Where the sign-in goes on in the browser. */
  address: string | null
  cancelTimer: () => void
}

export function createSignInBook(deps: SignInBookDeps): SignInBook {
  return new Book(deps)
}

class Book implements SignInBook {
  readonly #deps: SignInBookDeps
  readonly #pages = new Map<string, Page>()
  readonly #changed = createListeners<SignInView>()
  readonly #removed = createListeners<string>()
  readonly onChange = this.#changed.subscribe
  readonly onRemoved = this.#removed.subscribe
  #disposed = false

  constructor(deps: SignInBookDeps) {
    this.#deps = deps
  }

  views(): readonly SignInView[] {
    return [...this.#pages.values()].map(viewOf)
  }

  find(name: string): SsoSession | null {
    return this.#pages.get(name)?.session ?? null
  }

  async reload(): Promise<void> {
    const { sessions } = await this.#deps.config.read()
    if (this.#disposed) return
    for (const page of this.#pages.values()) {
      if (!sessions.some(({ name }) => name === page.session.name)) this.#drop(page)
    }
    await Promise.all(sessions.map((session) => this.#look(this.#put(session))))
  }

  async evaluate(session: SsoSession): Promise<void> {
    const page = this.#pages.get(session.name)
    if (page) await this.#look(page)
  }

  pageOf(name: string): string | null {
    return this.#pages.get(name)?.address ?? null
  }

  recognise(session: SsoSession, person: string): void {
    const page = this.#pages.get(session.name)
    if (page === undefined || page.status.kind !== 'signed-in' || page.person === person) return
    page.person = person
    this.#tell(page)
  }

  hold(session: SsoSession, status: SignInStatus, address: string): void {
    const page = this.#put(session)
    page.held = true
    page.address = address
    page.cancelTimer()
    this.#show(page, status)
  }

  async release(session: SsoSession, status: SignInStatus | null): Promise<void> {
    const page = this.#pages.get(session.name)
    if (!page) return
    page.held = false
    page.address = null
    if (status !== null) return this.#show(page, status)
    if (page.status.kind === 'failed') this.#show(page, { kind: 'signed-out' })
    await this.#look(page)
  }

  dispose(): void {
    this.#disposed = true
    for (const page of this.#pages.values()) page.cancelTimer()
  }

  async #look(page: Page): Promise<void> {
    const { keeper, onSignedOut } = this.#deps
    const now = this.#deps.clock.now()
    const next = await statusOf(this.#deps, page, () => this.#look(page))
    if (page.held || this.#pages.get(page.session.name) !== page) return
    if (next.kind === 'signed-out' && page.status.kind !== 'signed-out') onSignedOut(page.session)
    // A failed sign-in stays on show until the next one, or until a token turns up.
    if (next.kind !== 'signed-out' || page.status.kind !== 'failed') this.#show(page, next)
    if (next.kind !== 'signed-in') return page.cancelTimer()
    const renewIn = next.expiresAt - now - renewalWindowMs
    const renew = next.renewable && renewIn > 0
    const overdue = next.renewable ? 60_000 : next.expiresAt - now + 1
    this.#schedule(page, renew ? renewIn : overdue, () =>
      next.renewable ? keeper.valid(page.session) : Promise.resolve(),
    )
  }

  #schedule(page: Page, delayMs: number, then: () => Promise<unknown>): void {
    const { clock, log } = this.#deps
    page.cancelTimer()
    if (this.#disposed) return
    const lookAgain = async (): Promise<void> => {
      await then()
      await this.#look(page)
    }
    page.cancelTimer = clock.after(Math.min(Math.max(delayMs, 0), longestTimerMs), () =>
      inBackground(log, 'session-not-checked', lookAgain()),
    )
  }

  #show(page: Page, status: SignInStatus): void {
    if (this.#disposed || JSON.stringify(page.status) === JSON.stringify(status)) return
    page.status = status
    // The next one may be somebody else.
    if (status.kind !== 'signed-in') page.person = null
    this.#tell(page)
  }

  #put(session: SsoSession): Page {
    const known = this.#pages.get(session.name)
    const page: Page = known ?? {
      session,
      status: { kind: 'signed-out' },
      held: false,
      person: null,
      address: null,
      cancelTimer: () => {},
    }
    const isNews = known === undefined || JSON.stringify(known.session) !== JSON.stringify(session)
    page.session = session
    this.#pages.set(session.name, page)
    if (isNews) this.#tell(page)
    return page
  }

  #drop(page: Page): void {
    page.cancelTimer()
    this.#pages.delete(page.session.name)
    this.#removed.tell(page.session.name)
  }

  #tell(page: Page): void {
    this.#changed.tell(viewOf(page))
  }
}

function viewOf({ session, status, person }: Page): SignInView {
  return person === null ? { session, status } : { session, status, person }
}

async function statusOf(deps: SignInBookDeps, page: Page, again: () => Promise<void>): Promise<SignInStatus> {
  const now = deps.clock.now()
  const stored = await deps.keeper.stored(page.session)
  if (stored === null) return { kind: 'signed-out' }
  const revoked = deps.keeper.isRevoked(stored.accessToken)
  const renewable = isRenewable(stored, now)
  if (revoked) return { kind: 'failed', problem: problemOf('TOKEN_REVOKED', { session: page.session.name }), at: now }
  if (stored.expiresAt > now) return { kind: 'signed-in', expiresAt: stored.expiresAt, renewable }
  if (!renewable) return { kind: 'signed-out' }
  const renewal = deps.keeper.valid(page.session)
  const renewed = await within(deps.clock, longestLookMs, renewal)
  // Off the network, and on a slow one, nothing is known yet: the portal session may well live on.
  const unknown: SignInStatus = { kind: 'signed-in', expiresAt: stored.expiresAt, renewable }
  if (renewed === 'late') {
    inBackground(deps.log, 'session-not-checked', renewal.then(again))
    return unknown
  }
  if (!renewed.ok) return isRetryable(renewed.error) ? unknown : { kind: 'signed-out' }
  return { kind: 'signed-in', expiresAt: renewed.value.expiresAt, renewable: isRenewable(renewed.value, now) }
}
