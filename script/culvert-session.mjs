/**
 * Runs the builtin engine as AWS's plugin on the command line: `npm run culvert-session -- ARGUMENTS…`. With `--path` alone
 * it prints a folder to put on PATH, which holds the command as `session-manager-plugin`. Builds it first.
 */
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { ensureNpmPackages } from './setup/npm-packages.mjs'
import { ROOT, isStarted, say } from './setup/program.mjs'

const FOLDER = join(ROOT, 'dist', 'culvert-session')

/** @returns {Promise<string>} the folder to put on PATH */
export async function buildSessionCommand() {
  await ensureNpmPackages()
  const { buildAll } = await import('./build.mjs')
  await buildAll({ only: ['culvert-session'], say })
  return join(FOLDER, 'bin')
}

/** Signals reach the command by itself: it is in the same group. @param {readonly string[]} args */
function runCommand(args) {
  for (const signal of ['SIGINT', 'SIGQUIT', 'SIGTSTP']) process.on(signal, () => undefined)
  const child = spawn(process.execPath, [join(FOLDER, 'index.mjs'), ...args], { stdio: 'inherit' })
  child.once('close', (code) => {
    process.exitCode = code ?? 1
  })
}

if (isStarted(import.meta.url)) {
  try {
    const folder = await buildSessionCommand()
    const args = process.argv.slice(2)
    if (args.length === 1 && args[0] === '--path') process.stdout.write(`${folder}\n`)
    else runCommand(args)
  } catch (error) {
    say(`culvert-session: ${error.stack ?? error.message}`)
    process.exitCode = 1
  }
}
