/**
 * Bundles every program of the app into dist/: `node script/build.mjs [--only main,relay] [--watch]`.
 * A program whose sources did not change since its last build is left as it is.
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'
import { writeAppNotices, writeCommandNotices } from './licences/notices.mjs'
import { lockWork } from './setup/exclusive-work.mjs'
import { programs } from './vite-configs.mjs'

const ROOT = fileURLToPath(new URL('..', import.meta.url))
const BUILD_TIMEOUT_MS = 2 * 60_000

/**
 * @param {{ only?: readonly string[], watch?: boolean, say?: (line: string) => void }} options
 * @returns {Promise<readonly string[]>} names of the programs that were built anew
 */
export async function buildAll({ only = Object.keys(programs), watch = false, say = () => {} } = {}) {
  const unknown = only.filter((name) => !(name in programs))
  if (unknown.length > 0) throw new Error(`unknown program: ${unknown.join(', ')}`)
  const built = []
  for (const name of only) if (await buildOne(name, { watch, say })) built.push(name)
  if (built.length > 0 || !existsSync(join(ROOT, 'dist', 'licences.json'))) writeAppNotices(ROOT)
  return built
}

async function buildOne(name, { watch, say }) {
  const { config, entry, sources, output } = programs[name]
  if (!existsSync(join(ROOT, entry))) {
    say(`${name}: no ${entry} yet`)
    return false
  }
  const target = join(ROOT, 'dist', name)
  if (watch) {
    await build(config({ outDir: target, watch: {} }))
    return true
  }
  const stamp = join(ROOT, '.cache', 'build', name)
  const isFresh = () =>
    existsSync(join(target, output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint
  const fingerprint = fingerprintOf([
    ...sources,
    'package.json',
    'package-lock.json',
    'script/vite-configs.mjs',
    'script/licences',
  ])
  if (isFresh()) return false
  // A second build at the same time would take the files from under the programs that the first one's are started for.
  const giveBack = await lockWork(`build-${name}`, BUILD_TIMEOUT_MS)
  try {
    if (isFresh()) return false
    const started = performance.now()
    await buildInto(target, name, config)
    if (name === 'culvert-session') writeCommandNotices(ROOT)
    mkdirSync(join(ROOT, '.cache', 'build'), { recursive: true })
    writeFileSync(stamp, fingerprint)
    say(`${name}: built in ${Math.round(performance.now() - started)} ms`)
    return true
  } finally {
    giveBack()
  }
}

async function buildInto(target, name, config) {
  const fresh = join(ROOT, 'dist', `.${name}-${process.pid}`)
  try {
    await build(config({ outDir: fresh, watch: null }))
    // Swapped in whole: an app that starts meanwhile sees the old files or the new ones, never half of them.
    rmSync(target, { recursive: true, force: true })
    renameSync(fresh, target)
  } finally {
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** Names, sizes and times of change: enough to notice an edit, cheap enough to look at on every start. */
function fingerprintOf(paths) {
  const hash = createHash('sha256')
  const visit = (path) => {
    const stats = statSync(join(ROOT, path), { throwIfNoEntry: false })
    if (stats?.isDirectory()) for (const child of readdirSync(join(ROOT, path)).sort()) visit(join(path, child))
    else if (stats) hash.update(`${path}\0${stats.size}\0${stats.mtimeMs}\n`)
  }
  for (const path of paths) visit(path)
  return hash.digest('hex')
}

if (process.argv[1] && import.meta.url === pathToFileURL(resolve(process.argv[1])).href) {
  const at = process.argv.indexOf('--only')
  const only = at < 0 ? undefined : process.argv[at + 1]?.split(',')
  try {
    await buildAll({
      ...(only && { only }),
      watch: process.argv.includes('--watch'),
      say: (line) => console.error(line),
    })
  } catch (error) {
    console.error(error.message)
    process.exitCode = 1
  }
}
