/**
 * Measures engines, start and size side by side: `npm run bench [-- --json]`. Builds first; runs on a display of its own.
 * With `--json` the last line is `{"ok": …, "figures": […]}`. A goal that is missed is a result, not a failure of the run:
 * `ok` says whether every goal holds.
 */
import { join } from 'node:path'
import { ensureElectron } from './electron-runtime.mjs'
import { loadTypeScript } from './run-typescript.mjs'
import { startDesktop } from './setup/desktop.mjs'
import { ensureNpmPackages } from './setup/npm-packages.mjs'
import { ROOT, isStarted, onInterrupt, printResult, say } from './setup/program.mjs'
import { ensureSystemPackages } from './setup/system-packages.mjs'

async function main() {
  await ensureNpmPackages()
  await ensureSystemPackages(['desktop'])
  await ensureElectron({ say: (line) => say(`electron: ${line}`) })
  const { buildAll } = await import('./build.mjs')
  await buildAll({ say })
  const farEnd = await buildFarEnd()
  const desktop = process.platform === 'linux' ? await startDesktop() : null
  if (desktop) {
    onInterrupt(desktop.stop)
    Object.assign(process.env, desktop.env)
  }
  try {
    const { runBench } = await loadTypeScript('test/bench/run.ts')
    return await runBench({ relay: join(ROOT, 'dist', 'relay', 'index.mjs'), farEnd }, say)
  } finally {
    await desktop?.stop()
  }
}

async function buildFarEnd() {
  const { build } = await import('vite')
  const { testProgram } = await import('./vite-configs.mjs')
  const outDir = join(ROOT, '.cache', 'bench')
  await build(testProgram('test/bench/tunnel/far-end.ts').config({ outDir, watch: null }))
  return join(outDir, 'index.mjs')
}

function printTable(figures) {
  const rows = figures.map(({ name, engine, value, unit, goal, holds }) => [
    name,
    engine ?? '',
    `${value.toPrecision(3)} ${unit}`,
    goal ?? '',
    holds === null ? '' : holds ? 'holds' : 'FALLS SHORT',
  ])
  for (const row of rows) process.stdout.write(`${row.map((cell) => cell.padEnd(18)).join('')}\n`)
}

if (isStarted(import.meta.url)) {
  const json = process.argv.includes('--json')
  try {
    const figures = await main()
    const ok = figures.every(({ holds }) => holds !== false)
    if (json) printResult({ ok, figures })
    else printTable(figures)
  } catch (error) {
    say(`bench: ${error.stack ?? error.message}`)
    if (json) printResult({ ok: false, error: error.message, figures: [] })
    process.exitCode = 1
  }
}
