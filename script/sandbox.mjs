/**
 * Starts the sandbox from a clean clone: `npm run sandbox -- [options] [--exec COMMAND…]`. Installs the npm packages and
 * builds what is missing first. `--exec aws …` gets a pinned aws-cli of its own, unless `aws` is an absolute path.
 */
import { delimiter, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ensureClients } from './sandbox-clients.mjs'
import { ensureNpmPackages } from './setup/npm-packages.mjs'
import { ROOT, say } from './setup/program.mjs'

const args = process.argv.slice(2)
try {
  await ensureNpmPackages()
  const { buildAll } = await import('./build.mjs')
  await buildAll({ only: ['sandbox'], say })
  if (commandOf(args) === 'aws') {
    const folder = await ensureClients()
    if (folder !== null) process.env.PATH = `${folder}${delimiter}${process.env.PATH ?? ''}`
  }
  const { runSandbox } = await import(pathToFileURL(join(ROOT, 'dist', 'sandbox', 'index.mjs')).href)
  process.exit(await runSandbox(args))
} catch (error) {
  say(`sandbox: ${error.stack ?? error.message}`)
  process.exit(1)
}

/** @param {readonly string[]} list */
function commandOf(list) {
  const at = list.indexOf('--exec')
  return at < 0 ? undefined : list[at + 1]
}
