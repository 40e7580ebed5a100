import { join } from 'node:path'
import { app, clipboard } from 'electron'
import type { CallHandlers, EventPayload } from '#contract/calls.ts'
import type { Log } from '#core/app/ports.ts'
import { createLog } from '#core/log/index.ts'
import { createContractServer, type ContractServer } from './contract-server/contract-server.ts'
import { createAppHandlers } from './handlers/app-handlers.ts'
import { createSignInHandlers } from './handlers/sign-in-handlers.ts'
import { createTunnelHandlers } from './handlers/tunnel-handlers.ts'
import type { ControlPlane, ControlPlaneOptions } from './parts/control-plane.ts'
import { readWindowPlace, writeWindowPlace } from './parts/window-place-store.ts'
import { appPaths, type AppPaths } from './paths.ts'
import { serveAppProtocol } from './protocol/app-protocol.ts'
import { watchApp } from './system/app-events.ts'
import { createBrowser, isListedLink, isPortalLink } from './system/browser.ts'
import { watchPower } from './system/power.ts'
import { quitThrough } from './system/quit.ts'
import { systemClock as clock } from './system/system-clock.ts'
import { createLiveTray } from './tray/live-tray.ts'
import { showApplicationMenu } from './window/application-menu.ts'
import { lockDown } from './window/lock-down.ts'
import { openMainWindow } from './window/main-window.ts'
import { revivePage } from './window/page-revival.ts'
import { createWindowKeeper, type WindowKeeper } from './window/window-keeper.ts'

/** The composition root: builds every part, joins them, and says in which order they stop. */
export async function startCulvert(): Promise<void> {
  const paths = appPaths()
  const place = process.env['CULVERT_SANDBOX'] === '1' ? 'sandbox' : 'aws'
  const log = createLog({ file: join(paths.logs, 'culvert.jsonl'), level: app.isPackaged ? 'info' : 'debug' })
  const stopHearing = logUnhandled(log)
  lockDown(log)
  const stopServing = serveAppProtocol(paths.page)

  const starting = loadControlPlane({ paths, place, clock, log })
  const window = createWindowKeeper(() => {
    const opened = openMainWindow({
      preload: paths.preload,
      place: readWindowPlace(paths.window),
      onPlaced: (placed) => writeWindowPlace(paths.window, placed),
    })
    server.admit(opened)
    revivePage(opened, clock, log)
    return opened
  })
  const handlers = starting.then((plane) => handlersOf({ plane, paths, window, log }))
  const server = createContractServer(handlers, log)
  // The page takes longest to come up: it loads while the rest is built.
  window.show()

  const plane = await starting
  const { slept, woke, setOnline: onlineChanged } = plane.supervisor
  const tray = joinWindow(plane, window, server)
  const stopPower = watchPower({ slept, woke, onlineChanged }, place)
  const steps = [
    { name: 'power', stop: stopPower, deadlineMs: 100 },
    ...plane.stopSteps,
    { name: 'tray', stop: () => tray.dispose(), deadlineMs: 100 },
    { name: 'snapshot', stop: () => plane.snapshot.dispose(), deadlineMs: 100 },
    { name: 'window', stop: () => server.dispose(), deadlineMs: 100 },
    { name: 'page', stop: stopServing, deadlineMs: 100 },
    { name: 'log', stop: stopHearing, deadlineMs: 100 },
  ]
  quitThrough(() => steps, log)
}

/** Most of what there is to load are AWS's clients: the window opens and its page comes up meanwhile. */
async function loadControlPlane(options: ControlPlaneOptions): Promise<ControlPlane> {
  const { startControlPlane } = await import('./parts/control-plane.ts')
  return await startControlPlane(options)
}

/** A rejection that nobody handles is a bug that must leave a trace; heard until the returned function is called. */
function logUnhandled(log: Log): () => void {
  const hear = (reason: unknown): void => log.error('unhandled-rejection', { reason })
  process.on('unhandledRejection', hear)
  return () => void process.off('unhandledRejection', hear)
}

interface HandlerParts {
  readonly plane: ControlPlane
  readonly paths: AppPaths
  readonly window: WindowKeeper
  readonly log: Log
}

/** Everything a window may ask for. */
function handlersOf({ plane, paths, window, log }: HandlerParts): CallHandlers {
  const { settings, identity, sessions, supervisor, localPorts, snapshot } = plane
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
    ...createTunnelHandlers({ supervisor, sessions, localPorts }),
  }
}

/** Joins the window, the tray and the menu with what there is to show. */
function joinWindow(plane: ControlPlane, window: WindowKeeper, server: ContractServer): { dispose(): void } {
  const { identity, supervisor, snapshot } = plane
  const navigate = (to: EventPayload<'navigate'>): void => {
    const contents = window.show().webContents
    if (contents.isLoading()) contents.once('did-finish-load', () => server.tell('navigate', to))
    else server.tell('navigate', to)
  }
  const quit = (): void => app.quit()
  const stops = [
    snapshot.onUpdate((update) => server.tell('snapshot.update', update)),
    supervisor.onTraffic((report) => server.tell('traffic', report)),
    showApplicationMenu(snapshot, {
      newTunnel: () => navigate({ to: 'new-tunnel' }),
      openSettings: () => navigate({ to: 'settings' }),
      quit,
    }),
    watchApp({ wanted: () => void window.show() }),
  ]
  const actions = {
    supervisor,
    signIns: identity.signIns,
    copy: (text: string) => void clipboard.writeText(text),
    showTunnel: (id: string) => navigate({ to: 'tunnel', id }),
    showWindow: () => void window.show(),
    quit,
  }
  const tray = createLiveTray({ snapshot, clock, actions })
  return {
    dispose() {
      for (const stop of stops) stop()
      tray.dispose()
    },
  }
}
