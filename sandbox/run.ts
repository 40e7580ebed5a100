import { execFile, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { type Order, readCommandLine, usage } from './command-line.ts'
import { type Sandbox, startSandbox } from './start.ts'

const stopDeadlineMs = 10_000

/**
 * The sandbox as a program: starts it, says so, and stays until a signal, the end of standard input, or the end of the
 * command it runs. Resolves with the exit code when everything has stopped.
 */
export async function runSandbox(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(usage)
    return 0
  }
  const order = readCommandLine(args)
  if (typeof order === 'string') {
    process.stderr.write(`sandbox: ${order}\n\n${usage}`)
    return 2
  }
  const end = listenForEnd(order)
  const network = order.command === null ? order.options.network : await networkFor(order)
  const sandbox = await startSandbox({ ...order.options, ...(network === undefined ? {} : { network }) })
  sandbox.fault({ kind: 'consent', mode: order.consent })
  const ended =
    order.command === null ? announce(order, sandbox, end.signal) : execute(order.command, sandbox, end.signal)
  const code = await ended
  end.forget()
  await stopWithin(sandbox, stopDeadlineMs)
  return code
}

interface End {
  /** Aborts when the program is asked to stop; the reason is the exit code. */
  readonly signal: AbortSignal
  forget(): void
}

function listenForEnd(order: Order): End {
  const controller = new AbortController()
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
  const onSignal = (name: NodeJS.Signals): void => controller.abort(128 + constants.signals[name])
  const onClose = (): void => controller.abort(0)
  for (const name of signals) process.on(name, onSignal)
  if (order.lifetime === 'until-stdin-closes') process.stdin.resume().once('end', onClose).once('close', onClose)
  return {
    signal: controller.signal,
    forget: () => {
      for (const name of signals) process.off(name, onSignal)
      if (order.lifetime === 'until-stdin-closes') process.stdin.pause()
    },
  }
}

/** Stopping on request is a success, whatever asked for it. */
async function announce(order: Order, sandbox: Sandbox, signal: AbortSignal): Promise<number> {
  const { environment, endpointUrl, controlUrl, portalUrl, gatewayUrl, home, databases } = sandbox
  const servers = databases.running()
  const failures = databases.failures()
  for (const [engine, reason] of Object.entries(failures)) process.stderr.write(`sandbox: no ${engine}: ${reason}\n`)
  if (order.output === 'json') {
    const ready = { environment, endpointUrl, controlUrl, portalUrl, gatewayUrl, home, databases: servers, failures }
    process.stdout.write(`${JSON.stringify({ ready: true, ...ready })}\n`)
  } else {
    const lines = Object.entries(environment).map(([name, value]) => `export ${name}='${value}'\n`)
    process.stdout.write(lines.join(''))
    for (const { engine, server, port, user, database } of servers) {
      process.stderr.write(`# ${engine}: ${server} on 127.0.0.1:${port} ${database} ${user}\n`)
    }
    process.stderr.write('# The sandbox is ready. Ctrl+C stops it.\n')
  }
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  return 0
}

/** Runs the command to its end and passes its exit code on; signals to the sandbox reach it too. */
async function execute(command: readonly string[], sandbox: Sandbox, signal: AbortSignal): Promise<number> {
  const [program = '', ...args] = command
  if (signal.aborted) return Number(signal.reason)
  const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...sandbox.environment } })
  signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true })
  return await new Promise((resolve) => {
    child.once('error', (error) => {
      process.stderr.write(`sandbox: ${program}: ${error.message}\n`)
      resolve(127)
    })
    child.once('close', (code, name) => resolve(code ?? 128 + (name === null ? 0 : constants.signals[name])))
  })
}

/** aws-cli before 2.13 and 1.29 knows no AWS_ENDPOINT_URL: it gets genuine host names and a proxy instead. */
async function networkFor(order: Order): Promise<'endpoint' | 'corporate' | undefined> {
  const program = order.command?.[0] ?? ''
  if (basename(program) !== 'aws' || order.options.network === 'corporate') return order.options.network
  const { stdout } = await promisify(execFile)(program, ['--version']).catch(() => ({ stdout: '' }))
  const [, major = '', minor = ''] = /^aws-cli\/(\d+)\.(\d+)\./.exec(stdout) ?? []
  const old = (major === '2' && Number(minor) < 13) || (major === '1' && Number(minor) < 29)
  return old ? 'corporate' : 'endpoint'
}

async function stopWithin(sandbox: Sandbox, deadlineMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<'late'>((resolve) => {
    timer = setTimeout(() => resolve('late'), deadlineMs)
  })
  const outcome = await Promise.race([sandbox.stop(), late])
  clearTimeout(timer)
  if (outcome === 'late') process.stderr.write(`sandbox: not everything stopped within ${deadlineMs} ms\n`)
}
