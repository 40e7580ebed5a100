import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { app, clipboard } from 'electron'
import type { AppFacts } from '#contract/snapshot.ts'
import { createSnapshot } from '#core/app/snapshot/snapshot.ts'
import { createSettingsBook } from '#core/app/settings/settings-book.ts'
import { createLocalPorts } from '#core/app/tunnels/local-ports.ts'
import { createTunnelSupervisor } from '#core/app/tunnels/supervisor.ts'
import { createAwsHttp, createSessionService } from '#core/aws/index.ts'
import { createLog } from '#core/log/index.ts'
import { createCatalogStore } from '#core/store/catalog-store.ts'
import { createPortProbe } from '#core/store/port-probe/port-probe.ts'
import { createSettingsStore } from '#core/store/settings-store.ts'
import { createContractServer } from './contract-server/contract-server.ts'
import { createAppHandlers } from './handlers/app-handlers.ts'
import { createSignInHandlers } from './handlers/sign-in-handlers.ts'
import { createTunnelHandlers } from './handlers/tunnel-handlers.ts'
import { appPaths } from './paths.ts'
import { createPluginFinder } from './parts/plugin-finder.ts'
import { createRealIdentity } from './parts/real-identity.ts'
import { readWindowPlace, writeWindowPlace } from './parts/window-place-store.ts'
import { serveAppProtocol } from './protocol/app-protocol.ts'
import { createRelayHost } from './relay-host/relay-host.ts'
import { startUtilityRelay } from './relay-host/utility-relay.ts'
import { openSecretStore } from './secrets/keychain-secret-store.ts'
import { lazySecretStore } from './secrets/lazy-secret-store.ts'
import { createBrowser, isListedLink, isPortalLink, isSignInPage } from './system/browser.ts'
import { watchPower } from './system/power.ts'
import { quitThrough } from './system/quit.ts'
import { systemClock as clock } from './system/system-clock.ts'
import { createLiveTray } from './tray/live-tray.ts'
import { setApplicationMenu } from './window/application-menu.ts'
import { lockDown } from './window/lock-down.ts'
import { openMainWindow } from './window/main-window.ts'
import { createWindowKeeper } from './window/window-keeper.ts'

/** The composition root: builds every part, joins them, and says in which order they stop. */
export async function startCulvert(): Promise<void> {
  const paths = appPaths()
  const place = process.env['CULVERT_SANDBOX'] === '1' ? 'sandbox' : 'aws'
  const log = createLog({ file: join(paths.logs, 'culvert.jsonl'), level: app.isPackaged ? 'info' : 'debug' })
  process.on('unhandledRejection', (reason) => log.error('unhandled-rejection', { reason }))
  lockDown(log)
  serveAppProtocol(paths.page)

  const settingsStore = createSettingsStore({ path: paths.settings, clock, log })
  const settings = createSettingsBook(await settingsStore.load(), settingsStore)
  const keychain = openSecretStore(log)
  const secrets = lazySecretStore(keychain)
  const http = createAwsHttp(process.env)
  const browser = createBrowser((url) => isSignInPage(url, place), log)
  const identity = createRealIdentity({ http, browser, clock, log, secrets, settings, roleCatalogs: paths.roleCatalogs })
  const { signIns, profiles, credentials } = identity
  const findPlugin = createPluginFinder(clock, log)
  const sessions = createSessionService({ clock, log, http, credentials, findPlugin })
  const relay = createRelayHost({ start: () => startUtilityRelay(paths.relay, paths.relayRunFile), clock, log })
  const ports = createPortProbe()
  const catalog = createCatalogStore({ path: paths.catalog, clock, log })
  const supervisor = createTunnelSupervisor({
    catalog, relay, sessions, signIns, credentials, ports, clock, log, settings, newId: randomUUID,
  })
  await Promise.all([supervisor.load(), identity.ready])

  const facts: AppFacts = {
    version: app.getVersion(),
    platform: process.platform === 'darwin' || process.platform === 'win32' ? process.platform : 'linux',
    systemLanguage: app.getLocale(),
    sandbox: place === 'sandbox',
    secretStore: secrets.kind,
    plugin: null,
  }
  const snapshot = createSnapshot({
    app: facts, settings, tunnels: supervisor, signIns, signInRemovals: signIns, startProblems: settingsStore.problems(),
  })
  void keychain.then(({ kind }) => snapshot.setApp({ secretStore: kind }))
  const tellPlugin = (): void => void findPlugin().then((plugin) => snapshot.setApp({ plugin }))
  settings.onChange(tellPlugin)
  tellPlugin()

  const window = createWindowKeeper(() => {
    const opened = openMainWindow({
      preload: paths.preload,
      place: readWindowPlace(paths.window),
      onPlaced: (placed) => writeWindowPlace(paths.window, placed),
    })
    server.admit(opened)
    return opened
  })
  const portalLink = (url: string): boolean => isPortalLink(url, signIns.views().map(({ session }) => session.startUrl))
  const server = createContractServer(
    {
      ...createAppHandlers({
        snapshot: () => snapshot.current(),
        dismissNotice: (id) => snapshot.dismissNotice(id),
        settings,
        browser: createBrowser((url) => isListedLink(url) || portalLink(url), log),
        folders: { catalog: paths.userData, logs: paths.logs },
        closeWindow: () => window.current()?.close(),
      }),
      ...createSignInHandlers(signIns, profiles),
      ...createTunnelHandlers({ supervisor, sessions, localPorts: createLocalPorts(ports, supervisor.specs) }),
    },
    log,
  )
  const show = (...[name, payload]: Parameters<typeof server.tell>): void => {
    const contents = window.show().webContents
    if (contents.isLoading()) contents.once('did-finish-load', () => server.tell(name, payload))
    else server.tell(name, payload)
  }

  const tray = createLiveTray({
    snapshot,
    settings,
    clock,
    actions: {
      supervisor,
      signIns,
      copy: (text) => void clipboard.writeText(text),
      showTunnel: (id) => show('navigate', { to: 'tunnel', id }),
      showWindow: () => window.show(),
      quit: () => app.quit(),
    },
  })
  snapshot.onUpdate((update) => server.tell('snapshot.update', update))
  supervisor.onTraffic((report) => server.tell('traffic', report))

  setApplicationMenu({
    newTunnel: () => show('navigate', { to: 'new-tunnel' }),
    openSettings: () => show('navigate', { to: 'settings' }),
    quit: () => app.quit(),
  })
  const stopPower = watchPower(
    { slept: supervisor.slept, woke: supervisor.woke, onlineChanged: supervisor.setOnline },
    place,
  )
  app.on('second-instance', () => window.show())
  app.on('activate', () => window.show())
  // The ports are the app; the window is only a view of them. Quit is in the menu and in the tray.
  app.on('window-all-closed', () => {})
  quitThrough(() => [
    { name: 'power', stop: stopPower, deadlineMs: 100 },
    { name: 'tunnels', stop: () => supervisor.dispose(6_000), deadlineMs: 7_000 },
    { name: 'relay', stop: () => relay.dispose(3_000), deadlineMs: 4_000 },
    { name: 'identity', stop: () => identity.dispose(), deadlineMs: 1_000 },
    { name: 'tray', stop: () => tray.dispose(), deadlineMs: 100 },
    { name: 'http', stop: () => http.dispose(), deadlineMs: 100 },
  ], log)
  window.show()
}
