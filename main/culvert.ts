import { join } from 'node:path'
import type { CallHandlers } from '#contract/calls.ts'
import type { Log } from '#core/app/ports.ts'
import { createLog } from '#core/log/index.ts'
import { createContractServer } from './contract-server/contract-server.ts'
import { createAppHandlers } from './handlers/app-handlers.ts'
import { createSignInHandlers } from './handlers/sign-in-handlers.ts'
import { createTunnelHandlers } from './handlers/tunnel-handlers.ts'
import type { ControlPlane, ControlPlaneOptions } from './parts/control-plane.ts'
import { startShowing } from './parts/showing.ts'
import { readWindowState, writeWindowState } from './parts/window-state-store.ts'
import { appPaths, type AppPaths } from './paths.ts'
import { serveAppProtocol } from './protocol/app-protocol.ts'
import { watchApp } from './system/app-events.ts'
import { cloudOf, environmentOf, type Build } from './system/build.ts'
import { createBrowser, isListedLink, isPortalLink } from './system/browser.ts'
import { quitThrough } from './system/quit.ts'
import { wallClock as clock } from './system/wall-clock.ts'
import { lockDown } from './window/lock-down.ts'
import { openMainWindow } from './window/main-window.ts'
import { revivePage } from './window/page-revival.ts'
import { pageSession, takeNetworkAway } from './window/page-session.ts'
import { createWindowKeeper, type WindowKeeper } from './window/window-keeper.ts'

/** The composition root: builds every part, joins them, and says in which order they stop. */
export async function startCulvert(build: Build): Promise<void> {
  const paths = appPaths()
  const environment = environmentOf(build, process.env)
  const cloud = cloudOf(environment)
  const log = createLog({ file: join(paths.logs, 'culvert.jsonl'), level: build === 'packaged' ? 'info' : 'debug' })
  const stopHearing = logUnhandled(log)
  const page = preparePage(paths.page, log)

  const starting = loadControlPlane({ paths, environment, cloud, clock, log })
  const window = createWindowKeeper(() => {
    const opened = openMainWindow({
      preload: paths.preload,
      session: page.session,
      build,
      state: readWindowState(paths.window),
      onStateChange: (state) => writeWindowState(paths.window, state),
    })
    server.admit(opened)
    revivePage(opened, clock, log)
    return opened
  })
  const handlers = starting.then((plane) => handlersOf({ plane, paths, window, log }))
  const server = createContractServer(handlers, log)
  const joined = starting.then((plane) => [
    ...startShowing(plane, { window, server, build, cloud, clock }),
    { name: 'window', stop: () => server.dispose(), deadlineMs: 100 },
    { name: 'app', stop: stopWatching, deadlineMs: 100 },
    { name: 'page', stop: page.stopServing, deadlineMs: 100 },
    { name: 'log', stop: stopHearing, deadlineMs: 100 },
  ])
  // A window that is closed, or an app that is quit, before all is built must find somebody who hears it.
  const stopWatching = watchApp({ wanted: () => void window.show() })
  quitThrough(() => joined, log)
  // The page takes longest to come up: it loads while the rest is built.
  await page.ready
  window.show()
  await joined
}

/** Where the page will be: its session, locked and with its files. `ready`: the page may be loaded. */
function preparePage(files: string, log: Log) {
  const session = pageSession()
  lockDown(session, log)
  return { session, stopServing: serveAppProtocol(session, files), ready: takeNetworkAway(session) }
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
      folders: { catalog: paths.userData, logs: paths.logs, 'sign-ins': paths.awsFolder },
      closeWindow: () => window.current()?.close(),
    }),
    ...createSignInHandlers(identity.signIns, identity.profiles),
    ...createTunnelHandlers({ supervisor, sessions, localPorts }),
  }
}
