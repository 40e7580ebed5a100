import type { Clock } from '#domain/clock/clock.ts'
import { createIdentity, type Identity } from '#core/app/identity/index.ts'
import type { NamedCredentialsPort } from '#core/app/identity/ports.ts'
import type { Browser, Log, SecretStore } from '#core/app/ports.ts'
import type { SettingsBook } from '#core/app/settings/settings-book.ts'
import {
  createCallbackListener,
  createCallerName,
  createFindIssuer,
  createNamedCredentials,
  createOidc,
  createPortal,
  type AwsHttp,
} from '#core/aws/index.ts'
import { createCliCache } from '#core/store/cli-cache.ts'
import { createAwsConfigStore } from '#core/store/aws-config/index.ts'
import { awsPaths, surroundingsOf } from '#core/store/aws-config/paths.ts'
import { createRoleCatalogStore } from '#core/store/aws-config/role-catalog-files.ts'
import { createRegistrationStore, createTokenStore } from '#core/store/token-files.ts'
import { chooseLanguage, messagesOf } from '#words/messages.ts'
import { createChosenTokens, createKeychainTokens } from '#core/store/token-keychain.ts'
import { runProgram } from '#core/system/run-program.ts'

/** What the identity needs of the app around it. */
interface RealIdentityOptions {
  readonly http: AwsHttp
  readonly browser: Browser
  readonly clock: Clock
  readonly log: Log
  readonly secrets: SecretStore
  readonly settings: SettingsBook
  /** BCP 47 tag of the system, for the page that the browser ends at. */
  readonly systemLanguage: string
  /** Folder for the lists of accounts and roles. */
  readonly roleCatalogs: string
}

/** The identity with its real parts: AWS over `http`, the files of `~/.aws`, the keychain, the user's browser. */
export function createRealIdentity(options: RealIdentityOptions): Identity {
  const { http, clock, log, secrets, settings } = options
  const paths = awsPaths(http.environment)
  const files = { clock, folder: paths.ssoCache }
  const shared = createTokenStore({ ...files, loginFolder: paths.loginCache })
  const config = createAwsConfigStore({ clock, ...paths })
  const places = { 'aws-cli': shared, keychain: createKeychainTokens(secrets, log) }
  const identity = createIdentity({
    clock,
    log,
    browser: options.browser,
    oidc: createOidc({ clock, http }),
    findIssuer: createFindIssuer({ clock, http }),
    portal: createPortal({ clock, http }),
    tokens: createChosenTokens(places, {
      current: () => settings.current().tokenPlace,
      onChange: (listener) => settings.onChange(listener),
    }),
    registrations: createRegistrationStore(files),
    callback: createCallbackListener(() => {
      const language = chooseLanguage(settings.current().language, options.systemLanguage)
      return { language, words: messagesOf(language).signIn.callback }
    }),
    config,
    configChanges: config.changes,
    named: namedCredentials(options, paths.cliCache),
    catalogs: createRoleCatalogStore(options.roleCatalogs),
    callerName: createCallerName(http),
    surroundings: surroundingsOf(http.environment),
    method: () => settings.current().signInMethod,
  })
  return {
    ...identity,
    async dispose() {
      await identity.dispose()
      shared.dispose()
      config.dispose()
    },
  }
}

/** Where tokens are for this app alone, roles are, too. */
function namedCredentials({ clock, http, settings }: RealIdentityOptions, folder: string): NamedCredentialsPort {
  const shares = (): boolean => settings.current().tokenPlace === 'aws-cli'
  return createNamedCredentials({ clock, http, run: runProgram, shared: createCliCache({ clock, folder, shares }) })
}
