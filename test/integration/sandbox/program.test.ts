import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { access, chmod, mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { spawn as spawnInTerminal } from '@lydell/node-pty'
import { afterEach, describe, expect, it } from 'vitest'
import { leftOvers } from '#test/support/left-overs.ts'
import { programOnPath } from '#test/support/real-clients.ts'

const root = join(import.meta.dirname, '../../..')
type Program = ChildProcessByStdio<Writable, Readable, Readable>

interface Ready {
  readonly endpointUrl: string
  readonly controlUrl: string
  readonly home: string
  readonly environment: Readonly<Record<string, string>>
  readonly databases: readonly { readonly engine: string; readonly port: number }[]
}

const running = new Set<Program>()
/** Temporary folders for programs that are killed and cannot tidy up themselves. */
const folders = new Set<string>()

afterEach(async () => {
  for (const program of running) program.kill('SIGKILL')
  for (const folder of folders) await rm(folder, { recursive: true, force: true, maxRetries: 5 })
  folders.clear()
})

/** Other accounts may enter it, for servers that do not run as root. */
async function createTemporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'culvert-program-test-'))
  folders.add(folder)
  await chmod(folder, 0o755)
  return folder
}

function launch(args: readonly string[], variables: Readonly<Record<string, string>> = {}): Program {
  const program = spawn(process.execPath, [join(root, 'script/sandbox.mjs'), ...args], {
    cwd: root,
    env: { ...process.env, ...variables },
    stdio: 'pipe',
  })
  running.add(program)
  program.once('close', () => running.delete(program))
  program.stderr.resume()
  return program
}

async function whenReady(program: Program): Promise<Ready> {
  const [line]: readonly unknown[] = await once(createInterface(program.stdout), 'line')
  return JSON.parse(String(line)) as Ready
}

async function finish(program: Program): Promise<{ readonly code: unknown; readonly output: string }> {
  let output = ''
  program.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  const [code]: readonly unknown[] = await once(program, 'close')
  return { code, output }
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

const closedPort = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('error', () => resolve(true))
    socket.once('connect', () => {
      socket.destroy()
      resolve(false)
    })
  })

async function leftNothing(ready: Ready): Promise<void> {
  const ports = [Number(new URL(ready.endpointUrl).port), ...ready.databases.map(({ port }) => port)]
  for (const port of ports) expect(await closedPort(port)).toBe(true)
  expect(await exists(ready.home)).toBe(false)
}

/** A shell that lets go of one child and waits for another, both deaf to SIGHUP; prints the three ids. */
const family = 'trap "" HUP; (sleep 600 & echo $!); sleep 600 & echo $!; echo $$; wait'

type Lines = AsyncIterator<string, unknown>

const linesOf = (program: Program): Lines => createInterface(program.stdout)[Symbol.asyncIterator]()

/** The ids that {@link family} prints, the shell's own first. */
async function whenStarted(lines: Lines): Promise<readonly number[]> {
  const pids: number[] = []
  while (pids.length < 3) pids.unshift(Number((await lines.next()).value))
  return pids
}

/** Of those that should have ended, the ones that have not. */
const alive = async (processes: readonly number[]): Promise<readonly number[]> =>
  (await leftOvers({ processes, ports: [] })).processes

const redis = programOnPath('redis-server') === null ? null : ['--databases', 'redis']

