/**
 * Makes installers into release/: `npm run package [-- --dir] [-- electron-builder's arguments]`.
 * Only ever with the official Electron: the stand-in for closed networks is for development.
 */
import { createRequire } from 'node:module'
import { electronPresent, ensureElectron } from './electron-runtime.mjs'
import { ensureNpmPackages } from './setup/npm-packages.mjs'
import { isStarted, run, say } from './setup/program.mjs'

async function main() {
  await ensureNpmPackages()
  await ensureElectron({ say })
  if (!electronPresent()?.official) {
    throw new Error("packaging needs Electron's own download, which is out of reach from here")
  }
  const { buildAll } = await import('./build.mjs')
  await buildAll({ only: ['main', 'relay', 'preload', 'renderer'], say })
  const builder = createRequire(import.meta.url).resolve('electron-builder/cli.js')
  const { code } = await run([process.execPath, builder, '--publish', 'never', ...process.argv.slice(2)])
  if (code !== 0) throw new Error(`electron-builder ended with code ${code}`)
}

if (isStarted(import.meta.url)) {
  main().catch((error) => {
    say(`package: ${error.message}`)
    process.exitCode = 1
  })
}
