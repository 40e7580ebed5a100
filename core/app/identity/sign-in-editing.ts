import { fail, ok, type Result } from '#contract/problem.ts'
import type { SsoSession } from '#contract/sign-in.ts'
import type { Browser, Clock, Log, SignInEditing, SignIns } from '../ports.ts'
import type { AwsConfigStore, PortalPort, RoleCatalogStore, TokenStore } from './ports.ts'
import type { SessionBook } from './session-book.ts'
import type { TokenKeeper } from './token-keeper.ts'
import { waitFor } from './wait.ts'

/** How long a sign-out waits for the portal (ms): it is told, but it need not agree. */
const longestLogoutMs = 3_000

export interface SignInEditingDeps {
  readonly clock: Clock
  readonly log: Log
  readonly book: SessionBook
  readonly browser: Browser
  readonly config: AwsConfigStore
  readonly portal: PortalPort
  readonly tokens: TokenStore
  readonly keeper: Pick<TokenKeeper, 'depart'>
  /** Drops the credentials of a session, and those made with them. */
  forgetCredentials(session: SsoSession): void
  readonly catalogs: RoleCatalogStore
  readonly signIns: SignIns
}

export function createSignInEditing(deps: SignInEditingDeps): SignInEditing {
  /** The files go first: whatever the network does, this computer is signed out. */
  const removeToken = async (session: SsoSession): Promise<Result<void>> => {
    try {
      await deps.tokens.remove(session)
      return ok(undefined)
    } catch (error) {
      deps.log.error('token-not-removed', { session: session.name, error })
      return fail('SECRET_STORE_UNAVAILABLE', { session: session.name, message: messageOf(error) })
    }
  }

  const leave = async (session: SsoSession): Promise<Result<void>> => {
    deps.signIns.cancel(session.name)
    deps.keeper.depart(session)
    const token = await deps.tokens.read(session).catch(() => null)
    const removed = await removeToken(session)
    deps.forgetCredentials(session)
    if (token) {
      const told = deps.portal.logout(session, token.accessToken)
      await waitFor(deps.clock, told, longestLogoutMs, new AbortController().signal)
    }
    if (removed.ok) deps.log.info('signed-out', { session: session.name })
    return removed
  }

  /** Profiles of the config that name the session. */
  const usersOf = async (name: string): Promise<readonly string[]> => {
    const { profiles } = await deps.config.read()
    return profiles.filter(({ sso }) => sso?.session.name === name).map((profile) => profile.name)
  }
  const inUse = (session: string, profiles: readonly string[]): Result<never> =>
    fail('INPUT_INVALID', { reason: 'session-in-use', session, profiles: profiles.join(', ') })

  return {
    async add(session) {
      const known = deps.book.find(session.name)
      const moves = known !== null && (known.startUrl !== session.startUrl || known.region !== session.region)
      // A wrong URL may be put right, but not under the profiles that rely on it.
      const users = moves ? await usersOf(session.name) : []
      if (users.length > 0) return inUse(session.name, users)
      const written = await deps.config.putSession(session)
      if (written.ok) await deps.book.reload()
      return written
    },
    async remove(name) {
      const session = deps.book.find(name)
      if (!session) return fail('SIGN_IN_UNKNOWN', { session: name })
      const users = await usersOf(name)
      if (users.length > 0) return inUse(name, users)
      const removed = await deps.config.removeSession(name)
      if (!removed.ok) return removed
      const left = await leave(session)
      await deps.catalogs.remove(session).catch((error: unknown) => {
        deps.log.warn('roles-not-removed', { session: session.name, error })
      })
      await deps.book.reload()
      return left
    },
    async signOut(name) {
      const session = deps.book.find(name)
      if (!session) return fail('SIGN_IN_UNKNOWN', { session: name })
      const left = await leave(session)
      await deps.book.release(session, null)
      return left
    },
    async openPage(name) {
      const view = deps.book.views().find(({ session }) => session.name === name)
      if (!view) return fail('SIGN_IN_UNKNOWN', { session: name })
      const { status } = view
      const waiting = status.kind === 'waiting-browser' || status.kind === 'waiting-device-code'
      if (!waiting) return fail('SIGN_IN_REQUIRED', { session: name })
      await deps.browser.open(status.url)
      return ok(undefined)
    },
    onRemoved: (listener) => deps.book.onRemoved(listener),
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