describe('the sandbox as a program', () => {
  it('says in one line of JSON what is ready, and stops when its standard input closes', async (test) => {
    if (redis === null) return test.skip('redis-server is not installed')
    const program = launch(['--json', '--until-stdin-closes', ...redis])
    const ready = await whenReady(program)
    expect(ready.databases.map(({ engine }) => engine)).toEqual(['redis'])
    expect(ready.environment['CULVERT_SANDBOX_CONTROL']).toBe(ready.controlUrl)
    expect((await fetch(`${ready.controlUrl}/_sandbox/state`)).status).toBe(200)
    program.stdin.end()
    expect((await finish(program)).code).toBe(0)
    await leftNothing(ready)
  })

  it('stops everything on SIGTERM', async (test) => {
    if (redis === null) return test.skip('redis-server is not installed')
    const program = launch(['--json', ...redis])
    const ready = await whenReady(program)
    program.kill('SIGTERM')
    expect((await finish(program)).code).toBe(0)
    await leftNothing(ready)
  })

  it('leaves no database running even when it is killed', async (test) => {
    if (redis === null) return test.skip('redis-server is not installed')
    if (programOnPath('setpriv') === null) return test.skip('setpriv is not installed: only Linux can promise this')
    const program = launch(['--json', ...redis], { TMPDIR: await createTemporaryFolder() })
    const ready = await whenReady(program)
    const port = ready.databases[0]?.port ?? 0
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect')
    const cut = once(socket, 'close')
    program.kill('SIGKILL')
    await cut
    await expect.poll(() => closedPort(port), { timeout: 10_000 }).toBe(true)
  })

  it('runs one command inside its environment and passes its exit code on', async () => {
    const script =
      "fetch(process.env.AWS_ENDPOINT_URL + '/_sandbox/state').then((r) => { console.log(r.status, process.env.HOME, process.env.CULVERT_SANDBOX); process.exit(7) })"
    const { code, output } = await finish(launch(['--databases', 'none', '--exec', process.execPath, '-e', script]))
    expect(code).toBe(7)
    const [status, home, mark] = output.trim().split(' ')
    expect([status, mark]).toEqual(['200', '1'])
    expect(await exists(home ?? '')).toBe(false)
  })

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('ends its command and what that started on %s', async (signal) => {
    const program = launch(['--databases', 'none', '--exec', '/bin/sh', '-c', family])
    const pids = await whenStarted(linesOf(program))
    program.kill(signal)
    await once(program, 'close')
    expect(await alive(pids)).toEqual([])
  })

  it('ends them when its standard input closes, which the command reads until then', async () => {
    const command = ['/bin/sh', '-c', `read line; echo "read $line"; ${family}`]
    const program = launch(['--databases', 'none', '--until-stdin-closes', '--exec', ...command])
    program.stdin.write('this\n')
    const lines = linesOf(program)
    expect((await lines.next()).value).toBe('read this')
    const pids = await whenStarted(lines)
    program.stdin.end()
    await once(program, 'close')
    expect(await alive(pids)).toEqual([])
  })

  it('ends what a command leaves that was killed', async () => {
    const program = launch(['--databases', 'none', '--exec', '/bin/sh', '-c', family])
    const [first = 0, ...others] = await whenStarted(linesOf(program))
    process.kill(first, 'SIGKILL')
    expect(await once(program, 'close')).toEqual([128 + 9, null])
    expect(await alive(others)).toEqual([])
  })

  it('ends with the npm that runs it, however that ends', async () => {
    const npm = spawn(
      '/bin/sh',
      ['-c', `"$0" script/sandbox.mjs --databases none --exec /bin/sh -c '${family}'; :`, process.execPath],
      {
        cwd: root,
        env: { ...process.env, npm_lifecycle_event: 'sandbox' },
        stdio: 'pipe',
      },
    )
    running.add(npm)
    const pids = await whenStarted(linesOf(npm))
    npm.kill('SIGKILL')
    // They get their time to heed a hangup, which these do not.
    await expect.poll(() => alive(pids), { timeout: 20_000 }).toEqual([])
  })

  it('leaves Ctrl-C to a command in a terminal, which may go on', async () => {
    const script = 'trap "echo caught" INT; echo ready; while :; do sleep 0.05; done'
    const args = [join(root, 'script/sandbox.mjs'), '--databases', 'none', '--exec', '/bin/sh', '-c', script]
    const terminal = spawnInTerminal(process.execPath, args, { cwd: root })
    let output = ''
    terminal.onData((text) => (output += text))
    const exited = new Promise<number>((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)))
    try {
      await expect.poll(() => output, { timeout: 20_000 }).toMatch(/ready/)
      for (const times of [1, 2]) {
        terminal.write('\u0003')
        await expect.poll(() => output.split('caught').length - 1, { timeout: 10_000 }).toBe(times)
      }
      process.kill(terminal.pid, 'SIGTERM')
      await exited
    } finally {
      terminal.kill('SIGKILL')
    }
  })

  it('says what it does not understand', async () => {
    expect((await finish(launch(['--nonsense']))).code).toBe(2)
    expect((await finish(launch(['--exec']))).code).toBe(2)
    expect((await finish(launch(['--databases', 'none', '--exec', 'no-such-program-here']))).code).toBe(127)
  })
})
