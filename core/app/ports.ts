import type { Forwarded } from '#domain/session-document.ts'
import type { Unsubscribe } from '#domain/listeners/listeners.ts'
import type { Problem } from '#contract/problem.ts'
import type { FileRequest } from '#contract/files.ts'
import type { TransferLine } from '#domain/transfer/line.ts'
import type { ProductionAgreement } from '#contract/production.ts'
import type { Result } from '#contract/result.ts'
import type { AccountPreferences, ShellTarget } from '#contract/shells.ts'
import type {
  ChannelPass,
  DataKeyRequest,
  EncodedDataKey,
  RelayFact,
  RelayOrder,
  SessionGrant,
  TemporaryCredentials,
} from '#contract/relay.ts'
import type { SignInMethod, SignInView, SsoSession } from '#contract/sign-in.ts'
import type { CallOutput, TargetMatch } from '#contract/calls.ts'
import type { ShellProgram, TerminalSize } from '#contract/shells.ts'
import type { SessionDocumentView } from '#contract/session-documents.ts'
import type { ServiceView } from '#contract/services.ts'
import type { TargetPlace, TargetView } from '#contract/targets.ts'
import type { EngineChoice, Environment, ProfileRef, SavedTunnel, TargetRule } from '#contract/tunnel.ts'
import type { LocalPlace } from '#domain/tunnel-text/local-address.ts'

/** Structured log; fields pass the redactor before they are written. */
export interface Log {
  debug(event: string, fields?: Readonly<Record<string, unknown>>): void
  info(event: string, fields?: Readonly<Record<string, unknown>>): void
  warn(event: string, fields?: Readonly<Record<string, unknown>>): void
  error(event: string, fields?: Readonly<Record<string, unknown>>): void
}

/** The data plane program, wherever it runs (utility process, child process, or in the test's own process). */
export interface RelayLink {
  /** Never throws; an order to a relay that is down is dropped, for `onStarted` brings the doors back. */
  order(order: RelayOrder): void
  onFact(listener: (fact: RelayFact) => void): Unsubscribe
  /** A relay is running with no door open: at first start and after each restart. */
  onStarted(listener: () => void): Unsubscribe
  /** The relay is gone; `willRestart` is false once the restart budget is spent. */
  onStopped(listener: (willRestart: boolean) => void): Unsubscribe
}

/** Where sessions are started: one profile in one region. */
export interface SessionPlace {
  readonly profile: ProfileRef
  readonly region: string
  /** The approved request whose credentials are used instead of the profile's own, while they last. */
  readonly accessRequest?: string
}

/** The managed node that a rule found, with the facts the route shows. */
export interface ResolvedTarget extends TargetMatch {
  /** How many nodes matched, online or not. */
  readonly matches: number
  /** How many of them are online beside this one. */
  readonly othersOnline: number
  /** The node's own private addresses and names, as EC2 and Systems Manager tell them. */
  readonly ownNames?: readonly string[]
}

/** A container of a running task, by ECS Exec: names, as ECS shows them, or ARNs. */
export interface ContainerTarget {
  readonly by: 'container'
  readonly cluster: string
  readonly task: string
  readonly container: string
}

/** The tasks of an ECS service, or of a family, and which of their containers. */
export type ServiceTarget = Extract<TargetRule, { by: 'ecs' }>

/** What a session is started on. */
export type SessionTarget = TargetRule | ContainerTarget

/** Systems Manager, as a tunnel needs it. Failures are translated once, in `core/aws`. */
export interface SessionService {
  /** Nodes that match now, best first (online, newest agent). Empty is a success, but for containers: of those it says why. */
  findTargets(place: SessionPlace, rule: TargetRule): Promise<Result<readonly TargetMatch[]>>
  /**
   * Picks one node or says why none will do: TARGET_NO_MATCH, TARGET_NOT_FOUND, TARGET_STOPPED, TARGET_NOT_CONNECTED; of a container
   * CONTAINER_NOT_RUNNING, EXEC_NOT_ENABLED, EXEC_UNSUPPORTED, EXEC_AGENT_NOT_RUNNING; of a service also TASK_NOT_FOUND and
   * EXEC_SESSIONS_FULL. `avoided`: nodes that come after all others that are online, those avoided longest first.
   */
  resolveTarget(
    place: SessionPlace,
    target: SessionTarget,
    avoided?: readonly string[],
  ): Promise<Result<ResolvedTarget>>
  /**
   * StartSession with a Reason, or ExecuteCommand in a container (then also EXEC_SESSIONS_FULL); the stream URL's upgrade signed
   * with fresh credentials.
   */
  start(place: SessionPlace, request: StartRequest): Promise<Result<SessionGrant>>
  /**
   * ResumeSession: a new token and a newly signed upgrade, at the session's old address when the service names no other.
   * SESSION_EXPIRED when it gives no token.
   */
  resume(place: SessionPlace, session: ResumableSession): Promise<Result<ChannelPass>>
  /** TerminateSession; idempotent. */
  terminate(place: SessionPlace, sessionId: string): Promise<Result<void>>
}

