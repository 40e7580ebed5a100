import { isConsoleSession } from '#domain/console-sign-in/console-session.ts'
import { isRetryable } from '#domain/problem/traits.ts'
import { createListeners } from '#domain/listeners/listeners.ts'
import type { Problem } from '#contract/problem.ts'
import { accountId as accountIdSchema } from '#contract/tunnel.ts'
import { region as regionSchema } from '#contract/tunnel.ts'
import type { ProfileList, ProfileView, SsoSession } from '#contract/sign-in.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Log } from '../ports.ts'
import type { ProfileDirectory } from '../profile-ports.ts'
import type { AwsConfig, AwsConfigStore, NamedProfile, PortalPort, RoleCatalog, RoleCatalogStore } from './ports.ts'
import { signInFinder } from './profile-lookup.ts'
import { createRoleListing, type RoleListing } from './role-listing.ts'
import type { TokenKeeper } from './token-keeper.ts'

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
  /** Hears what is known of a sign-in's roles, also while they are listed. */
  heard?(session: SsoSession, catalog: RoleCatalog): void
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
  const listing = createRoleListing(deps)
  const parts = createPartialList(deps)

  const rolesOf = (session: SsoSession): Promise<Listing> => {
    const running = listings.get(session.name)
    if (running) return running
    const told = (catalog: RoleCatalog): void => {
      deps.heard?.(session, catalog)
      parts.put(session.name, views(session, catalog))
    }
    const started = listSession({ ...deps, listing }, session, told).finally(() => listings.delete(session.name))
    listings.set(session.name, started)
    return started
  }

  return {
    seek: (text) => listing.seek(text),
    onPart: parts.onPart,
    async list() {
      const config = await deps.config.read()
      const portals = config.sessions.filter((session) => !isConsoleSession(session))
      parts.begin(config)
      const listed = await Promise.all(portals.map(rolesOf))
      return {
        ...outerList(deps, config),
        profiles: [...listed.flatMap(({ profiles }) => profiles), ...namedViews(config)],
        problems: [...config.problems, ...listed.flatMap(({ problems }) => problems)],
      }
    },
  }
}

function outerList({ surroundings }: ProfileDirectoryDeps, config: AwsConfig): ProfileList {
  return {
    profiles: [...namedViews(config)],
    problems: [...config.problems],
    file: surroundings.configFile,
    region: usualRegion(surroundings, config),
  }
}

/** What is known of several portals while they are listed. */
function createPartialList(deps: ProfileDirectoryDeps) {
  const changed = createListeners<ProfileList>()
  const known = new Map<string, readonly ProfileView[]>()
  let outer: ProfileList | null = null
  return {
    onPart: changed.subscribe,
    begin(config: AwsConfig): void {
      outer = outerList(deps, config)
      known.clear()
    },
    put(session: string, profiles: readonly ProfileView[]): void {
      known.set(session, profiles)
      if (outer !== null) changed.tell({ ...outer, profiles: [...[...known.values()].flat(), ...outer.profiles] })
    },
  }
}

interface Listing {
  readonly profiles: readonly ProfileView[]
  readonly problems: readonly Problem[]
}

async function listSession(
  deps: ProfileDirectoryDeps & { readonly listing: RoleListing },
  session: SsoSession,
  told: (part: RoleCatalog) => void,
): Promise<Listing> {
  const kept = await deps.catalogs.read(session)
  const token = await deps.keeper.valid(session)
  // Signed out is a state of its own and shown as such; the last list would only offer what can not be used.
  if (!token.ok && !isRetryable(token.error)) return { profiles: [], problems: [] }
  if (kept && (!token.ok || isFresh(kept, deps.clock.now()))) return { profiles: views(session, kept), problems: [] }
  if (!token.ok) return { profiles: [], problems: [token.error] }
  // The last list is nearer to the truth than the beginning of the next one.
  if (kept) told(kept)
  const catalog = await deps.listing.list(session, token.value.accessToken, kept ? () => {} : told)
  if (catalog.ok) {
    deps.heard?.(session, catalog.value)
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
