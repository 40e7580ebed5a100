/** The stages of `npm test`, in the order in which they find out most for the least time. */
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { missingOptionalPackages } from '../setup/npm-packages.mjs'
import { ROOT, run } from '../setup/program.mjs'
import { readReport, settle, tallyOfPlaywright } from './tally.mjs'

const BIN = join(ROOT, 'node_modules', '.bin')
const REPORTS = join(ROOT, 'test-results')
const STATIC_TIMEOUT_MS = 5 * 60_000
/** A run that hangs must end as a failure well before whoever waits for it gives up. */
const RUNNER_TIMEOUT_MS = 30 * 60_000

/**
 * @typedef {{ env: NodeJS.ProcessEnv }} Surroundings the desktop that programs with windows are shown on
 * @typedef {{ name: string, part: string, run: (surroundings: Surroundings) => Promise<import('./tally.mjs').Tally> }} Stage
 * @type {readonly Stage[]}
 */
export const stages = [
  command('types', 'static', [join(BIN, 'tsc'), '-b']),
  command('types against the oldest Electron', 'static', [join(BIN, 'tsc'), '-p', 'tsconfig.electron-33.json']),
  command('lint', 'static', [join(BIN, 'oxlint'), '--deny-warnings']),
  command('format', 'static', [join(BIN, 'oxfmt'), '--check', '.']),
  { name: 'lockfile', part: 'static', run: checkLockfile },
  command('build', 'build', [process.execPath, join(ROOT, 'script', 'build.mjs')]),
  vitest('architecture'),
  vitest('unit', ['unit', 'unit-apart']),
  vitest('integration'),
  { name: 'e2e', part: 'e2e', run: playwright },
]

export const parts = [...new Set(stages.map(({ part }) => part))]

/** A program that says yes or no: one check. */
function command(name, part, program) {
  const check = async () => {
    const { code } = await run(program, { timeoutMs: STATIC_TIMEOUT_MS })
    return code === 0 ? passed(1) : failed(name, `ended with code ${code}`)
  }
  return { name, part, run: check }
}

async function checkLockfile() {
  const missing = missingOptionalPackages(JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')))
  return missing.length === 0 ? passed(1) : failed('lockfile', `has no entry for ${missing.join(', ')}`)
}

/** @param {string} part @param {readonly string[]} projects of Vitest's settings */
function vitest(part, projects = [part]) {
  const report = join(REPORTS, `${part}.json`)
  const tests = async ({ env }) => {
    rmSync(report, { force: true })
    const reporters = ['--reporter=default', `--reporter=${join(ROOT, 'script', 'test', 'vitest-tally.mjs')}`]
    const { code } = await run(
      [join(BIN, 'vitest'), 'run', ...projects.map((name) => `--project=${name}`), ...reporters],
      {
        env: { ...env, CULVERT_TALLY_FILE: report },
        timeoutMs: RUNNER_TIMEOUT_MS,
      },
    )
    return settle(part, readReport(report), code)
  }
  return { name: part, part, run: tests }
}

async function playwright({ env }) {
  const report = join(REPORTS, 'e2e.json')
  rmSync(report, { force: true })
  const { code } = await run([join(BIN, 'playwright'), 'test', '--pass-with-no-tests'], {
    env,
    timeoutMs: RUNNER_TIMEOUT_MS,
  })
  return settle('e2e', tallyOfPlaywright(readReport(report)), code)
}

function passed(count) {
  return { passed: count, failed: [], skipped: [] }
}

function failed(name, reason) {
  return { passed: 0, failed: [`${name}: ${reason}`], skipped: [] }
}