/** A session whose data channel dropped. */
export interface ResumableSession {
  readonly sessionId: string
  /** Where its channel was last. */
  readonly streamUrl: string
}

/** What a session is to be started for. `localPort`: what its document is told; the port that is listened on is a door's. */
export type StartPurpose =
  | ({ readonly for: 'forward'; readonly localPort: number } & Forwarded)
  | { readonly for: 'shell'; readonly program: ShellProgram; readonly size: TerminalSize }
  /** One connection to a port of the target itself. */
  | { readonly for: 'stdio'; readonly port: number }

/** What was found at one place, and what stood in the way of the rest. */
export interface FoundTargets {
  readonly targets: readonly TargetView[]
  readonly problems: readonly Problem[]
}

/** Everything in an account and region that a shell can be opened on. Never rejects but for bugs. */
export interface TargetInventory {
  /** All pages of all inventories; `signal` gives it up, and what it then answers is of no use. */
  read(place: TargetPlace, signal: AbortSignal): Promise<FoundTargets>
}

/** Session documents of an account, for whoever chooses one. */
export interface SessionDocuments {
  /** Names of the account's own, some hundreds at the most. */
  namesIn(place: TargetPlace): Promise<Result<readonly string[]>>
  /** What a document takes. DOCUMENT_INVALID; ACCESS_DENIED where it may perhaps be used, and not be read. */
  read(place: TargetPlace, name: string): Promise<Result<SessionDocumentView>>
}

/** Services of ECS, for whoever chooses one. */
export interface ServiceInventory {
  /** Those of all clusters, by cluster and name; a few hundred at the most. */
  servicesAt(place: TargetPlace): Promise<Result<readonly ServiceView[]>>
}

/**
 * Has EC2 start an instance; it runs later. ACCESS_DENIED, INSTANCE_NOT_STARTED, TARGET_NOT_FOUND.
 */
export type InstanceStarter = (place: TargetPlace, instanceId: string) => Promise<Result<void>>

/** Where somebody wants to be, and the environment that this is for, as far as the asker knows. */
export interface ProductionWish {
  readonly place: SessionPlace
  readonly environment: string | null
}

/** The one gate before production: shells, ssh and files ask it. */
export interface ProductionGuard {
  /**
   * Whether somebody may be on a target there. PRODUCTION_NOT_AGREED when the account is production and nobody has agreed today, nor
   * does now; to agree for today is remembered.
   */
  admit(wish: ProductionWish, agreement: ProductionAgreement): Promise<Result<void>>
  /** The account that a place leads to now: its number, or the profile where nothing tells it. */
  accountOf(place: SessionPlace): Promise<string>
}

/** What StartSession is asked for, or ExecuteCommand. */
export interface StartRequest {
  /** What Systems Manager calls it: the managed node's id, or `ecs:…`. */
  readonly targetId: string
  /** ECS Exec starts shells in it, and nothing else. */
  readonly container?: ContainerTarget
  /** Of a container that carries connections: the service that it was found by. */
  readonly service?: ServiceTarget
  /** The node, as far as it says whether an endpoint is on it. */
  readonly node?: Pick<ResolvedTarget, 'ownNames' | 'agentVersion'>
  readonly purpose: StartPurpose
  readonly reason: string
  readonly engine: EngineChoice
}

/** Credentials of a profile, renewed before their end; one provider per profile, shared by all who ask. */
export interface CredentialSource {
  /** SIGN_IN_REQUIRED when only a sign-in by the user can help. Never opens a browser. */
  credentialsOf(profile: ProfileRef): Promise<Result<TemporaryCredentials>>
}

/** AWS KMS, as far as encrypted sessions need it. */
export interface DataKeys {
  /** A new data key. The plain half is a secret, for the session's engine alone. ACCESS_DENIED, SESSION_KEY_UNUSABLE. */
  generate(place: SessionPlace, request: DataKeyRequest): Promise<Result<EncodedDataKey>>
}

