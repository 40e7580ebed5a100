import { utilityProcess, type UtilityProcess } from 'electron'
import { networkVariables, programVariables } from '#contract/passed-variables.ts'
import type { Log } from '#core/app/ports.ts'
import type { RelayProcess } from './relay-host.ts'

/** What the relay may see: what it needs itself, and what it hands on to the programs it starts. No AWS keys. */
const passed: ReadonlySet<string> = new Set([...programVariables, ...networkVariables])

/** Starts the relay as an Electron utility process: a Node program of its own, without Electron's API. */
export function startUtilityRelay(entry: string, runFile: string, log: Log): RelayProcess {
  const environment: Record<string, string> = { CULVERT_RELAY_RUN_FILE: runFile }
  for (const [name, value] of Object.entries(process.env)) {
    if (value !== undefined && isPassed(name)) environment[name] = value
  }
  const child = utilityProcess.fork(entry, [], { serviceName: 'Culvert relay', env: environment, stdio: 'inherit' })
  // A fatal error of V8, such as want of memory; the exit follows. Unheard it would be thrown here.
  child.on('error', (kind, location) => log.error('relay-fatal', { kind, location }))
  return {
    get pid() {
      return child.pid
    },
    post: (order, port) => child.postMessage(order, port === undefined ? [] : [port]),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => killAtOnce(child),
  }
}

/** Electron's own `kill` asks with SIGTERM, which a process that is stopped or hangs does not hear. */
function killAtOnce(child: UtilityProcess): void {
  const { pid } = child
  if (pid === undefined) return
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended a moment ago; its exit is told.
  }
}

/** Names of variables are matched as Windows does, which is right for the lower-case proxy variables, too. */
function isPassed(name: string): boolean {
  return passed.has(name.toUpperCase())
}
