import { randomUUID } from 'node:crypto'
import { app } from 'electron'
import type { AppFacts } from '#contract/snapshot.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Log } from '#core/app/ports.ts'
import { createSettingsBook, type SettingsBook } from '#core/app/settings/settings-book.ts'
import type { Shells } from '#core/app/shells/shells.ts'
import { createSnapshot, type SnapshotProjection } from '#core/app/snapshot/snapshot.ts'
import { createLocalPorts, type LocalPorts } from '#core/app/tunnels/local-ports.ts'
import type { SessionMemory } from '#core/app/sessions/session-memory.ts'
import type { Sessions } from '#core/app/sessions/sessions.ts'
import { createTunnelSupervisor, type TunnelSupervisor } from '#core/app/tunnels/supervisor.ts'
import { heededVariables } from '#core/aws/network/heeded-variables.ts'
import type { Identity } from '#core/app/identity/index.ts'
import type { Recordings } from '#core/app/recordings/recordings.ts'
import type { Browser, SessionService } from '#core/app/ports.ts'
import { createCatalogStore } from '#core/store/catalog-store.ts'
import { createPortProbe } from '#core/store/port-probe/port-probe.ts'
import { createSettingsStore } from '#core/store/settings-store.ts'
import { runProgram } from '#core/system/run-program.ts'
import { clientMessageOf } from '#words/client-message/client-message.ts'
import type { AppPaths } from '../paths.ts'
import { createRelayHost, type RelayHost } from '../relay-host/relay-host.ts'
import { startUtilityRelay } from '../relay-host/utility-relay.ts'
import { openSecretStore } from '../secrets/keychain-secret-store.ts'
import { lazySecretStore } from '../secrets/lazy-secret-store.ts'
import type { Cloud } from '../system/build.ts'
import type { StopStep } from '../system/stop-in-order.ts'
import { startActivity, type ActivityParts } from './activity-parts.ts'
import { createAskingBrowser } from './asking-browser.ts'
import { exposureOf } from './exposure-world.ts'
import { createNetworkWay, type NetworkWay } from './network-way.ts'
import type { PluginFinder } from './plugin-finder.ts'
import { createRealIdentity } from './real-identity.ts'
import { createRealSessions } from './real-sessions.ts'
import { reach, type Reached } from './reach.ts'
import { createRealShells } from './real-shells.ts'
import { startedLater } from './started-later.ts'
import { wayOut } from './way-out.ts'
import { createRealPluginFinder } from './real-plugin-finder.ts'

/** What the control plane needs to know of the program it runs in. */
export interface ControlPlaneOptions {
  readonly paths: AppPaths
  /** The environment variables that count. */
  readonly environment: NodeJS.ProcessEnv
  readonly cloud: Cloud
  readonly clock: Clock
  readonly log: Log
}

/** Everything true without a window: settings, sign-ins, tunnels, and the one value that windows draw. */
export interface ControlPlane extends Reached, NetworkWay {
  readonly settings: SettingsBook
  readonly identity: Identity
  readonly service: SessionService
  readonly supervisor: TunnelSupervisor
  readonly shells: Shells
  readonly sessions: Sessions
  readonly memory: SessionMemory
  /** What happened, as it is kept. */
  readonly history: ActivityParts
  readonly relay: RelayHost
  readonly localPorts: LocalPorts
  readonly recordings: Recordings
  readonly snapshot: SnapshotProjection
  /**
   * Starts what a first look at the window can do without. Each comes by itself when it is needed before: the relay, the
   * keychain, the search for the plugin, AWS's clients.
   */
  startRest(): void
  readonly finder: PluginFinder
  readonly browser: Browser
  readonly stopSteps: readonly StopStep[]
}

