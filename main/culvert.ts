import { join } from 'node:path'
import { app, clipboard } from 'electron'
import { createLog } from '#core/log/index.ts'
import { createContractServer } from './contract-server/contract-server.ts'
import { createAppHandlers } from './handlers/app-handlers.ts'
import { createSignInHandlers } from './handlers/sign-in-handlers.ts'
import { createTunnelHandlers } from './handlers/tunnel-handlers.ts'
import { startControlPlane } from './parts/control-plane.ts'
import { readWindowPlace, writeWindowPlace } from './parts/window-place-store.ts'
import { appPaths } from './paths.ts'
import { serveAppProtocol } from './protocol/app-protocol.ts'
import { createBrowser, isListedLink, isPortalLink } from './system/browser.ts'
import { watchPower } from './system/power.ts'
import { quitThrough } from './system/quit.ts'
import { systemClock as clock } from './system/system-clock.ts'
import { languageOf } from './system/language.ts'
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

  const starting = startControlPlane({ paths, place, clock, log })
  const window = createWindowKeeper(() => {
    const opened = openMainWindow({
      preload: paths.preload,
      place: readWindowPlace(paths.window),
      onPlaced: (placed) => writeWindowPlace(paths.window, placed),
    })
    server.admit(opened)
    return opened
  })
  const handlers = starting.then(({ settings, identity, sessions, supervisor, localPorts, snapshot }) => {
    const startUrls = (): readonly string[] => identity.signIns.views().map(({ session }) => session.startUrl)
    return {
      ...createAppHandlers({
        snapshot: () => snapshot.current(),
        dismissNotice: (id) => snapshot.dismissNotice(id),
        settings,
        browser: createBrowser((url) => isListedLink(url) || isPortalLink(url, startUrls()), log),
        folders: { catalog: paths.userData, logs: paths.logs },
        closeWindow: () => window.current()?.close(),
      }),
      ...createSignInHandlers(identity.signIns, identity.profiles),
      ...createTunnelHandlers({ supervisor, sessions, localPorts, language: () => languageOf(snapshot.current()) }),
    }
  })
  const server = createContractServer(handlers, log)
  // The page takes longest to come up: it loads while the rest is built.
  window.show()

  const plane = await starting
  const { identity, supervisor, snapshot } = plane
  const { signIns } = identity
  snapshot.onUpdate((update) => server.tell('snapshot.update', update))
  supervisor.onTraffic((report) => server.tell('traffic', report))
  const show = (...[name, payload]: Parameters<typeof server.tell>): void => {
    const contents = window.show().webContents
    if (contents.isLoading()) contents.once('did-finish-load', () => server.tell(name, payload))
    else server.tell(name, payload)
  }

  const tray = createLiveTray({
    snapshot,
    clock,
    actions: {
      supervisor,
      signIns,
      copy: (text) => void clipboard.writeText(text),
      showTunnel: (id) => show('navigate', { to: 'tunnel', id }),
      showWindow: () => void window.show(),
      quit: () => app.quit(),
    },
  })
  setApplicationMenu({
    newTunnel: () => show('navigate', { to: 'new-tunnel' }),
    openSettings: () => show('navigate', { to: 'settings' }),
    quit: () => app.quit(),
  })
  const { slept, woke, setOnline: onlineChanged } = supervisor
  const stopPower = watchPower({ slept, woke, onlineChanged }, place)
  app.on('second-instance', () => window.show())
  app.on('activate', () => window.show())
  // The ports are the app; the window is only a view of them. Quit is in the menu and in the tray.
  app.on('window-all-closed', () => {})
  const steps = [
    { name: 'power', stop: stopPower, deadlineMs: 100 },
    ...plane.stopSteps,
    { name: 'tray', stop: () => tray.dispose(), deadlineMs: 100 },
  ]
  quitThrough(() => steps, log)
}
