/** Runs the tests that a mutation names, in a copy of the project. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../setup/program.mjs'

/** @typedef {import('./workplace.mjs').Workplace} Workplace */

/** How long tests may take, by what they are: processes that really start need longer than functions. */
const DEADLINE_MS = { unit: 2 * 60_000, architecture: 2 * 60_000, integration: 6 * 60_000 }
const reporter = join(import.meta.dirname, 'failures-reporter.mjs')

/** @param {string} path of a file of tests @returns {'unit' | 'architecture' | 'integration'} */
export function kindOf(path) {
  if (path.startsWith('test/unit/')) return 'unit'
  return path.startsWith('test/architecture/') ? 'architecture' : 'integration'
}

/**
 * Runs each kind by itself: Vitest does not mix those with different numbers of workers.
 * @param {Workplace} place @param {{ killedBy: readonly string[], tests?: string }} mutation
 * @returns {Promise<import('./verdict.mjs').TestReport | null>} null when a run was stopped or fell over
 */
export async function runTests(place, { killedBy, tests }) {
  const kinds = [...new Set(killedBy.map(kindOf))]
  const reports = []
  for (const kind of kinds) {
    const files = killedBy.filter((file) => kindOf(file) === kind)
    const report = await runFiles(place, files, tests, DEADLINE_MS[kind])
    if (report === null) return null
    reports.push(report)
  }
  return { tests: reports.flatMap((report) => report.tests), outside: reports.flatMap((report) => report.outside) }
}

/**
 * @param {Workplace} place @param {readonly string[]} files @param {string | undefined} tests @param {number} timeoutMs
 * @returns {Promise<import('./verdict.mjs').TestReport | null>}
 */
async function runFiles({ root, scratch }, files, tests, timeoutMs) {
  const path = join(scratch, 'report.json')
  rmSync(path, { force: true })
  const chosen = tests === undefined ? [] : ['-t', tests]
  const env = { ...process.env, TMPDIR: scratch, CULVERT_FAILURES_FILE: path }
  const command = [join(root, 'node_modules', '.bin', 'vitest'), 'run', ...files, ...chosen, `--reporter=${reporter}`]
  await run(command, { cwd: root, env, timeoutMs, output: 'capture' })
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}
