/** The two programs that run tests, each with the report that it leaves. */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, run } from '../setup/program.mjs'
import { outcomesOfPlaywright } from './outcomes.mjs'
import { readReport } from './tally.mjs'

const BIN = join(ROOT, 'node_modules', '.bin')
const REPORTS = join(ROOT, 'test-results')
/** A run that hangs must end as a failure well before whoever waits for it gives up. */
const RUNNER_TIMEOUT_MS = 30 * 60_000

/**
 * @typedef {{ outcomes: readonly import('./outcomes.mjs').Outcome[] | null, code: number }} Ended `outcomes`: null when the
 *   runner left no report; `code`: how it ended
 */

/**
 * @param {{ report: string, projects: readonly string[], paths?: readonly string[], env: NodeJS.ProcessEnv }} asked `report`: a
 *   name of its own; `projects`: those of Vitest's settings; `paths`: parts of the names of files, none for all
 * @returns {Promise<Ended>}
 */
export async function runVitest({ report, projects, paths = [], env }) {
  const file = join(REPORTS, `${report}.json`)
  rmSync(file, { force: true })
  const reporters = ['--reporter=default', `--reporter=${join(ROOT, 'script', 'test', 'vitest-outcomes.mjs')}`]
  const { code } = await run(
    [join(BIN, 'vitest'), 'run', ...projects.map((name) => `--project=${name}`), ...reporters, ...paths],
    { env: { ...env, CULVERT_OUTCOMES_FILE: file }, timeoutMs: RUNNER_TIMEOUT_MS },
  )
  return { outcomes: readReport(file), code }
}

/**
 * @param {{ env: NodeJS.ProcessEnv, args?: readonly string[] }} asked `args`: files and options of Playwright
 * @returns {Promise<Ended>}
 */
export async function runPlaywright({ env, args = [] }) {
  const file = join(REPORTS, 'e2e.json')
  rmSync(file, { force: true })
  const { code } = await run([join(BIN, 'playwright'), 'test', '--pass-with-no-tests', ...args], {
    env,
    timeoutMs: RUNNER_TIMEOUT_MS,
  })
  return { outcomes: outcomesOfPlaywright(readReport(file)), code }
}
