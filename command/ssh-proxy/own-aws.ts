import { createIdentity } from '#core/app/identity/index.ts'
import type { CallbackListener } from '#core/app/identity/ports.ts'
import type { CredentialSource, Log, SessionService } from '#core/app/ports.ts'
import type { ProfileDirectory } from '#core/app/profile-ports.ts'
import {
  createAwsHttp,
  createCallerName,
  createFindIssuer,
  createKeyPush,
  createNamedCredentials,
  createOidc,
  createPortal,
  createSessionService,
  type KeyPush,
} from '#core/aws/index.ts'
import { createCliCache } from '#core/store/cli-cache.ts'
import { createAwsConfigStore } from '#core/store/aws-config/index.ts'
import { awsPaths, surroundingsOf } from '#core/store/aws-config/paths.ts'
import { createRoleCatalogStore } from '#core/store/aws-config/role-catalog-files.ts'
import { createRegistrationStore, createTokenStore } from '#core/store/token-files.ts'
import { runProgram } from '#core/system/run-program.ts'
import type { Clock } from '#domain/clock/clock.ts'
import { fail } from '#domain/result.ts'
import type { EnvironmentVariables } from '#network/environment-variables.ts'
import { createRouteTo } from '#network/route.ts'

/** AWS as the command reaches it by itself, with what the AWS CLI has of sign-ins. */
export interface OwnAws {
  readonly credentials: CredentialSource
  readonly profiles: ProfileDirectory
  readonly sessions: SessionService
  readonly pushKey: KeyPush
  /** Where each sign-in of this computer is, by its local name. */
  startUrls(): Promise<ReadonlyMap<string, string>>
  dispose(): Promise<void>
}

/** ssh's terminal is no place for a log. */
export const silentLog: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }

export const wallClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs)
    return () => clearTimeout(timer)
  },
}

/** Nobody who waits for ssh's first byte expects a browser: signing in is for the app, or for `aws sso login`. */
const noCallback: CallbackListener = { open: () => Promise.resolve(fail('SIGN_IN_CALLBACK_UNAVAILABLE', {})) }

/** The same identity and sessions as the app's, without a window and a browser. `roleCatalogs`: where the app keeps the lists of roles. */
export async function openOwnAws(environment: EnvironmentVariables, roleCatalogs: string): Promise<OwnAws> {
  const clock = wallClock
  const log = silentLog
  const http = createAwsHttp({ environment, routeTo: createRouteTo({ environment, platform: process.platform }) })
  const paths = awsPaths(environment)
  const files = { clock, folder: paths.ssoCache }
  const tokens = createTokenStore({ ...files, loginFolder: paths.loginCache })
  const config = createAwsConfigStore({ clock, ...paths })
  // What it asks nobody for, it need not give on.
  const shared = createCliCache({ clock, folder: paths.cliCache, shares: () => false })
  const identity = createIdentity({
    ...{ clock, log, tokens, config, configChanges: config.changes },
    browser: { open: () => Promise.resolve(false) },
    ...{ oidc: createOidc({ clock, http }), findIssuer: createFindIssuer({ clock, http }) },
    portal: createPortal({ clock, http }),
    registrations: createRegistrationStore(files),
    callback: noCallback,
    named: createNamedCredentials({ clock, http, run: runProgram, shared }),
    catalogs: createRoleCatalogStore(roleCatalogs),
    callerName: createCallerName(http),
    surroundings: surroundingsOf(environment),
    method: () => 'device-code',
  })
  await identity.ready
  const { credentials, profiles, signIns } = identity
  const noPlugin = (): ReturnType<Parameters<typeof createSessionService>[0]['findPlugin']> =>
    Promise.resolve(fail('ENGINE_NOT_FOUND', {}))
  return {
    ...{ credentials, profiles },
    sessions: createSessionService({ clock, log, http, credentials, findPlugin: noPlugin }),
    pushKey: createKeyPush({ clock, http, credentials }),
    startUrls: () => Promise.resolve(new Map(signIns.views().map(({ session }) => [session.name, session.startUrl]))),
    async dispose() {
      await identity.dispose()
      tokens.dispose()
      config.dispose()
      http.dispose()
    },
  }
}
