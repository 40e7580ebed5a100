import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import { createIdentity, type Identity, type IdentityDeps } from '#core/app/identity/index.ts'
import type { AwsConfig, CallbackAnswer, NamedProfile, Redemption, SsoToken } from '#core/app/identity/ports.ts'
import { createManualClock, type ManualClock, settle } from './manual-clock.ts'

export const session = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1' }
const role = { accountId: '111122223333', roleName: 'Reader' }
export const roleRef = { type: 'sso', session: 'corp', ...role } as const
/** A role that is assumed with the credentials of an SSO profile. */
export const chainRef = { type: 'named', name: 'chain' } as const

const named = (name: string, change: Partial<NamedProfile>): NamedProfile => ({
  name,
  place: { file: 'config', line: 1 },
  kind: 'sso',
  settings: {},
  sso: null,
  login: null,
  keys: null,
  asSource: null,
  problem: null,
  ...change,
})
const config: AwsConfig = {
  sessions: [session],
  profiles: [
    named('base', { sso: { session, ...role } }),
    named('chain', { kind: 'assume-role', settings: { source_profile: 'base', role_arn: 'arn:aws:iam::1:role/x' } }),
  ],
  problems: [],
}

const untouched = () => Promise.resolve(fail('AWS_CONFIG_NOT_WRITTEN', { file: '~/.aws/config', reason: 'EROFS' }))

/** A gate that a test puts before an answer; null lets it through at once. */
export type Held = Promise<void> | null

/** The identity among parts that a test holds still and looks into. */
export interface IdentityStage {
  readonly identity: Identity
  readonly clock: ManualClock
  /** The one token file. */
  file: SsoToken | null
  readonly tokenOf: (accessToken: string, minutes: number) => SsoToken
  /** Told by the store's watcher: another program changed the file. */
  fileChanged(): void
  readonly registrations: Set<string>
  /** Access tokens that the portal was told to end. */
  readonly loggedOut: string[]
  /** Pages that the browser was sent to. */
  readonly pages: string[]
  readonly hold: { read: Held; role: Held; redeem: Held; write: Held; logout: Held }
  /** Whom credentials of a role say they are. */
  person: string | null
  removal: 'works' | 'fails'
  disk: 'works' | 'full'
  /** The browser comes back with a code. */
  answerCallback(answer: CallbackAnswer): void
}

/** `read`: what the token store does before its first answer. */
export async function setIdentityStage(read: Held = null): Promise<IdentityStage> {
  const clock = createManualClock()
  const watchers = new Set<() => void>()
  const tokenOf = (accessToken: string, minutes: number): SsoToken => ({
    accessToken,
    expiresAt: clock.now() + minutes * 60_000,
    refreshToken: `refresh ${accessToken}`,
    registration: { clientId: 'c', clientSecret: 's', expiresAt: clock.now() + 1e9 },
  })
  const granted = (): Result<Redemption> =>
    ok({ kind: 'granted', grant: { accessToken: 'second', expiresAt: clock.now() + 3_600_000, refreshToken: 'r2' } })
  const keysOf = (accessKeyId: string): Result<TemporaryCredentials> =>
    ok({ accessKeyId, secretAccessKey: 's', sessionToken: 't', expiresAt: clock.now() + 3_600_000 })

  const stage: Omit<IdentityStage, 'identity'> & { identity?: Identity } = {
    clock,
    file: tokenOf('first', 60),
    tokenOf,
    fileChanged: () => watchers.forEach((tell) => tell()),
    registrations: new Set(['browser']),
    loggedOut: [],
    pages: [],
    hold: { read, role: null, redeem: null, write: null, logout: null },
    person: null,
    removal: 'works',
    disk: 'works',
    answerCallback: () => {},
  }
  const deps: IdentityDeps = {
    clock,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    browser: {
      open: async (url) => {
        stage.pages.push(url)
        return true
      },
    },
    oidc: {
      register: async () => ok({ clientId: 'c', clientSecret: 's', expiresAt: clock.now() + 1e9 }),
      authorization: async () => ({ url: 'https://sign-in.example/', verifier: 'v' }),
      startDevice: async () => ok('registration-stale'),
      async redeem() {
        await stage.hold.redeem
        return granted()
      },
    },
    findIssuer: async (asked) => ok(asked),
    portal: {
      listAccounts: async () => ok([{ accountId: role.accountId, accountName: 'Corp' }]),
      listRoles: async () => ok([role.roleName]),
      async roleCredentials(_, accessToken) {
        await stage.hold.role
        return keysOf(`role by ${accessToken}`)
      },
      async logout(_, accessToken) {
        stage.loggedOut.push(accessToken)
        await stage.hold.logout
      },
    },
    callerName: async () => stage.person,
    tokens: {
      async read() {
        await stage.hold.read
        return stage.file
      },
      async write(_, token) {
        await stage.hold.write
        if (stage.disk === 'full')
          return fail('TOKEN_NOT_WRITTEN', { session: session.name, file: '/token', reason: 'ENOSPC' })
        stage.file = token
        stage.fileChanged()
        return ok(undefined)
      },
      async remove() {
        if (stage.removal === 'fails')
          return fail('TOKEN_NOT_REMOVED', { session: session.name, file: '/token', reason: 'EROFS' })
        stage.file = null
        stage.fileChanged()
        return ok(undefined)
      },
      onChange(listener) {
        watchers.add(listener)
        return () => watchers.delete(listener)
      },
    },
    registrations: {
      read: async (_, method) =>
        stage.registrations.has(method) ? { clientId: 'c', clientSecret: 's', expiresAt: clock.now() + 1e9 } : null,
      write: async (_, method) => void stage.registrations.add(method),
      remove: async (_, method) => void stage.registrations.delete(method),
    },
    callback: {
      open: async () => {
        const answer = new Promise<CallbackAnswer>((resolve) => {
          stage.answerCallback = resolve
        })
        return ok({ redirectUri: 'http://127.0.0.1:1/oauth/callback', state: 'x', answer, close: async () => {} })
      },
    },
    config: {
      read: async () => config,
      putSession: async () => ok(undefined),
      removeSession: async () => ok(undefined),
      onChange: () => () => {},
    },
    named: {
      credentialsOf: async (_, __, { sso }) => {
        const source = await sso({ session, ...role })
        return source.ok ? keysOf(`assumed with ${source.value.accessKeyId}`) : source
      },
      refused: () => {},
    },
    catalogs: {
      read: async () => null,
      async write() {
        if (stage.disk === 'full') throw new Error('ENOSPC')
      },
      remove: async () => {},
    },
    configChanges: { read: untouched, planAdding: untouched, planRemoving: untouched, replace: untouched },
    surroundings: { configFile: '~/.aws/config', region: null },
    method: () => 'browser',
  }
  const identity = createIdentity(deps)
  if (read === null) await identity.ready
  await settle()
  return Object.assign(stage, { identity })
}
