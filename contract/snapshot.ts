import { z } from 'zod'
import { exposure } from './exposure.ts'
import { fileSessionView } from './files.ts'
import { mfaView } from './mfa.ts'
import { nodeAccessView } from './node-access.ts'
import { problem } from './problem.ts'
import { recordedKeys, recordingChoice, recordingKeeping } from './recordings.ts'
import { shellView } from './shells.ts'
import { signInView } from './sign-in.ts'
import { proxyView } from './proxy-sign-in.ts'
import { terminalSettings, usualTerminalSettings } from './terminal-settings.ts'
import { clientCounts, route, timelineEntry, tunnelStatus } from './status.ts'
import { engineChoice, environment, environmentId, portUsers, savedTunnel } from './tunnel.ts'

/** Bytes through a door since it was armed, and rates over the last second. `in` is towards the client. */
export const traffic = z.object({
  bytesIn: z.int().min(0),
  bytesOut: z.int().min(0),
  /** Bytes per second. */
  rateIn: z.number().min(0),
  rateOut: z.number().min(0),
})
export type Traffic = z.infer<typeof traffic>

/** One tunnel with everything a window shows of it. */
export const tunnelView = savedTunnel.extend({
  status: tunnelStatus,
  clients: clientCounts,
  route,
  /** Newest first, at most 30. */
  timeline: z.array(timelineEntry),
  /** Absent where the tunnel was not opened to a network: it is on loopback, as all are. */
  exposure: exposure.optional(),
})
export type TunnelView = z.infer<typeof tunnelView>

const settingsShape = z.object({
  theme: z.enum(['system', 'light', 'dark']),
  language: z.enum(['system', 'en', 'ja']),
  engine: engineChoice,
  /** Absolute path of the official plugin, chosen in main's dialog, and the only one tried; null = look where it is installed. */
  pluginPath: z.string().min(1).max(1_024).nullable(),
  /** Absolute path of a file of authorities to trust besides the system's, chosen in main's dialog; null = none. */
  certificateFile: z.string().min(1).max(1_024).nullable(),
  /** Hosts besides AWS's whose pages may open in the browser without a question, as the user said in main's dialog. */
  agreedHosts: z.array(z.string().min(1).max(260)).max(100),
  /** Paths of programs that may have SSH connections, as the user said in main's dialog. */
  agreedPrograms: z.array(z.string().min(1).max(1_024)).max(200),
  /** A public key of the user's is put on an instance before each SSH connection. */
  sshPushesKey: z.boolean(),
  signInMethod: z.enum(['browser', 'device-code']),
  /** Where sign-in tokens are kept: in the folder that the AWS CLI shares, or in the system's keychain for this app alone. */
  tokenPlace: z.enum(['aws-cli', 'keychain']),
  /** Seconds a client may wait for a session before its socket is closed. */
  clientWaitSeconds: z.int().min(5).max(600),
  /** Whose programs may use the local ports. `same-user` holds on Linux, where the system tells whose a socket is. */
  portUsers,
  /** It was said that a closed window leaves the app running. */
  knowsAppLivesOn: z.boolean(),
  /** Whose shells are recorded; those of other environments are not. */
  recordShells: z.record(environmentId, recordingChoice),
  recordKeys: recordedKeys,
  keepRecordings: recordingKeeping,
  ...terminalSettings,
})

/** What the user may choose for the whole app. What a file leaves out has its default. */
export const settings = z.object({
  theme: settingsShape.shape.theme.default('system'),
  language: settingsShape.shape.language.default('system'),
  engine: settingsShape.shape.engine.default('auto'),
  pluginPath: settingsShape.shape.pluginPath.default(null),
  certificateFile: settingsShape.shape.certificateFile.default(null),
  agreedHosts: settingsShape.shape.agreedHosts.default([]),
  agreedPrograms: settingsShape.shape.agreedPrograms.default([]),
  sshPushesKey: settingsShape.shape.sshPushesKey.default(false),
  signInMethod: settingsShape.shape.signInMethod.default('browser'),
  tokenPlace: settingsShape.shape.tokenPlace.default('aws-cli'),
  clientWaitSeconds: settingsShape.shape.clientWaitSeconds.default(60),
  portUsers: settingsShape.shape.portUsers.default('any-user'),
  knowsAppLivesOn: settingsShape.shape.knowsAppLivesOn.default(false),
  recordShells: settingsShape.shape.recordShells.default({}),
  recordKeys: settingsShape.shape.recordKeys.default('none'),
  keepRecordings: settingsShape.shape.keepRecordings.default({ days: 90, megabytes: 2_000 }),
  ...usualTerminalSettings,
})

/**
 * Some of them, as a window may change them. Without defaults: what is not named stays as it is. Which program is run, whom TLS
 * trusts, and which hosts' pages open, are not among them: main asks for those in dialogs of its own. Nor are what main has said, what is in ssh's files, and
 * which shells are recorded and for how long: a page that was taken over must not be able to have less kept.
 */
export const settingsChange = settingsShape
  .omit({ pluginPath: true, agreedHosts: true, agreedPrograms: true, sshPushesKey: true, knowsAppLivesOn: true })
  .omit({ recordShells: true, keepRecordings: true, certificateFile: true })
  .partial()
  .strict()
