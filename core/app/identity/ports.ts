import type { Unsubscribe } from '#domain/listeners/listeners.ts'
import type { Result } from '#contract/result.ts'
import type { AwsAnswer } from '#contract/aws-answer.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import type { ProfileKind, SignInMethod, SsoSession } from '#contract/sign-in.ts'
import type { Problem } from '#contract/problem.ts'
import type { ProfileRef } from '#contract/tunnel.ts'
import type { CredentialSource } from '../ports.ts'

/** An OIDC client registered with IAM Identity Center. Public client: the secret authenticates the program, not the user. */
export interface Registration {
  readonly clientId: string
  readonly clientSecret: string
  /** Epoch ms; about 90 days after registration. */
  readonly expiresAt: number
}

/** What a token file holds. Every reader of `~/.aws/sso/cache` needs `accessToken` and `expiresAt`; renewal needs the rest. */
export interface SsoToken {
  readonly accessToken: string
  /** Epoch ms. */
  readonly expiresAt: number
  readonly refreshToken: string | null
  readonly registration: Registration | null
}

/** What CreateToken grants. */
interface TokenGrant {
  readonly accessToken: string
  /** Epoch ms. */
  readonly expiresAt: number
  readonly refreshToken: string | null
}

/** The name of the user whose credentials of a permission set these are; null when it is not known. Never rejects. */
export type CallerName = (credentials: TemporaryCredentials, region: string) => Promise<string | null>

/** The proof given to CreateToken. */
export type Proof =
  | { readonly type: 'code'; readonly code: string; readonly redirectUri: string; readonly verifier: string }
  | { readonly type: 'device'; readonly deviceCode: string }
  | { readonly type: 'refresh'; readonly refreshToken: string }

/** What CreateToken answers; `pending` and `slow-down` only while a device code waits for the user. */
export type Redemption =
  | { readonly kind: 'granted'; readonly grant: TokenGrant }
  | { readonly kind: 'pending' }
  | { readonly kind: 'slow-down' }
  /** The registration is no longer known: register again. */
  | { readonly kind: 'registration-stale' }
  /** The refresh token, code or verifier is not accepted any more: the user has to sign in. */
  | { readonly kind: 'grant-refused' }

/** Where the user types the code (RFC 8628). */
export interface DeviceAuthorization {
  readonly deviceCode: string
  readonly userCode: string
  /** With the code filled in. */
  readonly url: string
  /** Epoch ms. */
  readonly expiresAt: number
  readonly intervalMs: number
}

/** The OIDC half of IAM Identity Center. */
export interface OidcPort {
  /** START_URL_WRONG when the service does not know the start URL in this region. */
  register(session: SsoSession, method: SignInMethod): Promise<Result<Registration>>
  /** A fresh PKCE request (RFC 7636) for the page at `redirectUri`, and the page to open. */
  authorization(
    session: SsoSession,
    clientId: string,
    redirectUri: string,
    state: string,
  ): Promise<{ readonly url: string; readonly verifier: string }>
  startDevice(
    session: SsoSession,
    registration: Registration,
  ): Promise<Result<DeviceAuthorization | 'registration-stale'>>
  redeem(session: SsoSession, registration: Registration, proof: Proof): Promise<Result<Redemption>>
}

/**
 * The session with the start URL and the region that AWS knows it by: a company's own address (`https://aws.company.com`) leads to them.
 * START_URL_ELSEWHERE for one that leads to no access portal.
 */
export type FindIssuer = (session: SsoSession, signal: AbortSignal) => Promise<Result<SsoSession>>

/** An account the user is assigned to. */
export interface PortalAccount {
  readonly accountId: string
  readonly accountName: string
}

/** A permission set in an account. */
export interface PortalRole {
  readonly accountId: string
  readonly roleName: string
}

/** The portal half of IAM Identity Center. TOKEN_REVOKED means the access token is not accepted. */
export interface PortalPort {
  listAccounts(session: SsoSession, accessToken: string): Promise<Result<readonly PortalAccount[]>>
  listRoles(session: SsoSession, accessToken: string, accountId: string): Promise<Result<readonly string[]>>
  /** ROLE_NOT_ASSIGNED for a role the user does not have. */
  roleCredentials(session: SsoSession, accessToken: string, role: PortalRole): Promise<Result<TemporaryCredentials>>
  /** Ends the portal session; a failure is of no use to anyone. */
  logout(session: SsoSession, accessToken: string): Promise<void>
}

/** Token files as aws-cli keeps them, shared with it in both directions. */
export interface TokenStore {
  /** Null when there is none, or none that can be read. */
  read(session: SsoSession): Promise<SsoToken | null>
  /** Atomic, 0600. TOKEN_NOT_WRITTEN with the file, or without one when it was for the keychain. */
  write(session: SsoSession, token: SsoToken): Promise<Result<void>>
  /** TOKEN_NOT_REMOVED, as for `write`. */
  remove(session: SsoSession): Promise<Result<void>>
  /** Another program (`aws sso login`, `aws sso logout`) or this one changed the folder. */
  onChange(listener: () => void): Unsubscribe
}

/** Client registrations, kept where aws-cli keeps them. */
export interface RegistrationStore {
  /** Null when there is none with at least fifteen minutes left. */
  read(session: SsoSession, method: SignInMethod): Promise<Registration | null>
  write(session: SsoSession, method: SignInMethod, registration: Registration): Promise<void>
  remove(session: SsoSession, method: SignInMethod): Promise<void>
}

