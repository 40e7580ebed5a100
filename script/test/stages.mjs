/** The stages of `npm test`, in the order in which they find out most for the least time. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { missingOptionalPackages } from '../setup/npm-packages.mjs'
import { ROOT, run } from '../setup/program.mjs'
import { tallyOf } from './outcomes.mjs'
import { runPlaywright, runVitest } from './runners.mjs'
import { settle } from './tally.mjs'

const BIN = join(ROOT, 'node_modules', '.bin')
const STATIC_TIMEOUT_MS = 5 * 60_000

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
  return { name: part, part, run: async ({ env }) => tallied(part, await runVitest({ report: part, projects, env })) }
}

async function playwright({ env }) {
  return tallied('e2e', await runPlaywright({ env }))
}

/** @param {string} stage @param {import('./runners.mjs').Ended} ended */
function tallied(stage, { outcomes, code }) {
  return settle(stage, outcomes && tallyOf(outcomes), code)
}

function passed(count) {
  return { passed: count, failed: [], skipped: [] }
}

function failed(name, reason) {
  return { passed: 0, failed: [`${name}: ${reason}`], skipped: [] }
}
