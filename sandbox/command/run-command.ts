import { spawn, type ChildProcess } from 'node:child_process'
import { constants } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'
import { isatty } from 'node:tty'
import { processesInside } from './processes-inside.ts'

/** How long programs get to end by themselves once they are told to, milliseconds. */
const GRACE_MS = 3000
const LOOK_MS = 50
const NOT_FOUND = 127

/**
 * Milliseconds before a request is passed on: who reads standard input has just learned of its end, and SIGINT often
 * comes to a whole process group, whose members take a second one for impatience.
 */
const patience: Readonly<Partial<Record<EndRequest, number>>> = { stdin: 1000, SIGINT: 300 }

/** Why the sandbox is to end: a signal, or the end of its standard input. */
export type EndRequest = NodeJS.Signals | 'stdin'

interface CommandDeps {
  /** Variables of the sandbox, in front of this process's own. */
  readonly environment: Readonly<Record<string, string>>
  /** `inherit`, or `pipe` where this process watches its standard input itself. */
  readonly stdin: 'inherit' | 'pipe'
  /** Calls back for each request from now on. */
  onRequest(listener: (request: EndRequest) => void): void
}

/**
 * Runs a command to its end and gives its exit code; nothing that it started inside is left then. A terminal tells the
 * command of Ctrl-C itself, and the command decides: a shell on a node goes on. Every other request reaches all
 * processes inside, and those that do not heed it are killed.
 */
export async function runCommand([program = '', ...args]: readonly string[], deps: CommandDeps): Promise<number> {
  const env = { ...process.env, ...deps.environment }
  const child = spawn(program, args, { stdio: [deps.stdin, 'inherit', 'inherit'], env })
  if (child.stdin !== null) feed(child.stdin)
  const controlUrl = deps.environment['CULVERT_SANDBOX_CONTROL'] ?? ''
  const inside = (): Promise<readonly number[]> => processesInside(controlUrl, child.pid ?? 0)
  const running = new AbortController()
  deps.onRequest((request) => {
    if (request === 'SIGINT' && isatty(0)) return
    void insist(request, child, inside, running.signal)
  })
  const code = await exitOf(child, program)
  running.abort()
  await endLeftOvers(inside)
  return code
}

function feed(stdin: NodeJS.WritableStream): void {
  stdin.on('error', () => process.stdin.unpipe(stdin))
  process.stdin.pipe(stdin)
}

function exitOf(child: ChildProcess, program: string): Promise<number> {
  return new Promise((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`sandbox: ${program}: ${error.message}\n`)
      resolve(NOT_FOUND)
    })
    child.once('exit', (code, name) => resolve(code ?? 128 + (name === null ? 0 : constants.signals[name])))
  })
}

/** Passes a request on, and becomes clearer when it is not heeded. */
async function insist(
  request: EndRequest,
  child: ChildProcess,
  inside: () => Promise<readonly number[]>,
  done: AbortSignal,
): Promise<void> {
  const steps: readonly NodeJS.Signals[] = request === 'stdin' ? ['SIGTERM'] : [request, 'SIGTERM']
  await wait(patience[request] ?? 0, undefined, { signal: done }).catch(() => undefined)
  for (const name of [...steps, 'SIGKILL' as const]) {
    if (done.aborted) return
    child.kill(name)
    signalAll(
      (await inside()).filter((pid) => pid !== child.pid),
      name,
    )
    await wait(GRACE_MS, undefined, { signal: done }).catch(() => undefined)
  }
}

/** What the command left running, such as a session's client whose AWS CLI was killed. */
async function endLeftOvers(inside: () => Promise<readonly number[]>): Promise<void> {
  const deadline = performance.now() + GRACE_MS
  let left = await inside()
  signalAll(left, 'SIGTERM')
  while (left.length > 0 && performance.now() < deadline) {
    await wait(LOOK_MS)
    left = await inside()
  }
  signalAll(left, 'SIGKILL')
}

function signalAll(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name)
    } catch {
      // It has ended in the meantime.
    }
  }
}
