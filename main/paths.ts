import { dirname, join } from 'node:path'
import { app } from 'electron'
import { awsPaths } from '#core/store/aws-config/paths.ts'

/** Where the app's own files are, and where it keeps the user's. */
export interface AppPaths {
  readonly preload: string
  readonly page: string
  readonly relay: string
  readonly licences: string
  readonly catalog: string
  readonly settings: string
  /** Which tunnels are open to a network; of main's own. */
  readonly exposures: string
  readonly targets: string
  readonly knownHosts: string
  /** Saved commands. */
  readonly commands: string
  readonly window: string
  readonly shellLayout: string
  readonly roleCatalogs: string
  readonly relayRunFile: string
  /** Sessions that are not known to be over. */
  readonly openSessions: string
  readonly logs: string
  readonly recordings: string
  /** What happened, by days. */
  readonly activity: string
  readonly userData: string
  /** Where the AWS tools keep their files, sign-ins among them. */
  readonly awsFolder: string
}

/** Follows `--user-data-dir`, so that a test or the sandbox has a place of its own. */
export function appPaths(): AppPaths {
  const bundle = join(app.getAppPath(), 'dist')
  const userData = app.getPath('userData')
  return {
    preload: join(bundle, 'preload', 'index.cjs'),
    page: join(bundle, 'renderer'),
    relay: join(bundle, 'relay', 'index.mjs'),
    licences: join(bundle, 'licences.json'),
    catalog: join(userData, 'tunnels.json'),
    settings: join(userData, 'settings.json'),
    exposures: join(userData, 'exposures.json'),
    targets: join(userData, 'targets.json'),
    knownHosts: join(userData, 'known-hosts.json'),
    commands: join(userData, 'commands.json'),
    window: join(userData, 'window.json'),
    shellLayout: join(userData, 'shells.json'),
    roleCatalogs: join(userData, 'roles'),
    relayRunFile: join(userData, 'relay-run.json'),
    openSessions: join(userData, 'open-sessions.json'),
    logs: join(userData, 'logs'),
    recordings: join(userData, 'recordings'),
    activity: join(userData, 'activity'),
    userData,
    awsFolder: dirname(dirname(awsPaths(process.env).ssoCache)),
  }
}

/** The folders that a window may have shown, by the names that it has for them. */
export function foldersOf({ userData, logs, awsFolder, recordings }: AppPaths) {
  return { catalog: userData, logs, 'sign-ins': awsFolder, recordings }
}