export type SettingsChange = z.infer<typeof settingsChange>
export type Settings = z.infer<typeof settings>

/**
 * What is known of AWS's own plugin. `fitness` follows from the version: `good` as AWS wants it now, `old` works and may
 * be refused, `too-old` can not be used. `unchecked`: there is a file, and nobody has run it yet. A path that was chosen and
 * does not work is `broken`, never `missing`.
 */
export const pluginState = z.discriminatedUnion('state', [
  z.object({ state: z.literal('looking') }),
  z.object({ state: z.literal('unchecked'), path: z.string() }),
  z.object({
    state: z.literal('found'),
    path: z.string(),
    version: z.string(),
    fitness: z.enum(['good', 'old', 'too-old']),
  }),
  z.object({ state: z.literal('missing') }),
  z.object({ state: z.literal('broken'), problem }),
])
export type PluginState = z.infer<typeof pluginState>

/** Facts about the app itself. */
export const appFacts = z.object({
  version: z.string(),
  platform: z.enum(['darwin', 'win32', 'linux']),
  /** BCP 47 tag of the system. */
  systemLanguage: z.string(),
  sandbox: z.boolean(),
  /** Where secrets are kept; `none` means the user was told and nothing secret is remembered across starts. */
  secretStore: z.enum(['keychain', 'none']),
  plugin: pluginState,
  /**
   * Whether the app starts when the user logs in to this computer. `off-by-system`: it was asked for, and the system's own settings
   * do not let it. `not-installed`: a copy that is built from source can not be started so.
   */
  startAtLogin: z.enum(['on', 'off', 'off-by-system', 'not-installed']),
  /**
   * Environment variables that change where AWS is asked, with the host that they name, or whom TLS trusts; absent where none does.
   * Those of the sandbox are not told: the window says that it is one.
   */
  heededVariables: z.array(z.object({ name: z.string(), host: z.string().nullable() })).optional(),
  /** A screen reader, or something like it, asks the system for what windows show. */
  screenReader: z.boolean(),
  /** Somebody has told it to quit once connections, shells and transfers have ended. */
  quitsWhenFinished: z.boolean(),
})
export type AppFacts = z.infer<typeof appFacts>

/** Something the user should know that belongs to no tunnel, such as a catalog that was kept aside. */
export const notice = z.object({ id: z.string(), problem })
export type Notice = z.infer<typeof notice>

/** Main's whole truth. Windows draw this and hold nothing else. */
export const snapshot = z.object({
  revision: z.int().min(0),
  app: appFacts,
  settings,
  signIns: z.array(signInView),
  /** Devices whose code was asked for since the app was started, in that order. */
  mfaDevices: z.array(mfaView),
  /** Proxies on the way to AWS that were met since the app was started. */
  proxies: z.array(proxyView),
  /** Access to nodes that was asked for, or could be, since the app was started. */
  nodeAccess: z.array(nodeAccessView),
  /** In the order of lists. */
  environments: z.array(environment),
  tunnels: z.array(tunnelView),
  /** In the order in which they were opened. */
  shells: z.array(shellView),
  /** In the order in which they were opened. */
  files: z.array(fileSessionView),
  notices: z.array(notice),
  online: z.boolean(),
})
export type Snapshot = z.infer<typeof snapshot>

/** One ordered change. Applying `revision` n+1 to a snapshot of revision n gives main's truth; a gap means ask again. */
export const snapshotUpdate = z.object({
  revision: z.int().min(1),
  change: z.discriminatedUnion('type', [
    z.object({ type: z.literal('tunnel'), tunnel: tunnelView }),
    z.object({ type: z.literal('tunnel-removed'), id: z.uuid() }),
    z.object({ type: z.literal('shell'), shell: shellView }),
    z.object({ type: z.literal('shell-removed'), id: z.uuid() }),
    z.object({ type: z.literal('files'), files: fileSessionView }),
    z.object({ type: z.literal('files-removed'), id: z.uuid() }),
    z.object({ type: z.literal('sign-in'), signIn: signInView }),
    z.object({ type: z.literal('sign-in-removed'), name: z.string() }),
    z.object({ type: z.literal('mfa-device'), device: mfaView }),
    z.object({ type: z.literal('proxy'), proxy: proxyView }),
    z.object({ type: z.literal('node-access'), access: nodeAccessView }),
    z.object({ type: z.literal('settings'), settings }),
    z.object({ type: z.literal('app'), app: appFacts }),
    z.object({ type: z.literal('notices'), notices: z.array(notice) }),
    z.object({ type: z.literal('online'), online: z.boolean() }),
  ]),
})
export type SnapshotUpdate = z.infer<typeof snapshotUpdate>

/** Rates of every armed tunnel, and of each of several sessions behind one, once a second while a window is open; not part of the revisions. */
export const trafficReport = z.object({
  at: z.number(),
  tunnels: z.record(z.uuid(), traffic),
  sessions: z.record(z.string(), traffic).optional(),
})
export type TrafficReport = z.infer<typeof trafficReport>