/** What came back to the loopback listener. */
export type CallbackAnswer = { readonly code: string } | { readonly error: string; readonly description: string }

/** The loopback page that the browser is sent back to (RFC 8252 §7.3). */
export interface CallbackListener {
  /** Listens before it resolves. SIGN_IN_CALLBACK_UNAVAILABLE when it can not. */
  open(): Promise<
    Result<{
      readonly redirectUri: string
      readonly state: string
      readonly answer: Promise<CallbackAnswer>
      close(): Promise<void>
    }>
  >
}

/** Long-lived keys, of one file: a key of `config` never goes with a secret of `credentials`. */
export interface StaticKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken: string | null
}

/** One profile of the AWS config, parsed: what it gets its credentials from is decided here and nowhere else. */
export interface NamedProfile {
  readonly name: string
  /** Where its section begins; the line is 1-based. */
  readonly place: { readonly file: string; readonly line: number }
  readonly kind: ProfileKind
  readonly settings: Readonly<Record<string, string>>
  /** For `sso`: the session, account and permission set it stands for. */
  readonly sso: { readonly session: SsoSession; readonly accountId: string; readonly roleName: string } | null
  /** For `login`: the console session that it stands on. */
  readonly login: SsoSession | null
  /** For `static`. */
  readonly keys: StaticKeys | null
  /** What it is to a profile that names it as its source, where that is something else: its own keys then come before its role. */
  readonly asSource: NamedProfile | null
  /** Set when the profile can not work as written. */
  readonly problem: Problem | null
}

/** The AWS config as it stands: `[sso-session]`s and console sessions, profiles, and what is wrong with it, by line. */
export interface AwsConfig {
  readonly sessions: readonly SsoSession[]
  readonly profiles: readonly NamedProfile[]
  readonly problems: readonly Problem[]
}

/** `~/.aws/config` and `~/.aws/credentials`. */
export interface AwsConfigStore {
  read(): Promise<AwsConfig>
  /** Appends an `[sso-session]` section (or changes its two keys); everything else stays as it is. */
  putSession(session: SsoSession): Promise<Result<void>>
  removeSession(name: string): Promise<Result<void>>
  onChange(listener: () => void): Unsubscribe
}

/** What STS answers to a code. */
export type CodeAnswer =
  | { readonly kind: 'granted'; readonly credentials: TemporaryCredentials }
  /** The code would not do; AWS has one sentence for a wrong one, a used one, and one of another time. */
  | { readonly kind: 'refused'; readonly aws: AwsAnswer; readonly serverTime: number | null }
  /** The device is not that of whoever asks. */
  | { readonly kind: 'device-refused'; readonly aws: AwsAnswer }

/** What a code of an MFA device is needed for. */
export interface CodeWish {
  /** As in `mfa_serial`. */
  readonly serial: string
  readonly profile: string
  /** Whose device it is: a device and an identity are asked once, whatever stands on them. */
  readonly identity: string
  /** Gives a code to STS. Never logged, and kept by nobody. */
  redeem(code: string): Promise<Result<CodeAnswer>>
}

/** The sessions that codes of MFA devices have opened. */
export interface CodeSessions {
  /** The session while it is good; MFA_CODE_REQUIRED otherwise. Asks nobody. */
  sessionFor(wish: CodeWish): Result<TemporaryCredentials>
  /** Keeps what a code gave that another question asked for. */
  put(wish: CodeWish, session: TemporaryCredentials): void
  /** AWS takes its credentials no more. */
  drop(wish: CodeWish): void
}

/** What a chain may begin at, or pass, that the user is asked for: sign-ins, and MFA devices. */
export interface AskedSources {
  readonly sso: RoleCredentialSource
  /** Credentials of a console session. */
  readonly login: (session: SsoSession) => Promise<Result<TemporaryCredentials>>
  readonly mfa: CodeSessions
}

/** Credentials of profiles that are not SSO; what the user is asked for comes from `sources`. */
export interface NamedCredentialsPort {
  credentialsOf(profile: NamedProfile, config: AwsConfig, sources: AskedSources): Promise<Result<TemporaryCredentials>>
  /** AWS takes what the profile was given no more: it is not given out of a file again. */
  refused(profile: string): void
}

/** Credentials of roles that a code was given for, where the AWS CLI keeps them, too. */
export interface RoleSessionStore {
  /** Null where there are none with at least fifteen minutes left. Never rejects. */
  read(profile: NamedProfile): Promise<TemporaryCredentials | null>
  write(profile: NamedProfile, credentials: TemporaryCredentials): Promise<void>
}

/** Role credentials of an SSO session. */
export type RoleCredentialSource = (role: SsoRole) => Promise<Result<TemporaryCredentials>>

/** One permission set in one account, through one session. */
export interface SsoRole {
  readonly session: SsoSession
  readonly accountId: string
  readonly roleName: string
}

/** Accounts and permission sets of a session as last listed; no secret in it. */
export interface RoleCatalog {
  readonly listedAt: number
  readonly roles: readonly { readonly accountId: string; readonly accountName: string; readonly roleName: string }[]
}

/** Keeps role lists over restarts; large organisations take minutes to list. */
export interface RoleCatalogStore {
  read(session: SsoSession): Promise<RoleCatalog | null>
  write(session: SsoSession, catalog: RoleCatalog): Promise<void>
  remove(session: SsoSession): Promise<void>
}

/** Credentials that can be dropped when a service says that they are no good. */
export interface RenewableCredentials extends CredentialSource {
  /** The next ask gets new ones. */
  forget(profile: ProfileRef): void
}
