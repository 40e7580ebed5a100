/**
 * What `electron <path>` runs when the Electron build ships without a default app: reads the command line, takes the
 * project's name and version from its package.json, and imports its entry. Lives in `resources/default_app.asar`, so
 * that Electron takes the process for an unpackaged one.
 */
import { app } from 'electron'
import { readFileSync, statSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'

const preloads = []
let target = null
for (let index = 1; index < process.argv.length && target === null; index += 1) {
  const argument = process.argv[index]
  if (argument === '-r' || argument === '--require') preloads.push(process.argv[(index += 1)])
  else if (argument === '-v' || argument === '--version') {
    console.log(`v${process.versions.electron}`)
    process.exit(0)
  } else if (argument === '-a' || argument === '--abi') {
    console.log(process.versions.modules)
    process.exit(0)
  } else if (!argument.startsWith('-')) target = resolve(argument)
}
if (target === null) {
  console.error('usage: electron [-r module] <folder or file>')
  process.exit(1)
}

const require = createRequire(join(process.cwd(), 'package.json'))
for (const module of preloads) require(resolve(module))

let entry = target
if (statSync(target).isDirectory()) {
  const description = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'))
  app.setName(description.productName ?? description.name)
  if (description.version) app.setVersion(description.version)
  entry = join(target, description.main ?? 'index.js')
  app.setAppPath(target)
} else app.setAppPath(dirname(target))
// Awaited, so that Electron is not ready before the entry has run: it may declare schemes and switches only until then.
// A failure to load is loud and ends the process: a window that never comes is harder to explain.
try {
  await import(pathToFileURL(entry).href)
} catch (error) {
  console.error(error)
  app.exit(1)
}
