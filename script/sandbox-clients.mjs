/**
 * Clients in Python, for trying the sandbox and tunnels with programs that are not ours: a virtual environment in
 * `.cache/clients/` with pinned aws-cli (version 1), boto3, psycopg, asyncpg and asciinema (which reads our recordings). `node
 * script/sandbox-clients.mjs` makes it and prints where the programs are.
 */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isStarted, ROOT, run, say } from './setup/program.mjs'
import { lockWork } from './setup/exclusive-work.mjs'

const PACKAGES = [
  'awscli==1.46.3',
  'boto3==1.44.5',
  'botocore==1.44.5',
  // For `login_session`; botocore[crt] names it.
  'awscrt==0.38.0',
  'psycopg[binary]==3.3.9',
  'asyncpg==0.31.0',
  // The last one that is a Python package.
  'asciinema==2.4.0',
]
const FOLDER = join(ROOT, '.cache', 'clients')
const BIN = join(FOLDER, process.platform === 'win32' ? 'Scripts' : 'bin')
const STAMP = join(FOLDER, 'packages.txt')
const INSTALL_TIMEOUT_MS = 5 * 60_000

/**
 * Where the clients' programs are, installed if need be.
 * @returns {Promise<string | null>} null when they cannot be had here; the reason has been said
 */
export async function ensureClients() {
  if (isInstalled()) return BIN
  // Two programs that install at once would take the folder from under each other.
  const release = await lockWork('clients', INSTALL_TIMEOUT_MS)
  try {
    return isInstalled() ? BIN : await install()
  } finally {
    release()
  }
}

const WANTED = PACKAGES.join('\n')

function isInstalled() {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === WANTED
}

async function install() {
  const python = process.platform === 'win32' ? 'python' : 'python3'
  say(`clients: installing ${PACKAGES.join(', ')} into .cache/clients`)
  rmSync(FOLDER, { recursive: true, force: true })
  mkdirSync(FOLDER, { recursive: true })
  const steps = [
    [python, '-m', 'venv', FOLDER],
    [join(BIN, 'python'), '-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', ...PACKAGES],
  ]
  for (const step of steps) {
    const { code, output } = await run(step, { output: 'capture', timeoutMs: INSTALL_TIMEOUT_MS })
    if (code !== 0) {
      say(`clients: NOT INSTALLED: ${step.slice(0, 3).join(' ')} ended with ${code}: ${output.trim().slice(-800)}`)
      return null
    }
  }
  writeFileSync(STAMP, WANTED)
  return BIN
}

if (isStarted(import.meta.url)) {
  const folder = await ensureClients()
  if (folder === null) process.exitCode = 1
  else process.stdout.write(`${folder}\n`)
}
