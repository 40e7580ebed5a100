/**
 * Plays every fault of test/faults against the real core, the relay as a process of its own, and the sandbox:
 * `npm run test:faults [-- --json] [--only name,…] [--write]`, where a name is a
 * fault's or that of a group; `--write` puts the table among the docs. On Linux as root it runs in a
 * network namespace of its own, where a network can be away. With `--json` the last line is
 * `{"ok": …, "faults": [{"name", "engine", "state", "hop", "recoveryMs", "lostBytes", "orphans", "ok", "why"}, …]}`. Exits 0 only when ok.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { ensureNpmPackages } from './setup/npm-packages.mjs'
import { ROOT, isStarted, printResult, say } from './setup/program.mjs'
import { ensureSystemPackages } from './setup/system-packages.mjs'

const INSIDE = 'CULVERT_FAULTS_NAMESPACE'

function options() {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, only: { type: 'string' }, write: { type: 'boolean' } },
  })
  return {
    json: values.json === true,
    write: values.write === true,
    only: (values.only ?? '').split(',').filter((name) => name !== ''),
  }
}

/** Starts this program once more, in a namespace whose only network is its own loopback; null where that cannot be. */
function inNamespace() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/sbin/nft')) return null
  const tried = spawnSync('unshare', ['--net', 'true'])
  if (tried.status !== 0) return null
  const start = 'ip link set lo up && exec "$0" "$@"'
  const words = ['--net', 'sh', '-c', start, process.execPath, fileURLToPath(import.meta.url), ...process.argv.slice(2)]
  return spawnSync('unshare', words, { stdio: 'inherit', env: { ...process.env, [INSIDE]: 'yes' } }).status ?? 1
}

/** The relay, and the suite itself: the core that it runs loads parts of its own when it first needs them. */
async function builtSuite() {
  const { build } = await import('vite')
  const { buildAll } = await import('./build.mjs')
  const { testProgram } = await import('./vite-configs.mjs')
  await buildAll({ only: ['relay'], say })
  const outDir = join(ROOT, '.cache', 'faults')
  await build(testProgram('test/faults/run-faults.ts').config({ outDir, watch: null }))
  return join(outDir, 'index.mjs')
}

async function main() {
  const { json, only, write } = options()
  const hasNamespace = process.env[INSIDE] === 'yes'
  if (!hasNamespace) {
    await ensureNpmPackages()
    await ensureSystemPackages(['faults'])
    const code = inNamespace()
    if (code !== null) return code
  }
  const { faultRows, faultsTable, runFaults } = await import(pathToFileURL(await builtSuite()).href)
  const faults = await runFaults({ relay: join(ROOT, 'dist', 'relay', 'index.mjs'), only, hasNamespace, report: say })
  const ok = faults.length > 0 && faults.every((fault) => fault.ok)
  if (write) writeFileSync(join(ROOT, 'docs', 'faults.md'), faultsTable(faultRows, faults))
  if (json) printResult({ ok, faults })
  return ok ? 0 : 1
}

if (isStarted(import.meta.url)) {
  try {
    process.exitCode = await main()
  } catch (error) {
    say(`faults: ${error.stack ?? error.message}`)
    if (process.argv.includes('--json')) printResult({ ok: false, error: error.message, faults: [] })
    process.exitCode = 1
  }
}
