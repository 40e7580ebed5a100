import { isRetryable } from '#domain/problem/traits.ts'
import { ok } from '#domain/result.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import { accountId as accountIdSchema } from '#contract/tunnel.ts'
import { region as regionSchema } from '#contract/tunnel.ts'
import type { ProfileView, SsoSession } from '#contract/sign-in.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Log, ProfileDirectory } from '../ports.ts'
import { mapLimited } from './map-limited.ts'
import type { AwsConfigStore, NamedProfile, PortalAccount, PortalPort, RoleCatalog, RoleCatalogStore } from './ports.ts'
import type { TokenKeeper } from './token-keeper.ts'

/** Parallel ListAccountRoles calls; the portal answers 429 to more in large organisations. */
const parallelRoleLists = 5
/** A list younger than this is shown as it is (ms); assignments rarely change. */
const catalogFreshMs = 10 * 60_000

interface ProfileDirectoryDeps {
  readonly clock: Clock
  readonly log: Log
  readonly config: Pick<AwsConfigStore, 'read'>
  readonly keeper: TokenKeeper
  readonly portal: PortalPort
  readonly catalogs: RoleCatalogStore
}

export function createProfileDirectory(deps: ProfileDirectoryDeps): ProfileDirectory {
  const listings = new Map<string, Promise<Listing>>()

  const rolesOf = (session: SsoSession): Promise<Listing> => {
    const running = listings.get(session.name)
    if (running) return running
    const started = listSession(deps, session).finally(() => listings.delete(session.name))
    listings.set(session.name, started)
    return started
  }

  return {
    async list() {
      const config = await deps.config.read()
      const listed = await Promise.all(config.sessions.map(rolesOf))
      return {
        profiles: [...listed.flatMap(({ profiles }) => profiles), ...config.profiles.map(namedView)],
        problems: [...config.problems, ...listed.flatMap(({ problems }) => problems)],
      }
    },
  }
}

interface Listing {
  readonly profiles: readonly ProfileView[]
  readonly problems: readonly Problem[]
}

async function listSession(deps: ProfileDirectoryDeps, session: SsoSession): Promise<Listing> {
  const kept = await deps.catalogs.read(session)
  const token = await deps.keeper.valid(session)
  // Signed out is a state of its own and shown as such; the last list would only offer what can not be used.
  if (!token.ok && !isRetryable(token.error)) return { profiles: [], problems: [] }
  if (kept && (!token.ok || deps.clock.now() - kept.listedAt < catalogFreshMs))
    return { profiles: views(session, kept), problems: [] }
  if (!token.ok) return { profiles: [], problems: [token.error] }
  const catalog = await listFromPortal(deps, session, token.value.accessToken)
  if (catalog.ok) {
    // It would only have saved the next look the wait.
    await deps.catalogs.write(session, catalog.value).catch((error: unknown) => {
      deps.log.warn('roles-not-kept', { session: session.name, error })
    })
    return { profiles: views(session, catalog.value), problems: [] }
  }
  deps.log.warn('roles-not-listed', { session: session.name, code: catalog.error.code })
  if (catalog.error.code === 'TOKEN_REVOKED') await deps.keeper.renewRefused(session, token.value.accessToken)
  return { profiles: kept ? views(session, kept) : [], problems: [catalog.error] }
}

async function listFromPortal(
  deps: ProfileDirectoryDeps,
  session: SsoSession,
  accessToken: string,
): Promise<Result<RoleCatalog>> {
  const accounts = await deps.portal.listAccounts(session, accessToken)
  if (!accounts.ok) return accounts
  const rolesOfAccount = async (account: PortalAccount): Promise<Result<RoleCatalog['roles']>> => {
    const roles = await deps.portal.listRoles(session, accessToken, account.accountId)
    return roles.ok ? ok(roles.value.map((roleName) => ({ ...account, roleName }))) : roles
  }
  const lists = await mapLimited(accounts.value, parallelRoleLists, rolesOfAccount)
  const failed = lists.find((list) => !list.ok)
  if (failed && !failed.ok) return failed
  return ok({ listedAt: deps.clock.now(), roles: lists.flatMap((list) => (list.ok ? list.value : [])) })
}

function views(session: SsoSession, catalog: RoleCatalog): readonly ProfileView[] {
  return catalog.roles.map(({ accountId, accountName, roleName }) => ({
    ref: { type: 'sso', session: session.name, startUrl: session.startUrl, accountId, roleName },
    title: accountName,
    accountId,
    roleName,
    region: null,
  }))
}

function namedView(profile: NamedProfile): ProfileView {
  const fromArn = /^arn:[^:]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(profile.settings['role_arn'] ?? '')
  const account = accountIdSchema.safeParse(profile.sso?.accountId ?? fromArn?.[1])
  const region = regionSchema.safeParse(profile.settings['region'])
  return {
    ref: { type: 'named', name: profile.name },
    title: profile.name,
    accountId: account.success ? account.data : null,
    roleName: profile.sso?.roleName ?? fromArn?.[2] ?? null,
    region: region.success ? region.data : null,
  }
}
