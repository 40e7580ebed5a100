/**
 * How signing in behaves when many wait: `npm run test:identity [-- --json]`. Builds first, for it measures with the real core, the relay and the
 * sandbox, and with the app in its window, on a display of its own. With `--json` the last line is `{"ok", "passed", "failed", "skipped",
 * "rows": [{"name", "value", "unit", "goal", "holds"}]}`; `skipped` counts figures that nobody measures, of which there is none. Exits 0 only
 * when every figure holds.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureElectron } from './electron-runtime.mjs'
import { startDesktop } from './setup/desktop.mjs'
import { ensureNpmPackages } from './setup/npm-packages.mjs'
import { ROOT, onInterrupt, say } from './setup/program.mjs'
import { runCommand } from './setup/result.mjs'
import { ensureSystemPackages } from './setup/system-packages.mjs'

async function measured() {
  const { build } = await import('vite')
  const { testProgram } = await import('./vite-configs.mjs')
  const cache = join(ROOT, '.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'identity-'))
  try {
    await build(testProgram('test/figures/identity.ts').config({ outDir: folder, watch: null }))
    const { measureIdentity } = await import(pathToFileURL(join(folder, 'index.mjs')).href)
    return await measureIdentity((row) => say(lineOf(row)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const lineOf = ({ name, value, unit, goal, holds }) =>
  `${holds ? '  ✓' : '  ✗'} ${name}: ${value} ${unit} (goal ${goal})`

/** @template T @param {() => Promise<T>} work */
async function onDisplay(work) {
  const desktop = process.platform === 'linux' ? await startDesktop() : null
  if (desktop) {
    onInterrupt(desktop.stop)
    Object.assign(process.env, desktop.env)
  }
  try {
    return await work()
  } finally {
    await desktop?.stop()
  }
}

async function main() {
  await ensureNpmPackages()
  await ensureSystemPackages(['desktop'])
  await ensureElectron({ say: (line) => say(`electron: ${line}`) })
  const { buildAll } = await import('./build.mjs')
  await buildAll({ say })
  const rows = await onDisplay(measured)
  const passed = rows.filter(({ holds }) => holds).length
  const failed = rows.length - passed
  return { ok: failed === 0, passed, failed, skipped: 0, rows }
}

function tell({ passed, failed }) {
  process.stdout.write(`${passed} figures hold, ${failed} do not.\n`)
}

await runCommand({ module: import.meta.url, name: 'test:identity', main, tell })
