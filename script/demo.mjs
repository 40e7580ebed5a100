/**
 * The whole of Culvert without an AWS account: `npm run demo [-- --auto] [-- --json]`.
 * With a display it opens the app on the sandbox and leaves it to you; with `--auto`, or without a display, it plays the
 * main job by itself and tells each step. With `--json` the last line of that is one object with `ok` and `steps`.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'
import { pathToFileURL } from 'node:url'
import { loadTypeScript } from './run-typescript.mjs'
import { hasDisplay, startDesktop } from './setup/desktop.mjs'
import { ROOT, onInterrupt, say } from './setup/program.mjs'
import { runCommand } from './setup/result.mjs'
import { ensureSystemPackages } from './setup/system-packages.mjs'
import { launchApp, prepareApp, stopApp } from './start.mjs'

async function playByItself() {
  const desktop = process.platform === 'linux' ? await startDesktop() : null
  if (desktop) {
    onInterrupt(desktop.stop)
    Object.assign(process.env, desktop.env)
  }
  try {
    const { playMainJob } = await loadTypeScript('test/e2e/main-job.ts')
    let last = performance.now()
    const report = (step) => {
      const now = performance.now()
      say(`  ${((now - last) / 1000).toFixed(1).padStart(5)} s  ${typeof step === 'string' ? step : step.name}`)
      last = now
    }
    return await playMainJob({ report })
  } finally {
    await desktop?.stop()
  }
}

/** Sandbox and app on a profile that is thrown away when the app is closed. */
async function leaveToTheUser() {
  const { startSandbox } = await import(pathToFileURL(join(ROOT, 'dist', 'sandbox', 'index.mjs')).href)
  const folder = mkdtempSync(join(tmpdir(), 'culvert-demo-'))
  const sandbox = await startSandbox({ people: 'with-mfa' })
  const env = { ...process.env, ...sandbox.environment }
  const app = launchApp({ args: [`--user-data-dir=${join(folder, 'profile')}`], env })
  const clear = async () => {
    await stopApp(app)
    await sandbox.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })
  }
  onInterrupt(clear)
  for (const { serial, secret } of sandbox.world.mfaDevices)
    say(`Codes of ${serial} come from an authenticator app that is given the secret ${secret}.`)
  say(`The sandbox answers at ${sandbox.endpointUrl}. Quit the app, or press Ctrl+C, to end everything.`)
  await new Promise((settle) => app.once('exit', settle))
  await clear()
}

function tell({ rows, port, screenshots }) {
  say(`Done: ${rows.length} rows came through localhost:${port}. What it looked like:`)
  for (const path of screenshots) say(`  ${relative(ROOT, path)}`)
}

async function play(auto) {
  await ensureSystemPackages(['desktop', 'databases', 'clients'])
  await prepareApp()
  if (!auto && hasDisplay()) return leaveToTheUser()
  if (!auto) say('There is no display: the demo plays by itself on one of its own.')
  return playByItself()
}

async function main({ json }) {
  const played = await play(json || process.argv.includes('--auto'))
  return played && { ok: true, ...played }
}

await runCommand({ module: import.meta.url, name: 'demo', main, tell })
