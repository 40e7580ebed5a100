/**
 * Reads hostile input with every parser: `npm run fuzz [-- --seconds 60] [--seed N] [--target NAME[,NAME]] [--input N] [--json]`.
 * With `--json` the last line is `{"ok": …, "inputs": …, "crashes": …, "targets": […]}`. What broke a parser is kept in test-results/fuzz; `--seed`,
 * `--target` and `--input` together read one input again. Exits 0 only when nothing broke.
 */
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { loadTypeScript } from './run-typescript.mjs'
import { ensureNpmPackages } from './setup/npm-packages.mjs'
import { ROOT, say } from './setup/program.mjs'
import { runCommand } from './setup/result.mjs'

const LARGEST_SEED = 2 ** 31
const DEFAULT_SECONDS = 60

async function main() {
  const { values } = parseArgs({
    options: {
      seconds: { type: 'string' },
      seed: { type: 'string' },
      target: { type: 'string' },
      input: { type: 'string' },
      json: { type: 'boolean' },
    },
  })
  const seconds = numberOf('seconds', values.seconds) ?? DEFAULT_SECONDS
  const seed = numberOf('seed', values.seed) ?? Math.floor(Math.random() * LARGEST_SEED)
  const input = numberOf('input', values.input)
  await ensureNpmPackages()
  const { findTarget, targetNames } = await loadTypeScript('test/fuzz/targets/index.ts')
  const targets = values.target === undefined ? targetNames : values.target.split(',')
  for (const name of targets) findTarget(name)
  const { runFuzz } = await loadTypeScript('test/fuzz/engine/run-fuzz.ts')
  const program = await buildFuzzWorker(join(ROOT, '.cache', 'fuzz'))
  say(`fuzz: seed ${seed}, ${seconds} s, ${targets.length} targets`)
  const folder = join(ROOT, 'test-results', 'fuzz')
  const only = input === undefined ? {} : { input }
  return runFuzz({ program, targets, seed, seconds, folder, report: (line) => say(`fuzz: ${line}`), ...only })
}

/** @param {string} outDir @returns {Promise<URL>} the worker that reads the inputs */
export async function buildFuzzWorker(outDir) {
  const { build } = await import('vite')
  const { testProgram } = await import('./vite-configs.mjs')
  await build(testProgram('test/fuzz/worker.ts').config({ outDir, watch: null }))
  return pathToFileURL(join(outDir, 'index.mjs'))
}

/** @param {string} name @param {string | undefined} text */
function numberOf(name, text) {
  if (text === undefined) return undefined
  const number = Number(text)
  if (text.trim() === '' || !Number.isFinite(number) || number < 0)
    throw new Error(`--${name} takes a number, not ${text}`)
  return number
}

function tell({ ok, seed }) {
  process.stdout.write(`${ok ? 'nothing broke' : 'FAILED'}, seed ${seed}\n`)
}

await runCommand({ module: import.meta.url, name: 'fuzz', main, tell, nothing: { targets: [] } })
