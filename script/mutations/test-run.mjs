/** Runs the tests that a mutation names, in a copy of the project. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { run } from '../setup/program.mjs'

/** @typedef {import('./workplace.mjs').Workplace} Workplace */

/** Processes that really start need longer than functions. */
const DEADLINE_MS = { quick: 2 * 60_000, slow: 6 * 60_000 }
const reporter = join(import.meta.dirname, 'failures-reporter.mjs')

/** What a file of tests takes. @param {string} path @returns {'quick' | 'slow'} */
export function paceOf(path) {
  return /^test\/(unit|architecture)\//.test(path) ? 'quick' : 'slow'
}

/**
 * @param {Workplace} place @param {{ killedBy: readonly string[], tests?: string }} mutation
 * @returns {Promise<import('./verdict.mjs').TestReport | null>} null when the run was stopped or fell over
 */
export async function runTests({ root, scratch }, { killedBy, tests }) {
  const file = join(scratch, 'report.json')
  rmSync(file, { force: true })
  const chosen = tests === undefined ? [] : ['-t', tests]
  await run([join(root, 'node_modules', '.bin', 'vitest'), 'run', ...killedBy, ...chosen, `--reporter=${reporter}`], {
    cwd: root,
    env: { ...process.env, TMPDIR: scratch, CULVERT_FAILURES_FILE: file },
    timeoutMs: Math.max(...killedBy.map((path) => DEADLINE_MS[paceOf(path)])),
    output: 'capture',
  })
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return null
  }
}
