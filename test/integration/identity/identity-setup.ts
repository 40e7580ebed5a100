import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fail, ok } from '#domain/result.ts'
import { messagesOf } from '#words/messages.ts'
import type { Result } from '#contract/result.ts'
import type { SignInMethod, SignInView } from '#contract/sign-in.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { createIdentity, type Identity } from '#core/app/identity/index.ts'
import type { CallerOf } from '#core/app/sessions/session-request.ts'
import { createNodeAccess } from '#core/app/node-access/node-access.ts'
import type { NodeAccess } from '#core/app/node-access-ports.ts'
import type { Browser, DataKeys, Log, PreferenceReader, SessionService } from '#core/app/ports.ts'
import {
  createAccessRequests,
  createCallbackListener,
  createCallerName,
  createCallerOf,
  createAccountPreferences,
  createDataKeys,
  createFindIssuer,
  createNamedCredentials,
  createOidc,
  createPortal,
  createSessionService,
  type FoundPlugin,
} from '#core/aws/index.ts'
import type { EnvironmentVariables } from '#network/environment-variables.ts'
import { awsHttpIn } from '#test/support/aws-http.ts'
import { createCliCache } from '#core/store/cli-cache.ts'
import { createAwsConfigStore } from '#core/store/aws-config/index.ts'
import { awsPaths } from '#core/store/aws-config/paths.ts'
import { createRoleCatalogStore } from '#core/store/aws-config/role-catalog-files.ts'
import { createRegistrationStore, createTokenStore } from '#core/store/token-files.ts'
import { runProgram } from '#core/system/run-program.ts'
import { wallClock } from '#test/support/wall-clock.ts'

export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

/** What a person does with the page that the app opens. */
export type Person = (url: string) => Promise<unknown>

export interface TestIdentity extends Identity {
  readonly sessions: SessionService
  readonly access: NodeAccess
  readonly dataKeys: DataKeys
  readonly callerOf: CallerOf
  readonly preferences: PreferenceReader
  /** Every page that was opened, in order. */
  readonly pages: readonly string[]
  readonly paths: ReturnType<typeof awsPaths>
  person: Person
  method: SignInMethod
  plugin: FoundPlugin | null
  /** Resolves with the first view of a session, past or to come, that fits. */
  seen(session: string, fits: (view: SignInView) => boolean): Promise<SignInView>
}

/** The identity with its real parts, in the environment of a sandbox; the browser is played by `person`. */
export async function openIdentity(environment: EnvironmentVariables, clock: Clock = wallClock): Promise<TestIdentity> {
  const paths = awsPaths(environment)
  const http = awsHttpIn(environment)
  const files = { clock, folder: paths.ssoCache }
  const tokens = createTokenStore({ ...files, loginFolder: paths.loginCache })
  const config = createAwsConfigStore({ clock, ...paths })
  const cacheFolder = await mkdtemp(join(tmpdir(), 'culvert-roles-'))
  const pages: string[] = []
  const played: Promise<unknown>[] = []
  const browser: Browser = {
    open: async (url) => {
      pages.push(url)
      played.push(test.person(url))
      return true
    },
  }
  const identity = createIdentity({
    clock,
    log: silentLog,
    browser,
    tokens,
    config,
    configChanges: config.changes,
    oidc: createOidc({ clock, http }),
    findIssuer: createFindIssuer({ clock, http }),
    portal: createPortal({ clock, http }),
    registrations: createRegistrationStore(files),
    callback: createCallbackListener(() => ({ language: 'en', words: messagesOf('en').signIn.callback })),
    named: createNamedCredentials({
      clock,
      http,
      run: runProgram,
      shared: createCliCache({ clock, folder: paths.cliCache, shares: () => true }),
    }),
    catalogs: createRoleCatalogStore(cacheFolder),
    callerName: createCallerName(http),
    surroundings: { configFile: '~/.aws/config', region: null },
    method: () => test.method,
  })
  const access = createNodeAccess({
    requests: createAccessRequests({ clock, http, credentials: identity.credentials }),
    clock,
    log: silentLog,
    newId: randomUUID,
  })
  const service = { clock, log: silentLog, http, credentials: identity.credentials, access }
  const findPlugin = async (): Promise<Result<FoundPlugin>> =>
    test.plugin === null ? fail('ENGINE_NOT_FOUND', {}) : ok(test.plugin)
  const test: TestIdentity = {
    ...identity,
    callerOf: createCallerOf({ http, credentials: identity.credentials }),
    sessions: createSessionService({ ...service, findPlugin }),
    access,
    dataKeys: createDataKeys({ clock, http, credentials: identity.credentials }),
    preferences: createAccountPreferences({ clock, http, credentials: identity.credentials, log: silentLog }),
    pages,
    paths,
    person: allow,
    method: 'browser',
    plugin: null,
    seen: (session, fits) =>
      new Promise((resolve) => {
        const stop = identity.signIns.onChange((view) => look(view))
        const look = (view: SignInView): void => {
          if (view.session.name !== session || !fits(view)) return
          stop()
          resolve(view)
        }
        identity.signIns.views().forEach(look)
      }),
    async dispose() {
      access.dispose()
      await identity.dispose()
      tokens.dispose()
      config.dispose()
      http.dispose()
      await Promise.all(played)
      await rm(cacheFolder, { recursive: true, force: true })
    },
  }
  await identity.ready
  return test
}

/** Opens the page, reads its hidden field, and presses a button; follows the redirect as a browser would. */
async function decide(url: string, decision: 'allow' | 'deny'): Promise<Response> {
  const page = await (await fetch(url)).text()
  const action = /action="([^"]+)"/.exec(page)?.[1]
  const hidden = /name="(\w+)" value="([^"]+)"/.exec(page)
  if (!action || !hidden) throw new Error(`No form on ${url}: ${page.slice(0, 300)}`)
  const body = new URLSearchParams({ [hidden[1] ?? '']: hidden[2] ?? '', decision })
  return fetch(new URL(action, url), { method: 'POST', body })
}

export const allow: Person = (url) => decide(url, 'allow')
export const deny: Person = (url) => decide(url, 'deny')
/** Leaves the page open. */
export const wait: Person = async () => undefined
