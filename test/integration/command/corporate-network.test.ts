import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Sandbox, type SandboxOptions, startSandbox } from '#sandbox/start.ts'
import { TestClient } from '#test/support/tcp.ts'
import { startBehindProxy } from '../sandbox/corporate-client.ts'
import { actions, asCalled, bastion, buildCommand, type GrantedSession, toEcho, patience } from './granted-session.ts'
import { type SessionProgram, startProgram } from './session-program.ts'

const policy = { kind: 'credentials', user: 'mika', password: 'p@ss:w/rd' } as const

let program = ''
let sandbox: Sandbox | null = null
let running: SessionProgram | null = null

beforeAll(async () => {
  program = await buildCommand()
})
afterEach(async () => {
  running?.child.kill('SIGKILL')
  await running?.exited
  await sandbox?.stop()
  sandbox = null
  running = null
})

type Change = (environment: Readonly<Record<string, string>>) => Readonly<Record<string, string>>

interface Scene {
  readonly sandbox: Sandbox
  readonly run: SessionProgram
  readonly session: GrantedSession
}

/** The command with genuine host names behind a proxy, in an environment that is changed a little. */
async function play(change: Change, options: SandboxOptions = { proxy: policy }): Promise<Scene> {
  const started = await startSandbox({ databases: [], network: 'corporate', ...options })
  sandbox = started
  const credentials = started.issueCredentials('orders-staging', 'DatabaseTunnel')
  const answer = await startBehindProxy(started, credentials, { Target: bastion, ...toEcho })
  const session = asCalled(started, answer, '')
  const run = startProgram(program, { args: session.args, environment: change(session.environment) })
  running = run
  return { sandbox: started, run, session }
}

const without =
  (...names: readonly string[]): Change =>
  (environment) =>
    Object.fromEntries(Object.entries(environment).filter(([name]) => !names.includes(name)))

async function expectEcho(run: SessionProgram): Promise<void> {
  const [, port] = await run.printed(/Port (\d+) opened[^]*Waiting for connections/)
  const client = await TestClient.connect(Number(port))
  client.socket.write('hello')
  expect((await client.bytes(5)).toString()).toBe('hello')
  client.socket.destroy()
}

describe('behind a proxy that asks for a password and looks into TLS', () => {
  it.each([
    ['AWS_CA_BUNDLE', without('SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS')],
    ['SSL_CERT_FILE', without('AWS_CA_BUNDLE', 'NODE_EXTRA_CA_CERTS')],
  ])('%s is enough for the channel and for the calls', async (_name, change) => {
    const { sandbox: world, run, session } = await play(change)
    await expectEcho(run)
    world.fault({ kind: 'drop-session', sessionId: session.sessionId })
    await expect.poll(() => actions(world), patience).toContain('ResumeSession')
    await expectEcho(run)
    run.child.kill('SIGINT')
    expect(await run.exited).toBe(0)
    expect(run.complaints()).toBe('')
    const region = session.args[1] ?? ''
    const hosts = ['ssm', 'ssmmessages'].map((service) => ({ host: `${service}.${region}.amazonaws.com`, status: 200 }))
    // The first of them was asked for by the caller, to start the session.
    expect(world.state().proxy).toEqual([...hosts, ...hosts])
  })

  it('the spelling in lower case does as well', async () => {
    const { run } = await play(without('HTTPS_PROXY'))
    await expectEcho(run)
  })

  it('an authority that nobody trusts is told', async () => {
    const { run } = await play(without('AWS_CA_BUNDLE', 'SSL_CERT_FILE', 'NODE_EXTRA_CA_CERTS'))
    expect(await run.exited).toBe(0)
    expect(run.output()).toMatch(
      /\nCannot perform start session: [^\n]*certificate[^\n]* \(host ssmmessages[^\n]*\)\n$/,
    )
    expect(run.complaints()).toBe('')
  })

  it('a wrong password is told, and is nowhere to be read', async () => {
    const { run } = await play((environment) => {
      const wrong = new URL(environment['HTTPS_PROXY'] ?? '')
      wrong.password = 'guessed'
      return { ...environment, HTTPS_PROXY: wrong.href, https_proxy: wrong.href }
    })
    expect(await run.exited).toBe(0)
    expect(run.output()).toMatch(/\nCannot perform start session: [^\n]*407[^\n]*\n$/)
    expect(`${run.output()}${run.complaints()}`).not.toContain('guessed')
  })
})
