/**
 * Runs one list of behaviours against the builtin engine, `culvert-session` and AWS's plugin:
 * `npm run test:conformance [-- --json]`. With `--json` the last line is
 * `{"ok": …, "engines": {"builtin": {"passed", "failed", "skipped", "knownFaults"}, …}}`. Exits 0 only when ok: nothing failed,
 * and the plugin's known faults are the ones it has. What is not installed is counted as skipped, and said.
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { buildSessionCommand } from './culvert-session.mjs'
import { ROOT, run, say } from './setup/program.mjs'
import { runCommand } from './setup/result.mjs'

const ENGINES = ['builtin', 'culvert-session', 'plugin']
const REPORT = join(ROOT, 'test-results', 'conformance.json')
const VITEST = join(ROOT, 'node_modules', 'vitest', 'vitest.mjs')

async function main() {
  await buildSessionCommand()
  mkdirSync(join(ROOT, 'test-results'), { recursive: true })
  rmSync(REPORT, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${REPORT}`]
  const command = [process.execPath, VITEST, 'run', '--project', 'integration', 'test/conformance', ...reporters]
  const { code } = await run(command)
  const engines = tallyOf(JSON.parse(readFileSync(REPORT, 'utf8')))
  report(engines)
  return { ok: code === 0 && ENGINES.every((name) => engines[name].failed === 0), engines }
}

/** @returns {Record<string, { passed: number, failed: number, skipped: number, knownFaults: string[] }>} */
function tallyOf(report) {
  const engines = Object.fromEntries(
    ENGINES.map((name) => [name, { passed: 0, failed: 0, skipped: 0, knownFaults: /** @type {string[]} */ ([]) }]),
  )
  for (const test of report.testResults.flatMap(({ assertionResults }) => assertionResults)) {
    const engine = engines[ENGINES.find((name) => test.ancestorTitles.includes(name)) ?? '']
    if (engine === undefined) continue
    if (test.status === 'passed') {
      engine.passed += 1
      const fault = /^\[known fault ([\w-]+)\]/.exec(test.title)?.[1]
      if (fault !== undefined && !engine.knownFaults.includes(fault)) engine.knownFaults.push(fault)
    } else if (test.status === 'failed') engine.failed += 1
    else engine.skipped += 1
  }
  return engines
}

function report(engines) {
  for (const [name, { passed, failed, skipped, knownFaults }] of Object.entries(engines)) {
    say(`${name}: ${passed} passed, ${failed} failed, ${skipped} skipped`)
    if (knownFaults.length > 0) say(`  known faults: ${knownFaults.join(', ')}`)
  }
  if (engines.plugin.passed === 0 && engines.plugin.failed === 0) {
    say('NOT RUN: AWS’s session-manager-plugin is not installed here, so nothing was compared with it.')
  }
}

await runCommand({ module: import.meta.url, name: 'conformance', main, tell: () => {}, nothing: { engines: {} } })
