import { isConsoleSession } from '#domain/console-sign-in/console-session.ts'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Browser, Log, SignInEditing, SignIns } from '../ports.ts'
import type { PortalPort, RoleCatalogStore } from './ports.ts'
import type { ProposedSessions } from './proposed-sessions.ts'
import type { SignInBook } from './sign-in-book.ts'
import type { TokenKeeper } from './token-keeper.ts'
import { waitFor } from './wait.ts'

/** How long a sign-out waits for the portal (ms): it is told, but it need not agree. */
const longestLogoutMs = 3_000

interface SignInEditingDeps {
  readonly clock: Clock
  readonly log: Log
  readonly book: SignInBook
  readonly browser: Browser
  readonly config: ProposedSessions
  readonly portal: PortalPort
  readonly keeper: Pick<TokenKeeper, 'depart'>
  /** Drops the credentials of a session, and those made with them. */
  forgetCredentials(session: SsoSession): void
  readonly catalogs: RoleCatalogStore
  readonly signIns: SignIns
}

export function createSignInEditing(deps: SignInEditingDeps): SignInEditing {
  const withSession = async (
    name: string,
    work: (session: SsoSession) => Promise<Result<void>>,
  ): Promise<Result<void>> => {
    const session = deps.book.find(name)
    return session ? await work(session) : fail('SIGN_IN_UNKNOWN', { session: name })
  }
  return {
    add: (session) => add(deps, session),
    remove: (name) => withSession(name, (session) => remove(deps, session)),
    signOut: (name) =>
      withSession(name, async (session) => {
        const left = await leave(deps, session)
        await deps.book.release(session, null)
        return left
      }),
    openPage: (name) => withSession(name, () => openPage(deps, name)),
    onRemoved: (listener) => deps.book.onRemoved(listener),
  }
}

async function add(deps: SignInEditingDeps, session: SsoSession): Promise<Result<void>> {
  const known = deps.book.find(session.name)
  const moves = known !== null && (known.startUrl !== session.startUrl || known.region !== session.region)
  // A wrong URL may be put right, but not under the profiles that rely on it.
  const users = moves ? await usersOf(deps, session.name) : []
  if (users.length > 0) return inUse(session.name, users)
  // Written when a sign-in with it has worked: an address that nobody can sign in at is of no use to other tools.
  deps.config.propose(session)
  await deps.book.reload()
  return ok(undefined)
}

async function remove(deps: SignInEditingDeps, session: SsoSession): Promise<Result<void>> {
  const users = await usersOf(deps, session.name)
  if (users.length > 0) return inUse(session.name, users)
  const removed = await deps.config.removeSession(session.name)
  if (!removed.ok) return removed
  const left = await leave(deps, session)
  await deps.catalogs.remove(session).catch((error: unknown) => {
    deps.log.warn('roles-not-removed', { session: session.name, error })
  })
  await deps.book.reload()
  return left
}

async function openPage(deps: SignInEditingDeps, name: string): Promise<Result<void>> {
  const page = deps.book.pageOf(name)
  if (page === null) return fail('SIGN_IN_REQUIRED', { session: name })
  await deps.browser.open(page)
  return ok(undefined)
}

/** Signs this computer out, and tells the portal. */
async function leave(deps: SignInEditingDeps, session: SsoSession): Promise<Result<void>> {
  deps.signIns.cancel(session.name)
  // The files go first: whatever the network does, this computer is signed out.
  const { token, removed } = await deps.keeper.depart(session)
  deps.forgetCredentials(session)
  if (token && !isConsoleSession(session)) {
    const told = deps.portal.logout(session, token.accessToken)
    await waitFor(deps.clock, told, longestLogoutMs, new AbortController().signal)
  }
  if (removed.ok) deps.log.info('signed-out', { session: session.name })
  return removed
}

/** Profiles of the config that name the session. */
async function usersOf({ config }: SignInEditingDeps, name: string): Promise<readonly string[]> {
  const { profiles } = await config.read()
  return profiles.filter(({ sso, login }) => (sso?.session ?? login)?.name === name).map((profile) => profile.name)
}

function inUse(session: string, profiles: readonly string[]): Result<never> {
  return fail('SIGN_IN_IN_USE', { session, profiles: [...profiles] })
}
