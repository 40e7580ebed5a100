import { spawn } from 'node:child_process'
import { delimiter, join } from 'node:path'
import { spawn as spawnInTerminal } from '@lydell/node-pty'
import { afterAll, beforeAll, describe, expect, it, type TestContext } from 'vitest'
import { type Sandbox, startSandbox } from '#sandbox/start.ts'
import { runClient } from '#test/support/real-clients.ts'
import { TestClient } from '#test/support/tcp.ts'
import { patience } from './granted-session.ts'
import { type RunningClient, watchClient } from './running-client.ts'

const root = join(import.meta.dirname, '../../..')
const bastion = 'i-09d4c6e2f08b371be'
const installTimeoutMs = 6 * 60_000
const toEcho = [
  ...['--document-name', 'AWS-StartPortForwardingSessionToRemoteHost'],
  ...['--parameters', 'host=echo.harborline.internal,portNumber=7,localPortNumber=0'],
]

/** A command line of AWS, or the reason why there is none. */
type Client = { readonly program: string } | { readonly reason: string }

let folder = ''

beforeAll(async () => {
  folder = (await runClient(process.execPath, [join(root, 'script/culvert-session.mjs'), '--path'])).trim()
}, installTimeoutMs)

async function clientOfPython(): Promise<Client> {
  try {
    const bin = (await runClient(process.execPath, [join(root, 'script/sandbox-clients.mjs')])).trim()
    return { program: join(bin, 'aws') }
  } catch (error) {
    return { reason: String(error) }
  }
}

async function clientOfTheSystem(): Promise<Client> {
  const version = await runClient('/usr/bin/aws', ['--version']).catch((error: Error) => error.message)
  return version.startsWith('aws-cli/2.') ? { program: '/usr/bin/aws' } : { reason: `/usr/bin/aws: ${version}` }
}

describe.each([
  { name: 'aws-cli 1', find: clientOfPython, network: 'endpoint' },
  { name: 'aws-cli 2, behind a corporate proxy', find: clientOfTheSystem, network: 'corporate' },
] as const)('$name runs on culvert-session', ({ find, network }) => {
  let client: Client = { reason: 'not tried' }
  let sandbox: Sandbox

  beforeAll(async () => {
    client = await find()
    sandbox = await startSandbox({ databases: [], ...(network === 'corporate' ? { network } : {}) })
    sandbox.fault({ kind: 'agent', behaviour: { firstOutputMs: 0 } })
  }, installTimeoutMs)
  afterAll(() => sandbox.stop())

  function programIn(test: TestContext): string {
    return 'reason' in client ? test.skip(`no aws-cli: ${client.reason}`) : client.program
  }

  function environment(): Record<string, string> {
    const path = `${folder}${delimiter}${process.env['PATH'] ?? ''}`
    return { LC_ALL: 'C.UTF-8', PYTHONUNBUFFERED: '1', ...sandbox.environment, PATH: path }
  }

  function startSession(program: string, args: readonly string[]): RunningClient {
    const command = ['ssm', 'start-session', '--target', bastion, ...args]
    return watchClient(spawn(program, command, { env: environment(), detached: true }))
  }

  const active = (): readonly unknown[] => sandbox.state().sessions.active

  it('opens a port; Ctrl-C ends the session', async (test) => {
    const run = startSession(programIn(test), toEcho)
    try {
      const [, port] = await run.printed(/Port (\d+) opened for sessionId [^]*Waiting for connections\.\.\./)
      const local = await TestClient.connect(Number(port))
      local.socket.write('through aws')
      expect((await local.bytes(11)).toString()).toBe('through aws')
      local.socket.destroy()
      expect(active()).toHaveLength(1)
      run.interrupt()
      expect(await run.exited).toBe(0)
      expect(run.output()).toContain('Terminate signal received, exiting.\n\n\nExiting session with sessionId: ')
      await expect.poll(active, patience).toEqual([])
    } finally {
      run.end()
    }
  })

  it('is followed by its session when it is killed', async (test) => {
    const run = startSession(programIn(test), toEcho)
    try {
      const [, port] = await run.printed(/Port (\d+) opened for sessionId [^]*Waiting for connections\.\.\./)
      run.kill()
      await expect.poll(active, patience).toEqual([])
      await expect(TestClient.connect(Number(port))).rejects.toThrow('ECONNREFUSED')
    } finally {
      run.end()
    }
  })

  it('opens a shell', async (test) => {
    const run = startSession(programIn(test), [])
    try {
      await run.printed(/\$ /)
      run.type('echo "sum=$((40 + 2))"\n')
      await run.printed(/sum=42/)
      run.type('exit\n')
      expect(await run.exited).toBe(0)
      expect(run.output()).toMatch(/Exiting session with sessionId: /)
    } finally {
      run.end()
    }
  })

  it('opens a shell that the account encrypts', async (test) => {
    const program = programIn(test)
    sandbox.fault({ kind: 'session-key' })
    const run = startSession(program, [])
    try {
      await run.printed(/This session is encrypted using AWS KMS\.\n[^]*\$ /)
      run.type('echo "sum=$((40 + 2))"; exit\n')
      await run.printed(/sum=42/)
      expect(await run.exited).toBe(0)
    } finally {
      run.end()
      sandbox.fault({ kind: 'session-key', kmsKeyId: null })
    }
  })

  it('is a terminal’s shell: its size, Ctrl-C as a key, and the terminal back as it was', async (test) => {
    const session = `'${programIn(test)}' ssm start-session --target ${bastion}`
    const command = `stty -a > before; ${session}; stty -a > after; cmp before after && echo as it was`
    const terminal = spawnInTerminal('/bin/sh', ['-c', command], {
      cwd: sandbox.home,
      env: environment(),
      cols: 101,
      rows: 41,
    })
    let output = ''
    terminal.onData((text) => (output += text))
    const exited = new Promise<number>((resolve) => terminal.onExit(({ exitCode }) => resolve(exitCode)))
    const printed = async (pattern: RegExp): Promise<void> => {
      await expect.poll(() => output, patience).toMatch(pattern)
    }
    try {
      await printed(/\$ /)
      terminal.write('stty size\r')
      await printed(/41 101/)
      terminal.write('(echo rea""dy; exec sleep 600)\r')
      await printed(/ready/)
      terminal.write('\u0003')
      await printed(/ready[\r\n]+\^C/)
      terminal.write('echo status=$?.; exit\r')
      await printed(/status=130\./)
      await printed(/as it was/)
      expect(await exited).toBe(0)
    } finally {
      terminal.kill('SIGKILL')
    }
  })
})
