import { isConsoleSession } from '#domain/console-sign-in/console-session.ts'
import { isRetryable } from '#domain/problem/traits.ts'
import { ok } from '#domain/result.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import { accountId as accountIdSchema } from '#contract/tunnel.ts'
import { region as regionSchema } from '#contract/tunnel.ts'
import type { ProfileView, SsoSession } from '#contract/sign-in.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Log, ProfileDirectory } from '../ports.ts'
import { mapLimited } from '../map-limited.ts'
import type {
  AwsConfig,
  AwsConfigStore,
  NamedProfile,
  PortalAccount,
  PortalPort,
  RoleCatalog,
  RoleCatalogStore,
} from './ports.ts'
import { signInFinder } from './profile-lookup.ts'
import type { TokenKeeper } from './token-keeper.ts'

/** Parallel ListAccountRoles calls; the portal answers 429 to more in large organisations. */
const parallelRoleLists = 5
/** A list younger than this is shown as it is (ms); assignments rarely change. */
const catalogFreshMs = 10 * 60_000

interface ProfileDirectoryDeps {
  readonly clock: Clock
  readonly log: Log
  readonly config: Pick<AwsConfigStore, 'read'>
  readonly keeper: Pick<TokenKeeper, 'valid' | 'renewRefused'>
  readonly portal: Pick<PortalPort, 'listAccounts' | 'listRoles'>
  readonly catalogs: RoleCatalogStore
  readonly surroundings: ProfileSurroundings
}

/** What is known of profiles from outside their files. */
export interface ProfileSurroundings {
  /** The AWS config, as people write its path. */
  readonly configFile: string
  /** The region that the environment names, if it does. */
  readonly region: string | null
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
      const portals = config.sessions.filter((session) => !isConsoleSession(session))
      const listed = await Promise.all(portals.map(rolesOf))
      return {
        profiles: [...listed.flatMap(({ profiles }) => profiles), ...namedViews(config)],
        problems: [...config.problems, ...listed.flatMap(({ problems }) => problems)],
        file: deps.surroundings.configFile,
        region: usualRegion(deps.surroundings, config),
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
  if (kept && (!token.ok || isFresh(kept, deps.clock.now()))) return { profiles: views(session, kept), problems: [] }
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

/** An empty list is asked for again: somebody waits for an assignment. */
function isFresh({ listedAt, roles }: RoleCatalog, now: number): boolean {
  return roles.length > 0 && now - listedAt < catalogFreshMs
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
    kind: 'sso',
    signIn: session.name,
    problem: null,
  }))
}

/** The environment comes first, as for AWS's tools; then the default profile, then what most profiles have. */
function usualRegion({ region }: ProfileSurroundings, { profiles }: AwsConfig): string | null {
  const named = profiles.map(({ settings }) => regionSchema.safeParse(settings['region']).data ?? '')
  const own = profiles.findIndex(({ name }) => name === 'default')
  const counts = new Map<string, number>()
  for (const one of named) if (one !== '') counts.set(one, (counts.get(one) ?? 0) + 1)
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a)
  return regionSchema.safeParse(region).data ?? (named[own] || (most?.[0] ?? null))
}

function namedViews(config: AwsConfig): readonly ProfileView[] {
  const rootOf = signInFinder(config)
  return config.profiles.map((profile) => namedView(profile, rootOf(profile)))
}

function namedView(profile: NamedProfile, signIn: SsoSession | null): ProfileView {
  const fromArn = /^arn:[^:]+:iam::(\d{12}):role\/(?:.*\/)?([^/]+)$/.exec(profile.settings['role_arn'] ?? '')
  const fromLogin = /^arn:[^:]+:[^:]+::(\d{12}):/.exec(profile.login?.name ?? '')
  const account = accountIdSchema.safeParse(profile.sso?.accountId ?? fromArn?.[1] ?? fromLogin?.[1])
  const region = regionSchema.safeParse(profile.settings['region'])
  return {
    ref: { type: 'named', name: profile.name },
    title: profile.name,
    accountId: account.success ? account.data : null,
    roleName: profile.sso?.roleName ?? fromArn?.[2] ?? null,
    region: region.success ? region.data : null,
    kind: profile.kind,
    signIn: signIn?.name ?? null,
    problem: profile.problem,
  }
}
