import type { SignInMethod, SsoSession } from '#contract/sign-in.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Unsubscribe } from '#domain/listeners/listeners.ts'
import type { MfaQuestions } from '../mfa-questions.ts'
import type { Browser, Log, ProblemList, SignInEditing, SignIns } from '../ports.ts'
import type { ProfileDirectory } from '../profile-ports.ts'
import { createCredentials } from './credentials.ts'
import { inBackground } from './in-background.ts'
import type {
  AwsConfigStore,
  CallerName,
  CallbackListener,
  FindIssuer,
  NamedCredentialsPort,
  OidcPort,
  PortalPort,
  RegistrationStore,
  RenewableCredentials,
  RoleCatalog,
  RoleCatalogStore,
  TokenStore,
} from './ports.ts'
import type { AwsConfigChanges } from './config-changes.ts'
import { createMfaDesk } from './mfa-desk.ts'
import { learnPerson } from './person.ts'
import { createProfileAdditions, type ProfileAdditions } from './profile-additions.ts'
import { createProfileDirectory, type ProfileSurroundings } from './profiles.ts'
import { createProposedSessions, type ProposedSessions } from './proposed-sessions.ts'
import { createRoleCredentials } from './role-credentials.ts'
import { createSignInBook, type SignInBook } from './sign-in-book.ts'
import { createSignInEditing } from './sign-in-editing.ts'
import { createSignIns } from './sign-ins.ts'
import { createTokenKeeper, type TokenKeeper } from './token-keeper.ts'
import { waitFor } from './wait.ts'

/** The app starts without the answer of a store that takes its time, or that does not work. */
const longestFirstLookMs = 3_000

/** Everything the identity needs of the world. `main/parts/real-identity.ts` fills it with the real parts. */
export interface IdentityDeps {
  readonly clock: Clock
  readonly log: Log
  readonly browser: Browser
  readonly oidc: OidcPort
  readonly findIssuer: FindIssuer
  readonly portal: PortalPort
  readonly tokens: TokenStore
  readonly registrations: RegistrationStore
  readonly callback: CallbackListener
  readonly config: AwsConfigStore
  readonly configChanges: AwsConfigChanges
  readonly named: NamedCredentialsPort
  readonly catalogs: RoleCatalogStore
  readonly callerName: CallerName
  readonly surroundings: ProfileSurroundings
  /** How to sign in unless a call says otherwise; asked at each start. */
  method(): SignInMethod
}

/** Who the user is, and what that lets a tunnel do. */
export interface Identity {
  readonly signIns: SignIns & SignInEditing
  /** Codes of MFA devices, which a profile's role may ask for. */
  readonly mfa: MfaQuestions
  readonly profiles: ProfileDirectory
  /** Profiles that are added to the AWS config. */
  readonly additions: ProfileAdditions
  readonly credentials: RenewableCredentials
  /** What could not be kept of sign-ins on this computer: it is good until the app quits. */
  readonly problems: ProblemList
  /**
   * Resolves when the config and the token files were read once, before which there are no views. It waits three seconds
   * at the most, for a keychain may be asking the user: what is known later is told as a change.
   */
  readonly ready: Promise<void>
  /** Cancels sign-ins under way, closes their listeners, stops timers and watchers. */
  dispose(): Promise<void>
}

export function createIdentity({ config: files, ...others }: IdentityDeps): Identity {
  const deps = { ...others, config: createProposedSessions(files) }
  const keeper = createTokenKeeper(deps)
  const mfa = createMfaDesk(deps)
  const roles = createRoleCredentials({
    ...deps,
    keeper,
    onFetched: learnPerson(deps, () => book),
    onRevoked: (session) => inBackground(deps.log, 'session-not-checked', book.evaluate(session)),
  })
  /** A named profile may stand on any session: what was made of their credentials goes with them. */
  const forgetCredentials = (session: SsoSession): void => {
    roles.clear(session)
    credentials.forgetNamed()
  }
  const book = createSignInBook({ ...deps, keeper, onSignedOut: forgetCredentials })
  const codes = { mfa, credentials: () => credentials }
  const desk = createSignIns({ ...deps, ...codes, book, keeper, roles, forgetCredentials })
  const editing = createSignInEditing({ ...deps, book, keeper, forgetCredentials, signIns: desk })
  const credentials = createCredentials({ ...deps, roles, mfa, keeper })
  const stopFollowing = followFiles(deps, book, credentials.forgetNamed)
  return {
    signIns: { ...desk, ...editing },
    mfa,
    ...createProfiles(deps, files, keeper),
    credentials,
    problems: joined(keeper, deps.config),
    ready: firstLook(deps, book.reload()),
    async dispose() {
      stopFollowing()
      await Promise.all([desk.dispose(), mfa.dispose()])
      book.dispose()
    },
  }
}

/** The list of profiles, and the way to more of them: for roles that were listed, though not all are, or they could not be kept. */
function createProfiles(
  deps: Omit<IdentityDeps, 'config'> & { readonly config: ProposedSessions },
  files: AwsConfigStore,
  keeper: TokenKeeper,
): Pick<Identity, 'profiles' | 'additions'> {
  const heard = new Map<string, RoleCatalog>()
  const read = async (session: SsoSession): Promise<RoleCatalog> => {
    const kept = await deps.catalogs.read(session)
    const roles = [...(kept?.roles ?? []), ...(heard.get(session.name)?.roles ?? [])]
    return { listedAt: kept?.listedAt ?? 0, roles }
  }
  const { surroundings, configChanges: changes } = deps
  return {
    profiles: createProfileDirectory({
      ...{ ...deps, keeper },
      heard: (session, catalog) => void heard.set(session.name, catalog),
    }),
    additions: createProfileAdditions({ ...deps, ...surroundings, files, changes, catalogs: { read } }),
  }
}

/** Reads again what other programs change. */
function followFiles(
  { tokens, config, log }: Pick<IdentityDeps, 'tokens' | 'log'> & { readonly config: ProposedSessions },
  book: SignInBook,
  forgetNamed: () => void,
): Unsubscribe {
  const reload = (): void => inBackground(log, 'sessions-not-read', book.reload())
  const stopTokens = tokens.onChange(reload)
  const stopConfig = config.onChange(() => {
    forgetNamed()
    reload()
  })
  return () => {
    stopTokens()
    stopConfig()
  }
}

/** The problems of all that keep something. */
function joined(...keepers: readonly Pick<TokenKeeper, 'problems' | 'onProblems'>[]): ProblemList {
  return {
    current: () => keepers.flatMap((keeper) => keeper.problems()),
    onChange(listener) {
      const stops = keepers.map((keeper) => keeper.onProblems(listener))
      return () => stops.forEach((stop) => stop())
    },
  }
}

async function firstLook({ clock, log }: Pick<IdentityDeps, 'clock' | 'log'>, look: Promise<void>): Promise<void> {
  const logged = look.catch((error: unknown) => log.error('sessions-not-read', { error }))
  await waitFor(clock, logged, longestFirstLookMs, new AbortController().signal)
}