/** Whether the user was asked. */
export type SignedIn = 'already' | 'just-now'

/** Sign-ins by SSO session: state, flows, and the single flight that everyone who waits joins. */
export interface SignIns {
  views(): readonly SignInView[]
  /**
   * Resolves at once when the profile needs no sign-in; else starts one (or joins the one under way) and resolves when it
   * ends. One browser tab at the most, however many wait. After a sign-in that was cancelled, denied or not confirmed in time
   * a client starts no other: it fails as that one did, until the user starts one or is signed in again. `asksCode` hears when it is a
   * code of an MFA device that is waited for.
   */
  ensure(profile: ProfileRef, asker: 'user' | 'client', asksCode?: () => void): Promise<Result<SignedIn>>
  start(session: string, method?: SignInMethod): Promise<Result<void>>
  cancel(session: string): void
  onChange(listener: (view: SignInView) => void): Unsubscribe
}

/** Changes to the set of SSO sessions, and the rest of the account menu. */
export interface SignInEditing {
  add(session: SsoSession): Promise<Result<void>>
  remove(session: string): Promise<Result<void>>
  signOut(session: string): Promise<Result<void>>
  openPage(session: string): Promise<Result<void>>
  onRemoved(listener: (session: string) => void): Unsubscribe
}

/** Problems that belong to no tunnel, as long as they last. */
export interface ProblemList {
  current(): readonly Problem[]
  onChange(listener: () => void): Unsubscribe
}

/** The saved tunnels. Loading keeps a corrupt file aside and says so in `problems`; nothing is overwritten. */
export interface CatalogStore {
  load(): Promise<{
    readonly environments: readonly Environment[]
    readonly tunnels: readonly SavedTunnel[]
    readonly problems: readonly Problem[]
  }>
  /** Writes the tunnels; the environments stay as they were loaded. Atomic: the old file or the new one, never a torn one. CATALOG_NOT_WRITTEN on failure. */
  save(tunnels: readonly SavedTunnel[]): Promise<Result<void>>
}

/** Opens a page in the user's own browser. Only https (or loopback http in the sandbox); anything else is refused. */
export interface Browser {
  open(url: string): Promise<boolean>
}

/** Secrets that survive a restart, in the system's keychain where there is one. */
export interface SecretStore {
  readonly kind: 'keychain' | 'none'
  get(name: string): Promise<string | null>
  set(name: string, secret: string): Promise<void>
  remove(name: string): Promise<void>
}

/** Asks the system which program listens on a loopback port, and whether one could. */
export interface PortProbe {
  check(place: LocalPlace): Promise<Exclude<CallOutput<'port.check'>, { state: 'own' | 'reserved' }>>
  /** The programs that own sockets with the given local ports (clients of a door); empty where the system does not tell. */
  programsOf(
    ports: readonly number[],
  ): Promise<readonly { readonly port: number; readonly program: string; readonly pid: number }[]>
}

/** How a short run of a program went. */
export type ProgramRun =
  /** `complaint` is what came on standard error. */
  | { readonly kind: 'exited'; readonly code: number; readonly output: string; readonly complaint?: string }
  | { readonly kind: 'not-started'; readonly errorCode: string }
  | { readonly kind: 'timed-out' }
  /** It printed more than it may, and was killed. */
  | { readonly kind: 'flooded' }

/**
 * Runs a program to its end, without a shell, and reads what it prints, `outputLimit` bytes (64 KiB unless given) at
 * the most. Never rejects.
 */
export type RunProgram = (
  file: string,
  args: readonly string[],
  limitMs: number,
  outputLimit?: number,
) => Promise<ProgramRun>

/** What accounts want of shells. */
export interface PreferenceReader {
  /** Null where it may not be read, or can not be. Nobody waits for it. */
  preferencesOf(place: SessionPlace, target: ShellTarget): Promise<AccountPreferences | null>
}

/** What is written down of transfers, where shells are recorded. */
export interface TransferLog {
  /** Whether anything is, in an environment. */
  isKept(environment: string | null): boolean
  /** Why nothing can be written down, where it has to be. */
  troubleWith(environment: string | null): Promise<Problem | null>
  /** Settles once the system has it. TRANSFER_NOT_LOGGED where it has to be written down and can not. */
  note(request: Pick<FileRequest, 'profile' | 'region' | 'environment'>, line: TransferLine): Promise<Result<void>>
}