function appFacts(
  { cloud, environment }: Pick<ControlPlaneOptions, 'cloud' | 'environment'>,
  secretStore: AppFacts['secretStore'],
): AppFacts {
  const { platform } = process
  const heeded = heededVariables(environment).filter(({ host }) => host === null || cloud !== 'sandbox')
  return {
    version: app.getVersion(),
    platform: platform === 'darwin' || platform === 'win32' ? platform : 'linux',
    systemLanguage: app.getLocale(),
    sandbox: cloud === 'sandbox',
    secretStore,
    plugin: { state: 'looking' },
    startAtLogin: 'off',
    screenReader: false,
    quitsWhenFinished: false,
    ...(heeded.length === 0 ? {} : { heededVariables: [...heeded] }),
  }
}

/** Ids of new tunnels, and how much sooner than planned a try comes. */
const byChance = { newId: randomUUID, chance: Math.random }

/** Builds the control plane and loads what was saved. Armed ports start the relay, and open as soon as it is up. */
export async function startControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { paths, environment, cloud, clock, log } = options
  const relay = createRelayHost({ start: () => startUtilityRelay(paths.relay, paths.relayRunFile, log), clock, log })
  const settingsStore = createSettingsStore({ path: paths.settings, clock, log })
  const settings = createSettingsBook(await settingsStore.load(), settingsStore)
  const secrets = lazySecretStore(() => openSecretStore(log))
  const network = createNetworkWay({ environment, clock, log, settings, secrets })
  const { http } = network
  const [roleCatalogs, systemLanguage] = [paths.roleCatalogs, app.getLocale()]
  const browser = createAskingBrowser({ log, cloud, settings, systemLanguage })
  const identity = createRealIdentity({ http, browser, clock, log, secrets, settings, roleCatalogs, systemLanguage })
  const finder = createRealPluginFinder({ clock, log, environment, setting: () => settings.current().pluginPath })
  const ofSessions = { path: paths.openSessions, relay, identity, http, finder, clock, log }
  const { service, sessions, walls, preferences, leftSessions, memory, ...granted } =
    await createRealSessions(ofSessions)
  const machine = { ports: createPortProbe(runProgram), exposure: exposureOf(options) }
  const catalog = createCatalogStore({ path: paths.catalog, clock, log, startUrls: () => startUrlsOf(identity) })
  const { signIns, mfa } = identity
  const parts = { ...machine, catalog, relay, sessions, walls, signIns, mfa, clock, log, settings }
  const supervisor = createTunnelSupervisor({ ...parts, ...byChance, clientMessage: clientMessageOf })
  const kept = { folder: paths.recordings, secrets, settings, signIns, preferences, pins: supervisor.pins }
  const { shells, recordings, transferLog } = createRealShells({ ...kept, relay, sessions, clock, log })
  const history = startActivity({ folder: paths.activity, supervisor, shells, identity, clock, log })
  const around = { paths, clock, log, http, identity, supervisor, relay, sessions, settings, ...granted }
  const loaded = [reach({ ...around, pins: supervisor.pins, transferLog }), supervisor.load(), identity.ready] as const
  const [{ problems, ...reached }] = await Promise.all(loaded)
  const snapshot = createSnapshot({
    app: appFacts(options, secrets.kind),
    ...{ settings, shells, signIns, mfa, access: granted.access, files: reached.fileParts.files },
    ...{ tunnels: supervisor, signInRemovals: signIns, signInProblems: identity.problems, proxies: network.proxies },
    networkProblems: network.certificateFile.problems,
    startProblems: [...settingsStore.problems(), ...problems, ...granted.problems],
    log,
  })
  const localPorts = createLocalPorts(machine.ports, supervisor)
  const core = { settings, identity, service, sessions, memory, history, supervisor, shells, relay, http, ...reached }
  const rest = startedLater({ ...core, ...network, secrets, finder, snapshot, recordings, leftSessions })
  const stopSteps = wayOut({ supervisor, shells, sessions, history, relay, identity, http, ...reached }, rest.stop)
  return { ...core, ...network, recordings, localPorts, snapshot, finder, browser, startRest: rest.start, stopSteps }
}

/** Where each sign-in of this computer is, by its local name. */
async function startUrlsOf({ ready, signIns }: Identity): Promise<ReadonlyMap<string, string>> {
  await ready
  return new Map(signIns.views().map(({ session }) => [session.name, session.startUrl]))
}
