import { type ChildProcess, spawn } from 'node:child_process'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import type { SystemAccount } from './account.ts'
import { findProgram } from './programs.ts'

interface Launch {
  readonly program: string
  readonly args: readonly string[]
  readonly account: SystemAccount | null
  readonly folder: string
}

/** A line of output that says that the server accepts connections. */
interface ServerLaunch extends Launch {
  readonly readyLine: RegExp
  /** What makes the server stop at once without losing its manners: `SIGINT` for PostgreSQL, else `SIGTERM`. */
  readonly stopSignal: NodeJS.Signals
}

export interface ServerProcess {
  readonly pid: number
  /** Resolves when the process is gone; by force after three seconds. */
  stop(): Promise<void>
}

const startDeadlineMs = 30_000
const stopDeadlineMs = 3_000
const keptCharacters = 4_000

/** Starts a server; resolves when it says it is ready, rejects with its last words when it ends or takes too long. */
export async function startServer(launch: ServerLaunch): Promise<ServerProcess> {
  const child = await launchProcess(launch, launch.stopSignal)
  const output = collectOutput(child)
  const gone = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const stop = async (): Promise<void> => {
    child.kill(launch.stopSignal)
    const force = setTimeout(() => child.kill('SIGKILL'), stopDeadlineMs)
    await gone
    clearTimeout(force)
  }
  try {
    await becomeReady(child, output, launch.readyLine)
  } catch (error) {
    await stop()
    throw error
  }
  return { pid: child.pid ?? 0, stop }
}

/** Runs a program to its end, with `input` on its standard input; rejects with its last words on failure. */
export async function runToEnd(launch: Launch, input = ''): Promise<void> {
  const child = await launchProcess(launch, 'SIGTERM')
  const output = collectOutput(child)
  child.stdin?.on('error', () => undefined)
  child.stdin?.end(input)
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`${launch.program} ended with ${code}: ${output.text()}`)
}

/** On Linux the kernel is asked to end the server when the sandbox dies without having stopped it. */
async function launchProcess(launch: Launch, deathSignal: NodeJS.Signals): Promise<ChildProcess> {
  const setpriv = process.platform === 'linux' ? await findProgram('setpriv') : null
  const { account, folder } = launch
  const options = { cwd: folder, env: environmentOf(folder), stdio: 'pipe' as const }
  if (setpriv === null) {
    return spawn(launch.program, launch.args, { ...options, ...(account === null ? {} : account) })
  }
  const switches = account === null ? [] : [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups']
  const wrapped = [...switches, `--pdeathsig=${deathSignal.slice(3)}`, '--', launch.program, ...launch.args]
  return spawn(setpriv, wrapped, options)
}

/** Nothing of the caller's environment but what programs need to run. */
const environmentOf = (folder: string): NodeJS.ProcessEnv => ({
  PATH: process.env['PATH'] ?? '/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: folder,
  TMPDIR: folder,
  LC_ALL: 'C',
  ...(process.env['SYSTEMROOT'] === undefined ? {} : { SYSTEMROOT: process.env['SYSTEMROOT'] }),
})

interface Output {
  text(): string
  onText(listener: () => void): void
}

function collectOutput(child: ChildProcess): Output {
  let kept = ''
  const listeners: (() => void)[] = []
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      kept = (kept + chunk).slice(-keptCharacters)
      for (const listener of listeners) listener()
    })
  }
  return { text: () => kept, onText: (listener) => void listeners.push(listener) }
}

async function becomeReady(child: ChildProcess, output: Output, readyLine: RegExp): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  try {
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`not ready in time: ${output.text()}`)), startDeadlineMs)
      output.onText(() => {
        if (readyLine.test(output.text())) resolve()
      })
      child.once('error', reject)
      child.once('close', (code) => reject(new Error(`ended with ${code}: ${output.text()}`)))
    })
  } finally {
    clearTimeout(timer)
  }
}

/** A loopback port that was free a moment ago, for servers that cannot pick one themselves. */
async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

const portAttempts = 3

/** Starts on a free port, and on another one when somebody took it in between. */
export async function startOnFreePort<T>(
  start: (port: number) => Promise<T>,
): Promise<{ readonly port: number; readonly server: T }> {
  for (let attempt = 1; ; attempt += 1) {
    const port = await freePort()
    try {
      return { port, server: await start(port) }
    } catch (error) {
      const taken = error instanceof Error && /already in use|could not bind|EADDRINUSE/i.test(error.message)
      if (!taken || attempt === portAttempts) throw error
    }
  }
}
