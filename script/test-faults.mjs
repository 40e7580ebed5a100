/**
 * Plays every fault of test/faults against the real core, the relay as a process of its own, and the sandbox:
 * `npm run test:faults [-- --json] [--only name,…] [--write]`, where a name is a
 * fault's or that of a group; `--write` puts the table among the docs. On Linux as root it runs in a
 * network namespace of its own, where a network can be away, and in a mount namespace, where a disk can be full. With `--json` the last line is
 * `{"ok": …, "faults": [{"name", "engine", "state", "hop", "recoveryMs", "lostBytes", "orphans", "ok", "why"}, …]}`. Exits 0 only when ok.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { ensureNpmPackages } from './setup/npm-packages.mjs'
import { ROOT, say } from './setup/program.mjs'
import { runCommand } from './setup/result.mjs'
import { ensureSystemPackages } from './setup/system-packages.mjs'

const INSIDE = 'CULVERT_FAULTS_NAMESPACE'

function options() {
  const { values } = parseArgs({
    options: { json: { type: 'boolean' }, only: { type: 'string' }, write: { type: 'boolean' } },
  })
  return {
    write: values.write === true,
    only: (values.only ?? '').split(',').filter((name) => name !== ''),
  }
}

/** Starts this program once more, in a namespace whose only network is its own loopback, and whose mounts are its own; null where that cannot be. */
function inNamespace() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0 || !existsSync('/usr/sbin/nft')) return null
  const tried = spawnSync('unshare', ['--net', '--mount', 'true'])
  if (tried.status !== 0) return null
  const start = 'ip link set lo up && exec "$0" "$@"'
  const words = [
    '--net',
    '--mount',
    'sh',
    '-c',
    start,
    process.execPath,
    fileURLToPath(import.meta.url),
    ...process.argv.slice(2),
  ]
  return spawnSync('unshare', words, { stdio: 'inherit', env: { ...process.env, [INSIDE]: 'yes' } }).status ?? 1
}

/** A relay whose channels send no pings. @returns {import('vite').Plugin} */
function withoutPings() {
  const constant = 'pingIntervalMs: 10_000'
  return {
    name: 'without-pings',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith('/relay/engine/builtin/settings.ts')) return null
      if (!code.includes(constant)) throw new Error(`${constant} is not in ${id}`)
      // As long as a timer can wait.
      return { code: code.replace(constant, 'pingIntervalMs: 2_147_483_647'), map: null }
    },
  }
}

/**
 * Builds the relays, main's stand-in, and the suite itself (the core that it runs loads parts of its own when it first needs them), into a
 * folder of this run's own.
 */
async function buildInto(folder) {
  const { build } = await import('vite')
  const { programs, testProgram } = await import('./vite-configs.mjs')
  const built = async (name, program, plugins = []) => {
    const config = program.config({ outDir: join(folder, name), watch: null })
    await build({ ...config, plugins: [...plugins, ...(config.plugins ?? [])] })
    return join(folder, name, 'index.mjs')
  }
  return {
    relay: await built('relay', programs.relay),
    unpingedRelay: await built('unpinged-relay', programs.relay, [withoutPings()]),
    main: await built('main', testProgram('test/faults/main-process.ts')),
    suite: await built('suite', testProgram('test/faults/run-faults.ts')),
  }
}

async function play({ only, write }, folder) {
  const { suite, ...built } = await buildInto(folder)
  const { faultRows, faultsTable, runFaults } = await import(pathToFileURL(suite).href)
  const faults = await runFaults({ programs: built, only, hasNamespace: process.env[INSIDE] === 'yes', report: say })
  const ok = faults.length > 0 && faults.every((fault) => fault.ok)
  if (write) writeFileSync(join(ROOT, 'docs', 'faults.md'), faultsTable(faultRows, faults))
  return { ok, faults }
}

async function main() {
  if (process.env[INSIDE] !== 'yes') {
    await ensureNpmPackages()
    await ensureSystemPackages(['faults'])
    const code = inNamespace()
    if (code !== null) {
      // It has told the result already.
      process.exitCode = code
      return undefined
    }
  }
  const cache = join(ROOT, '.cache')
  mkdirSync(cache, { recursive: true })
  const folder = mkdtempSync(join(cache, 'faults-'))
  try {
    return await play(options(), folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function tell({ faults }) {
  const rows = faults.map(({ name, engine, ok, state, hop, recoveryMs, lostBytes, orphans, why }) => [
    name,
    engine,
    ok ? 'holds' : 'DOES NOT HOLD',
    state,
    hop ?? '',
    recoveryMs === null ? 'not back' : `${recoveryMs} ms`,
    `${lostBytes} lost, ${orphans} left`,
    why ?? '',
  ])
  const widths = [28, 9, 15, 14, 10, 10, 18, 0]
  for (const row of rows)
    process.stdout.write(`${row.map((cell, index) => `${cell}`.padEnd(widths[index])).join('')}\n`)
}

await runCommand({ module: import.meta.url, name: 'faults', main, tell, nothing: { faults: [] } })
