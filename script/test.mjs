/**
 * Everything that has to hold, from a fresh clone: `npm test [-- --only static|build|architecture|unit|integration|e2e]`.
 * Installs what is missing first. The last line is `N passed, N failed, N skipped`.
 */
import { ensureNpmPackages } from './setup/npm-packages.mjs'
import { isStarted, say } from './setup/program.mjs'
import { parts, stages } from './test/stages.mjs'
import { ensureSurroundings, onDesktop } from './test/surroundings.mjs'
import { sum, summaryLine } from './test/tally.mjs'

/** Stages that show windows or ask the keyring, or talk to the sandbox's real servers. */
const NEEDS_SYSTEM = new Set(['integration', 'e2e'])
/** Stages that run what the build made. */
const NEEDS_BUILD = new Set(['integration', 'e2e'])

async function main() {
  const at = process.argv.indexOf('--only')
  const only = at < 0 ? parts : (process.argv[at + 1] ?? '').split(',')
  const unknown = only.filter((part) => !parts.includes(part))
  if (unknown.length > 0) throw new Error(`--only takes ${parts.join(', ')}; not ${unknown.join(', ')}`)
  await ensureNpmPackages()
  const needsSystem = only.some((part) => NEEDS_SYSTEM.has(part))
  if (needsSystem) await ensureSurroundings()
  const wanted = new Set(only.some((part) => NEEDS_BUILD.has(part)) ? [...only, 'build'] : only)
  const chosen = stages.filter(({ part }) => wanted.has(part))
  return needsSystem ? await onDesktop((env) => runStages(chosen, env)) : await runStages(chosen, process.env)
}

async function runStages(chosen, env) {
  const tallies = []
  for (const stage of chosen) {
    const started = performance.now()
    say(`\n── ${stage.name}`)
    const tally = await stage.run({ env })
    tallies.push(tally)
    say(`── ${stage.name}: ${summaryLine(tally)} (${((performance.now() - started) / 1000).toFixed(1)} s)`)
  }
  return sum(tallies)
}

function report(tally) {
  if (tally.failed.length > 0) say(`\nFAILED\n${tally.failed.map((name) => `  ${name}`).join('\n')}`)
  if (tally.skipped.length > 0)
    say(`\nSKIPPED\n${tally.skipped.map(({ name, reason }) => `  ${name}: ${reason}`).join('\n')}`)
  say('')
  process.stdout.write(`${summaryLine(tally)}\n`)
  if (tally.failed.length > 0) process.exitCode = 1
}

if (isStarted(import.meta.url)) {
  const setUpFailed = (error) => ({ passed: 0, failed: [`set-up: ${error.message}`], skipped: [] })
  report(await main().catch(setUpFailed))
}
