/**
 * Everything about shells, once with each engine: `npm run test:shells [-- --json] [-- --only terminal,ime,…]`. Installs and
 * builds what is missing first. With `--json` the last line is
 * `{"ok": …, "groups": [{"name", "engine", "passed", "failed", "skipped"}]}`, numbers of tests; `engine` is `none` for tests
 * in which no session is carried. Exits 0 only when ok: nothing failed, and something ran of each group with each engine.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { ensureNpmPackages } from './setup/npm-packages.mjs'
import { ROOT, run, say } from './setup/program.mjs'
import { runCommand } from './setup/result.mjs'
import { tallyOf } from './test/outcomes.mjs'
import { runPlaywright, runVitest } from './test/runners.mjs'
import { allHold, ENGINES, GROUPS, groupsOf, namingOf, placesOf } from './test/shell-groups.mjs'
import { ensureSurroundings, onDesktop } from './test/surroundings.mjs'
import { settle } from './test/tally.mjs'

const E2E = 'test/e2e/'

/**
 * @typedef {'builtin' | 'plugin'} Engine
 * @typedef {{ engine: Engine | null, ended: import('./test/runners.mjs').Ended }} Run `engine`: the one the whole run had
 * @param {readonly string[]} groups @returns {Promise<readonly Run[]>}
 */
async function runAll(groups) {
  await ensureNpmPackages()
  await ensureSurroundings()
  const built = await run([process.execPath, join(ROOT, 'script', 'build.mjs')])
  if (built.code !== 0) throw new Error(`the build ended with code ${built.code}`)
  return await onDesktop(async (env) => {
    const runs = [await runWithoutWindow(groups, env)]
    for (const engine of ENGINES) runs.push(await runInWindow(engine, groups, env))
    return runs
  })
}

/** Tests whose names say which engine they are for. @returns {Promise<Run>} */
async function runWithoutWindow(groups, env) {
  const paths = placesOf(groups).filter((place) => !place.startsWith(E2E))
  const ended = await runVitest({ report: 'shells', projects: ['integration'], paths, env })
  return { engine: null, ended }
}

/** Tests in the real window, whose app is set to one engine; without those that name the other one. @returns {Promise<Run>} */
async function runInWindow(engine, groups, env) {
  say(`\n── in the window, over the ${engine} engine`)
  const others = ENGINES.filter((other) => other !== engine).map(namingOf)
  // Playwright takes patterns: a dot would be any letter, and find hostile-page beside hostile.
  const files = placesOf(groups).flatMap((place) => (place.startsWith(E2E) ? place.replaceAll('.', '\\.') : []))
  const args = ['--grep-invert', others.join('|'), ...files]
  const { outcomes, code } = await runPlaywright({ env: { ...env, CULVERT_TEST_ENGINE: engine }, args })
  // Playwright names files as they lie in its own folder.
  const named = outcomes && outcomes.map((outcome) => ({ ...outcome, name: E2E + outcome.name }))
  return { engine, ended: { outcomes: named, code } }
}

/** @param {readonly Run[]} runs @param {readonly string[]} only groups */
function judge(runs, only) {
  const tallies = runs.map(({ engine, ended: { outcomes, code } }) =>
    settle(engine ?? 'without a window', outcomes && tallyOf(outcomes), code),
  )
  const ended = runs.flatMap(({ engine, ended: { outcomes } }) =>
    (outcomes ?? []).map((outcome) => ({ outcome, engine })),
  )
  const groups = groupsOf(ended, only)
  const failed = tallies.flatMap((tally) => tally.failed)
  const skipped = tallies.flatMap((tally) => tally.skipped)
  return { ok: failed.length === 0 && allHold(groups), groups, failed, skipped }
}

function report({ groups, failed, skipped }) {
  if (failed.length > 0) say(`\nFAILED\n${failed.map((name) => `  ${name}`).join('\n')}`)
  if (skipped.length > 0) say(`\nSKIPPED\n${skipped.map(({ name, reason }) => `  ${name}: ${reason}`).join('\n')}`)
  say('')
  for (const group of groups)
    say(
      `${`${group.name} (${group.engine})`.padEnd(22)}${group.passed} passed, ${group.failed} failed, ${group.skipped} skipped`,
    )
}

async function main() {
  const only = options()
  const { ok, groups, failed, skipped } = judge(await runAll(only), only)
  report({ groups, failed, skipped })
  return { ok, groups }
}

function options() {
  const { values } = parseArgs({ options: { json: { type: 'boolean' }, only: { type: 'string' } } })
  const only = values.only?.split(',') ?? GROUPS
  const unknown = only.filter((group) => !GROUPS.includes(group))
  if (unknown.length > 0) throw new Error(`--only takes ${GROUPS.join(', ')}; not ${unknown.join(', ')}`)
  return only
}

await runCommand({ module: import.meta.url, name: 'test:shells', main, tell: () => {}, nothing: { groups: [] } })
