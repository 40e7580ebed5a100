/**
 * Opens the app on the user's own ~/.aws: `npm start [-- --dev] [-- arguments for the app]`.
 * With `--dev` a change to the page reloads it, and a change elsewhere restarts the app.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { watch } from 'node:fs'
import { createRequire } from 'node:module'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { ensureElectron } from './electron-runtime.mjs'
import { hasDisplay } from './setup/desktop.mjs'
import { ensureNpmPackages } from './setup/npm-packages.mjs'
import { ROOT, isStarted, killGroup, onInterrupt, say } from './setup/program.mjs'

const WATCHED = ['main', 'core', 'contract', 'relay', 'preload', 'renderer']
const SETTLE_MS = 150
const APP_STOP_TIMEOUT_MS = 5_000

/** Makes everything that the app needs to run from this folder. */
export async function prepareApp() {
  await ensureNpmPackages()
  await ensureElectron({ say: (line) => say(`electron: ${line}`) })
  const { buildAll } = await import('./build.mjs')
  await buildAll({ say })
}

/**
 * @param {{ args?: readonly string[], env?: NodeJS.ProcessEnv }} options
 * @returns {import('node:child_process').ChildProcess}
 */
export function launchApp({ args = [], env = process.env } = {}) {
  const binary = createRequire(import.meta.url)('electron')
  // Chromium refuses its sandbox to root; the page's own sandbox option stays on for everybody else.
  const asRoot = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const clean = { ...env }
  delete clean.ELECTRON_RUN_AS_NODE
  return spawn(binary, [...asRoot, ROOT, ...args], {
    cwd: ROOT,
    env: clean,
    stdio: 'inherit',
    detached: process.platform !== 'win32',
  })
}

/** Ends the app as closing it would, and by force when that takes too long. */
export async function stopApp(app) {
  if (app.exitCode !== null || app.signalCode !== null) return
  const gone = once(app, 'exit')
  const late = setTimeout(() => killGroup(app, 'SIGKILL'), APP_STOP_TIMEOUT_MS)
  app.kill('SIGTERM')
  await gone
  clearTimeout(late)
}

async function main() {
  const dev = process.argv.includes('--dev')
  const args = process.argv.slice(2).filter((argument) => argument !== '--dev')
  if (!hasDisplay()) throw new Error('there is no display to open a window on; "npm run demo -- --auto" needs none')
  await prepareApp()
  if (dev) return develop(args)
  const app = launchApp({ args })
  onInterrupt(() => stopApp(app))
  app.once('exit', (code) => (process.exitCode = code ?? 1))
}

/**
 * The page is built like the one we ship and comes by the same protocol: a server for it would have to be let through
 * everything that keeps strange pages out.
 */
async function develop(args) {
  const { buildAll } = await import('./build.mjs')
  const debuggingPort = await freePort()
  const open = () => {
    const app = launchApp({ args: [`--remote-debugging-port=${debuggingPort}`, ...args] })
    app.once('exit', (code) => {
      if (app === current && !updating) process.exit(code ?? 1)
    })
    return app
  }
  let updating = false
  let current = open()
  const update = async () => {
    updating = true
    try {
      const built = await buildAll({ say })
      const pageOnly = built.every((name) => name === 'renderer')
      if (built.length > 0 && pageOnly) await reloadPages(debuggingPort)
      else if (built.length > 0) {
        await stopApp(current)
        current = open()
      }
    } catch (error) {
      say(`not updated: ${error.message}`)
    } finally {
      updating = false
    }
  }
  let pending
  const schedule = () => {
    clearTimeout(pending)
    pending = setTimeout(() => (updating ? schedule() : void update()), SETTLE_MS)
  }
  for (const folder of WATCHED) watch(join(ROOT, folder), { recursive: true }, schedule)
  onInterrupt(() => stopApp(current))
}

async function reloadPages(debuggingPort) {
  const { chromium } = await import('@playwright/test')
  const browser = await chromium.connectOverCDP(`http://127.0.0.1:${debuggingPort}`)
  for (const page of browser.contexts().flatMap((context) => context.pages())) await page.reload()
  await browser.close()
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address())
  await new Promise((settle) => server.close(settle))
  return port
}

if (isStarted(import.meta.url)) {
  main().catch((error) => {
    say(`start: ${error.message}`)
    process.exitCode = 1
  })
}
