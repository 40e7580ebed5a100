/** Loads a TypeScript module of the project into this process; the oldest supported Node has no way of its own. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './setup/program.mjs'

/** @param {string} path relative to the project @returns {Promise<any>} the module */
export async function loadTypeScript(path) {
  const file = join(ROOT, path)
  if (!existsSync(file)) throw new Error(`${path} does not exist`)
  const { runnerImport } = await import('vite')
  const { module } = await runnerImport(file, { root: ROOT, configFile: false, logLevel: 'error', envDir: false })
  return module
}
