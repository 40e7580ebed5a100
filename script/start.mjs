/**
 * Opens the app on the user's own ~/.aws: `npm start [-- --dev] [-- arguments for the app]`.
 * With `--dev` the page comes from a server that updates it in place, and a change elsewhere restarts the app.
 */
import { spawn } from 'node:child_process'
import { watch } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { ensureElectron } from './electron-runtime.mjs'
import { hasDisplay } from './setup/desktop.mjs'
import { ensureNpmPackages } from './setup/npm-packages.mjs'
import { ROOT, isStarted, killGroup, onInterrupt, say } from './setup/program.mjs'

/** Sources of the app that is not the page: a change there needs a restart. */
const WATCHED = ['main', 'core', 'contract', 'relay', 'preload']
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
  await new Promise((settle) => {
    const late = setTimeout(() => killGroup(app, 'SIGKILL'), APP_STOP_TIMEOUT_MS)
    app.once('exit', () => {
      clearTimeout(late)
      settle()
    })
    app.kill('SIGTERM')
  })
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

async function develop(args) {
  const { createServer } = await import('vite')
  const { rendererBase } = await import('./vite-configs.mjs')
  const { buildAll } = await import('./build.mjs')
  const server = await createServer({ ...rendererBase(), server: { host: '127.0.0.1', port: 0 } })
  await server.listen()
  const env = { ...process.env, CULVERT_RENDERER_URL: server.resolvedUrls.local[0] }
  say(`page served at ${env.CULVERT_RENDERER_URL}`)

  let restarting = false
  let app
  const open = () => {
    app = launchApp({ args, env })
    app.once('exit', (code) => {
      if (!restarting) void server.close().finally(() => process.exit(code ?? 1))
    })
  }
  const restart = async () => {
    restarting = true
    try {
      const built = await buildAll({ only: ['main', 'relay', 'preload'], say })
      if (built.length === 0) return
      await stopApp(app)
      open()
    } catch (error) {
      say(`not restarted: ${error.message}`)
    } finally {
      restarting = false
    }
  }
  let pending
  for (const folder of WATCHED) {
    watch(join(ROOT, folder), { recursive: true }, () => {
      clearTimeout(pending)
      pending = setTimeout(() => !restarting && void restart(), SETTLE_MS)
    })
  }
  onInterrupt(() => Promise.all([stopApp(app), server.close()]))
  open()
}

if (isStarted(import.meta.url)) {
  main().catch((error) => {
    say(`start: ${error.message}`)
    process.exitCode = 1
  })
}
