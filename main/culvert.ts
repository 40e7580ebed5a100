import { join } from 'node:path'
import type { BrowserWindow, Session } from 'electron'
import type { Log } from '#core/app/ports.ts'
import { createHandWatch } from '#core/app/production/hand-watch.ts'
import { createLog } from '#core/log/index.ts'
import { createContractServer } from './contract-server/contract-server.ts'
import { askPageAgain } from './dialogs/ask-page-again.ts'
import type { BehindWindow, BehindWindowOptions } from './parts/behind-window.ts'
import { readWindowState, writeWindowState } from './parts/window-state-store.ts'
import { appPaths } from './paths.ts'
import { serveAppProtocol } from './protocol/app-protocol.ts'
import { watchApp } from './system/app-events.ts'
import { cloudOf, environmentOf, type Build } from './system/build.ts'
import { createQuitGate } from './system/quit-gate.ts'
import { quitThrough } from './system/quit.ts'
import type { StopStep } from './system/stop-in-order.ts'
import { isStartedAtLogin } from './system/login-item.ts'
import { wallClock as clock } from './system/wall-clock.ts'
import { showContextMenus } from './window/context-menu.ts'
import { openCodeWindow } from './window/code-window.ts'
import { createFirstLook } from './window/first-look.ts'
import { lockDown } from './window/lock-down.ts'
import { openMainWindow } from './window/main-window.ts'
import { revivePage } from './window/page-revival.ts'
import { pageSession, takeNetworkAway } from './window/page-session.ts'
import { watchHands } from './window/watch-hands.ts'
import { createWindowKeeper, type WindowKeeper } from './window/window-keeper.ts'

/** There is one window at a time. What was opened in it, such as shells, is there again when it is opened again. */
const mainWindowName = 'main'
/** The small one, in which a code is asked for. */
const codeWindowName = 'code'

/** The composition root: builds every part, joins them, and says in which order they stop. */
export async function startCulvert(build: Build): Promise<void> {
  const paths = appPaths()
  const environment = environmentOf(build, process.env)
  const cloud = cloudOf(environment)
  const log = createLog({ file: join(paths.logs, 'culvert.jsonl'), level: build === 'packaged' ? 'info' : 'debug' })
  const stopHearing = logUnhandled(log)
  const page = preparePage(paths.page, log)
  const hands = createHandWatch(clock)
  const admit = (opened: BrowserWindow): void => {
    server.admit(opened, mainWindowName)
    showContextMenus(opened, async () => (await starting).words())
  }
  const parts = { paths, build, session: page.session, log, hands }
  const window = windowKeeper(parts, admit, async (failed) => await askPageAgain(failed, (await starting).words()))
  const look = createFirstLook(clock)
  const gate = createQuitGate(process.platform)
  const starting = loadBehindWindow({
    ...{ paths, environment, build, cloud, clock, log, window, gate, hands },
    openCodeWindow: codeWindowOf(parts, (opened) => server.admit(opened, codeWindowName)),
    drawn: look.drawn,
    giveStream: (...given) => server.giveStream(...given),
    navigate: (to) => server.tell('navigate', to),
  })
  const [answer, dropped] = [starting.then((behind) => behind.answer), starting.then((behind) => behind.dropped)]
  const server = createContractServer(answer, log, dropped)
  const joined = starting.then((behind) => [
    ...behind.show(server),
    ...lastSteps({ window: () => server.dispose(), app: stopWatching, page: page.stopServing, log: stopHearing }),
  ])
  // A window that is closed, or an app that is quit, before all is built must find somebody who hears it.
  const stopWatching = watchApp({ wanted: () => void window.show() })
  quitThrough(() => joined, log, gate)
  // The page takes longest to come up: it loads while the rest is built.
  await page.ready
  if (isStartedAtLogin()) look.drawn()
  else window.show().once('closed', look.drawn)
  const [behind] = await Promise.all([starting, joined, look.over])
  behind.startRest()
}

/** What stops at once, after all the rest. */
function lastSteps(stops: Readonly<Record<string, () => void>>): readonly StopStep[] {
  return Object.entries(stops).map(([name, stop]) => ({ name, stop, deadlineMs: 100 }))
}

interface WindowParts extends Pick<BehindWindowOptions, 'paths' | 'build' | 'log' | 'hands'> {
  readonly session: Session
}

function windowKeeper(
  parts: WindowParts,
  admit: (opened: BrowserWindow) => void,
  askAgain: (failed: BrowserWindow) => Promise<boolean>,
): WindowKeeper {
  const { paths, build, session, log, hands } = parts
  return createWindowKeeper(() => {
    const opened = openMainWindow({
      preload: paths.preload,
      session,
      build,
      state: readWindowState(paths.window),
      onStateChange: (state) => writeWindowState(paths.window, state),
    })
    admit(opened)
    watchHands(opened, () => hands.pressed(mainWindowName))
    revivePage(opened, { clock, log, askAgain })
    return opened
  })
}

/** The small window of questions for codes; what is pressed in it counts for nothing else. */
function codeWindowOf({ paths, session, build }: WindowParts, admit: (opened: BrowserWindow) => void) {
  return (): BrowserWindow => {
    const opened = openCodeWindow({ preload: paths.preload, session, build })
    admit(opened)
    return opened
  }
}

/** Where the page will be: its session, locked and with its files. `ready`: the page may be loaded. */
function preparePage(files: string, log: Log) {
  const session = pageSession()
  lockDown(session, log)
  return { session, stopServing: serveAppProtocol(session, files), ready: takeNetworkAway(session) }
}

/** Most of the program's text is not needed for a window: it is loaded while the window's page comes up. */
async function loadBehindWindow(options: BehindWindowOptions): Promise<BehindWindow> {
  const { startBehindWindow } = await import('./parts/behind-window.ts')
  return await startBehindWindow(options)
}

/** A rejection that nobody handles is a bug that must leave a trace; heard until the returned function is called. */
function logUnhandled(log: Log): () => void {
  const hear = (reason: unknown): void => log.error('unhandled-rejection', { reason })
  process.on('unhandledRejection', hear)
  return () => void process.off('unhandledRejection', hear)
}
