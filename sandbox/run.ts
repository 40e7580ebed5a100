import { execFile } from 'node:child_process'
import { constants } from 'node:os'
import { basename } from 'node:path'
import { promisify } from 'node:util'
import { type Order, readCommandLine, usage } from './command-line.ts'
import { watchNpm } from './command/npm-watch.ts'
import { type EndRequest, runCommand } from './command/run-command.ts'
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
  const requests = listenForEnd(order)
  const network = order.command === null ? order.options.network : await networkFor(order)
  const sandbox = await startSandbox({ ...order.options, ...(network === undefined ? {} : { network }) })
  sandbox.fault({ kind: 'consent', mode: order.consent })
  const code =
    order.command === null
      ? await announce(order, sandbox, requests)
      : await execute(order, order.command, sandbox, requests)
  await stopWithin(sandbox, stopDeadlineMs)
  requests.forget()
  return code
}

/** What asks the program to stop. */
interface EndRequests {
  /** The first one so far, or null. */
  earliest(): EndRequest | null
  /** Calls back for each request from now on. */
  listen(listener: (request: EndRequest) => void): void
  forget(): void
}

function listenForEnd(order: Order): EndRequests {
  const signals: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP']
  const untilStdinCloses = order.lifetime === 'until-stdin-closes'
  let earliest: EndRequest | null = null
  const listeners: ((request: EndRequest) => void)[] = []
  const tell = (request: EndRequest): void => {
    earliest ??= request
    for (const listener of listeners) listener(request)
  }
  const onClose = (): void => tell('stdin')
  for (const name of signals) process.on(name, tell)
  if (untilStdinCloses) process.stdin.once('end', onClose).once('close', onClose)
  if (untilStdinCloses && order.command === null) process.stdin.resume()
  const forgetNpm = watchNpm(() => tell('SIGHUP'))
  return {
    earliest: () => earliest,
    listen: (listener) => void listeners.push(listener),
    forget: () => {
      forgetNpm()
      for (const name of signals) process.off(name, tell)
      if (untilStdinCloses) process.stdin.pause()
    },
  }
}

/** Stopping on request is a success, whatever asked for it. */
async function announce(order: Order, sandbox: Sandbox, requests: EndRequests): Promise<number> {
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
    for (const { serial, secret } of sandbox.world.mfaDevices) {
      process.stderr.write(`# ${serial}: codes of an authenticator with the secret ${secret}\n`)
    }
    process.stderr.write('# The sandbox is ready. Ctrl+C stops it.\n')
  }
  if (requests.earliest() === null) await new Promise<EndRequest>((resolve) => requests.listen(resolve))
  return 0
}

/** A command that nobody wants any more is not begun. */
async function execute(
  order: Order,
  command: readonly string[],
  { environment }: Sandbox,
  requests: EndRequests,
): Promise<number> {
  const request = requests.earliest()
  if (request !== null) return request === 'stdin' ? 0 : 128 + constants.signals[request]
  return await runCommand(command, {
    environment,
    stdin: order.lifetime === 'until-stdin-closes' ? 'pipe' : 'inherit',
    onRequest: (listener) => requests.listen(listener),
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
