/**
 * Works through twenty tunnels to real databases while one thing after the other fails: `npm run soak [-- --minutes N] [--seed N]
 * [--json]`. What fails, and when, comes from the seed, which is printed. With `--json` the last line is `{"ok": …, "connections",
 * "queries", "faults", "rotations", "lost", "leaked", "memoryGrowthMb", "seed"}`. Exits 0 only when ok: nothing was lost or left, and
 * memory grew by 30 MB at most after the first minute.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { ensureNpmPackages } from './setup/npm-packages.mjs'
import { ROOT, say } from './setup/program.mjs'
import { runCommand } from './setup/result.mjs'
import { ensureSystemPackages } from './setup/system-packages.mjs'

const DEFAULT_MINUTES = 10
const MAX_SEED = 2 ** 31

function options() {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, minutes: { type: 'string' }, seed: { type: 'string' } },
  })
  const minutes = Number(values.minutes ?? DEFAULT_MINUTES)
  const seed = Number(values.seed ?? Math.floor(Math.random() * MAX_SEED))
  if (!(minutes > 0)) throw new Error(`--minutes takes a number above 0, not ${values.minutes}`)
  if (!Number.isSafeInteger(seed)) throw new Error(`--seed takes a whole number, not ${values.seed}`)
  return { minutes, seed }
}

async function soak({ minutes, seed }, folder) {
  const { build } = await import('vite')
  const { programs, testProgram } = await import('./vite-configs.mjs')
  const [relay, suite] = ['relay', 'suite'].map((name) => join(folder, name))
  await build(programs.relay.config({ outDir: relay, watch: null }))
  await build(testProgram('test/faults/soak/run-soak.ts').config({ outDir: suite, watch: null }))
  const { runSoak } = await import(pathToFileURL(join(suite, 'index.mjs')).href)
  return await runSoak({ relay: join(relay, 'index.mjs'), minutes, seed, report: say })
}

async function main() {
  const { minutes, seed } = options()
  await ensureNpmPackages()
  await ensureSystemPackages(['databases'])
  const cache = join(ROOT, '.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'soak-'))
  say(`soak: ${minutes} minutes, seed ${seed}`)
  try {
    return await soak({ minutes, seed }, folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function tell(result) {
  for (const [name, value] of Object.entries(result)) process.stdout.write(`${name.padEnd(16)} ${value}\n`)
}

await runCommand({ module: import.meta.url, name: 'soak', main, tell })
