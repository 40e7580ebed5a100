/**
 * Measures engines, start, list and size side by side: `npm run bench [-- --json] [--only name,…] [--record]`, where a name is
 * a figure's or that of a group of them: `app`, `list`, `shells`, `pool`, `engines`. Builds first; runs on a display of its own. With `--json`
 * the last line is `{"ok": …, "figures": […], "notMeasured": […]}`, the last of them the engines without a figure. A goal that
 * is missed is a result, not a failure of the run: `ok` says whether every goal holds. With `--record` the ratios of the two
 * engines are appended to docs/bench-history.json, with the plugin's own figures.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { ensureElectron } from './electron-runtime.mjs'
import { loadTypeScript } from './run-typescript.mjs'
import { startDesktop } from './setup/desktop.mjs'
import { ensureNpmPackages } from './setup/npm-packages.mjs'
import { ROOT, onInterrupt, say } from './setup/program.mjs'
import { runCommand } from './setup/result.mjs'
import { ensureSystemPackages } from './setup/system-packages.mjs'

/** @param {readonly string[]} only */
async function measure(only) {
  await ensureNpmPackages()
  await ensureSystemPackages(['desktop'])
  await ensureElectron({ say: (line) => say(`electron: ${line}`) })
  const { buildAll } = await import('./build.mjs')
  await buildAll({ say })
  const farEnd = await buildForBench('test/bench/tunnel/far-end.ts', 'far-end')
  // Its parts load more while they run, and find the folder by their own place: two below it, as in the sources.
  const pool = await buildForBench('test/bench/pool/measure-pool.ts', 'pool', join(ROOT, '.cache', 'pool'))
  const { measurePool } = await import(pathToFileURL(pool).href)
  const relayThread = await buildForBench('test/bench/shell/relay-thread.ts', 'relay-thread')
  const desktop = process.platform === 'linux' ? await startDesktop() : null
  if (desktop) {
    onInterrupt(desktop.stop)
    Object.assign(process.env, desktop.env)
  }
  try {
    const { runBench } = await loadTypeScript('test/bench/run.ts')
    const programs = { relay: join(ROOT, 'dist', 'relay', 'index.mjs'), farEnd, relayThread }
    return await runBench({ ...programs, measurePool }, only, say)
  } finally {
    await desktop?.stop()
  }
}

async function buildForBench(entry, name, outDir = join(ROOT, '.cache', 'bench', name)) {
  const { build } = await import('vite')
  const { testProgram } = await import('./vite-configs.mjs')
  await build(testProgram(entry).config({ outDir, watch: null }))
  return join(outDir, 'index.mjs')
}

async function record(figures) {
  const { appendToHistory, historyEntry } = await loadTypeScript('test/bench/history.ts')
  const { version } = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8'))
  const { findOfficialPlugin } = await loadTypeScript('test/support/official-plugin.ts')
  const pluginVersion = (await findOfficialPlugin())?.version ?? null
  const path = join(ROOT, 'docs', 'bench-history.json')
  await appendToHistory(path, historyEntry(figures, { version, pluginVersion, now: new Date() }))
  say(`recorded in ${path}`)
}

/** A run without one of them can not say how they compare. */
function missingEngines(figures) {
  return ['builtin', 'plugin', 'direct'].filter((name) => !figures.some(({ engine }) => engine === name))
}

function printTable(figures) {
  const rows = figures.map(({ name, engine, value, unit, goal, holds, n, k, rtt, beside = {}, note = '' }) => [
    name,
    engine ?? (n === undefined ? '' : `${n} tunnels`),
    `${Number(value.toPrecision(3))} ${unit}`,
    goal ?? '',
    holds === null ? '' : holds ? 'holds' : 'FALLS SHORT',
    [
      ...(k === undefined ? [] : [`k=${k}`]),
      ...(rtt === undefined ? [] : [`rtt=${rtt} ms`]),
      ...Object.entries(beside).map(([what, number]) => `${what} ${Number(number.toPrecision(3))}`),
      note,
    ].join(', '),
  ])
  const widths = [26, 16, 14, 18, 13, 0]
  for (const row of rows) process.stdout.write(`${row.map((cell, index) => cell.padEnd(widths[index])).join('')}\n`)
}

function options() {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, only: { type: 'string' }, record: { type: 'boolean' } },
  })
  const only = (values.only ?? '').split(',').filter((name) => name !== '')
  // A part of the ratios would look like a whole run in the history.
  if (values.record && only.length > 0) throw new Error('--record needs a whole run, without --only')
  return { keep: values.record === true, only }
}

async function main() {
  const { keep, only } = options()
  const figures = await measure(only)
  if (keep) await record(figures)
  return { ok: figures.every(({ holds }) => holds !== false), figures, notMeasured: missingEngines(figures) }
}

await runCommand({
  module: import.meta.url,
  name: 'bench',
  main,
  tell: ({ figures }) => printTable(figures),
  nothing: { figures: [] },
  // A goal that is missed is a result of the bench, and none of its failures.
  isFailure: () => false,
})
