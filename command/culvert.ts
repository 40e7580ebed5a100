import { runSshProxy } from './ssh-proxy/run.ts'

// Node and the SDK warn on standard error, which ssh shows to people.
process.removeAllListeners('warning')
const [name, ...args] = commandLine()
process.exit(name === 'ssh-proxy' ? await runSshProxy(args) : usage())

/** The arguments of the command: after the program's own name, and, where the app itself was started for it, after the app's. */
function commandLine(): readonly string[] {
  const at = process.argv.indexOf('ssh-proxy')
  return at < 0 ? process.argv.slice(2) : process.argv.slice(at)
}

function usage(): number {
  process.stderr.write('Usage: culvert ssh-proxy HOST PORT\n')
  return 64
}
