/** Installs the project's npm packages when they are missing or differ from the lockfile. */
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, run, say } from './program.mjs'

/** @throws when the packages cannot be installed */
export async function ensureNpmPackages() {
  const reason = staleness()
  if (reason === null) return
  say(`setup: npm ci (${reason})`)
  const npm = process.env.npm_execpath
  const command = npm?.endsWith('.js') ? [process.execPath, npm] : ['npm']
  // Tools that only packaging needs want a newer Node than the project does, and npm warns of each in five lines.
  const { code } = await run([...command, 'ci', '--no-audit', '--no-fund', '--loglevel=error'])
  if (code !== 0) throw new Error(`npm ci ended with code ${code}`)
}

/** Why the installed packages cannot be used, or null. Packages of other platforms may be absent. */
function staleness() {
  const installedPath = join(ROOT, 'node_modules', '.package-lock.json')
  if (!existsSync(installedPath)) return 'nothing is installed'
  const installed = JSON.parse(readFileSync(installedPath, 'utf8')).packages
  const locked = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')).packages
  for (const [path, { version, optional, devOptional, peer }] of Object.entries(locked)) {
    if (path === '' || optional || devOptional || peer) continue
    if (installed[path]?.version !== version) return `${path} is not at ${version}`
  }
  return null
}

/**
 * Optional packages that the lockfile names nowhere. With one missing, `npm ci` fails on the platform that needs it.
 * @param {{ packages: Record<string, { optionalDependencies?: Record<string, string> }> }} lockfile
 * @returns {readonly string[]}
 */
export function missingOptionalPackages(lockfile) {
  const missing = new Set()
  for (const [path, { optionalDependencies = {} }] of Object.entries(lockfile.packages)) {
    for (const name of Object.keys(optionalDependencies)) {
      if (!resolvable(lockfile.packages, path, name)) missing.add(`${name} (of ${path || 'the project'})`)
    }
  }
  return [...missing].sort((one, other) => one.localeCompare(other))
}

/** Looks as Node does: in the package's own node_modules, then in each folder above. */
function resolvable(packages, path, name) {
  for (let folder = path; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('node_modules/') - 1))) {
    if (`${folder}${folder ? '/' : ''}node_modules/${name}` in packages) return true
    if (folder === '') return false
  }
}
