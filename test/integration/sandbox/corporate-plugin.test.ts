import { randomBytes } from 'node:crypto'
import { afterEach, describe, expect, it, type TestContext } from 'vitest'
import { type Fault, type ProxyPolicy, type Sandbox, type SandboxOptions, startSandbox } from '#sandbox/start.ts'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { echoed, type RunningPlugin } from '../gateway/official-plugin.ts'
import { type StartedSession, startBehindProxy, startPluginBehindProxy } from './corporate-client.ts'
import { region } from './support.ts'

const bastion = 'i-0ab3f29c81d7e4402'
const toEcho = {
  Target: bastion,
  DocumentName: 'AWS-StartPortForwardingSessionToRemoteHost',
  Parameters: { host: ['echo.harborline.internal'], portNumber: ['7'], localPortNumber: ['0'] },
}

let sandbox: Sandbox | null = null
let plugin: RunningPlugin | null = null

afterEach(async () => {
  plugin?.child.kill('SIGKILL')
  await plugin?.exited
  await sandbox?.stop()
  plugin = null
  sandbox = null
})

interface Scene {
  readonly sandbox: Sandbox
  readonly plugin: RunningPlugin
  readonly session: StartedSession
}

/** The plugin behind the proxy on a new session, or a test that is counted as skipped and says so. */
async function play(
  test: TestContext,
  input: typeof toEcho | { readonly Target: string },
  options: SandboxOptions = {},
  faults: readonly Fault[] = [],
  proxyThen: ProxyPolicy | null = null,
): Promise<Scene> {
  const official = await findOfficialPlugin()
  if (official === null) return test.skip('session-manager-plugin is not installed: the official client was not tried')
  const running = await startSandbox({ databases: [], network: 'corporate', ...options })
  sandbox = running
  running.fault(...faults)
  const credentials = running.issueCredentials('orders-prod', 'DatabaseTunnel')
  const session = await startBehindProxy(running, credentials, input)
  running.fault({ kind: 'proxy', policy: proxyThen })
  plugin = startPluginBehindProxy(official.path, running, credentials, session)
  return { sandbox: running, plugin, session }
}

async function openedPort({ plugin: running, session }: Scene): Promise<number> {
  const match = await running.printed(new RegExp(`Port (\\d+) opened for sessionId ${session.sessionId}\\.`))
  await running.printed(/Waiting for connections\.\.\./)
  return Number(match[1])
}

const actions = (running: Sandbox): readonly string[] => running.state().calls.map(({ action }) => action)

describe('AWS’s own plugin with genuine host names behind a corporate proxy', () => {
  it('forwards a port, and resumes after the service closed its channel', async (test) => {
    const events: string[] = []
    const scene = await play(test, toEcho, { log: (event) => void events.push(event) })
    expect(scene.session.streamUrl).toMatch(
      new RegExp(`^wss://ssmmessages\\.${region}\\.amazonaws\\.com/v1/data-channel/${scene.session.sessionId}\\?`),
    )
    const port = await openedPort(scene)
    const [first, second] = [randomBytes(40_000), randomBytes(40_000)]
    expect((await echoed(port, first)).equals(first)).toBe(true)
    expect(scene.sandbox.fault({ kind: 'drop-session', closeCode: 1000 })).toEqual([1])
    // What this version of the plugin sends before its new channel is open, it loses.
    await expect
      .poll(() => events.filter((event) => event === 'gateway.channel-opened').length, { timeout: 20_000 })
      .toBeGreaterThanOrEqual(2)
    // On a busy machine the plugin asks for a second token, and a second connection, before it uses the first.
    expect(new Set(actions(scene.sandbox))).toEqual(new Set(['StartSession', 'ResumeSession']))
    expect((await echoed(port, second)).equals(second)).toBe(true)
    const asked = scene.sandbox.state().proxy
    const upgrades = asked.filter(({ host }) => host === `ssmmessages.${region}.amazonaws.com`)
    expect(upgrades.length).toBeGreaterThanOrEqual(2)
    expect(new Set(asked.map(({ status }) => status))).toEqual(new Set([200]))
  })

  it('runs a shell that the account encrypts with its key', async (test) => {
    const scene = await play(test, { Target: bastion }, {}, [
      { kind: 'session-key' },
      { kind: 'agent', behaviour: { firstOutputMs: 0 } },
    ])
    await scene.plugin.printed(/This session is encrypted using AWS KMS\./)
    await scene.plugin.printed(/\$ /)
    scene.plugin.type('echo "sum=$((40 + 2))"\n')
    await scene.plugin.printed(/sum=42/)
    scene.plugin.type('exit\n')
    expect(await scene.plugin.exited).toBe(0)
    const context = { 'aws:ssm:SessionId': scene.session.sessionId, 'aws:ssm:TargetId': bastion }
    const calls = scene.sandbox.state().calls.filter(({ service }) => service === 'kms')
    expect(calls).toMatchObject([
      { action: 'GenerateDataKey', status: 200, region, caller: expect.stringContaining('/mika.sato') },
      { action: 'Decrypt', status: 200, region, caller: expect.stringContaining(bastion) },
    ])
    expect(calls.map(({ details }) => details)).toEqual([context, context])
  })

  it('says why there is no encrypted shell when the key is disabled', async (test) => {
    const scene = await play(test, { Target: bastion }, {}, [
      { kind: 'session-key' },
      { kind: 'kms-key', state: 'disabled' },
    ])
    expect(await scene.plugin.exited).toBe(0)
    expect(scene.plugin.output()).toMatch(/KMSEncryption failed on client with status 2 error: .*DisabledException/s)
    expect(scene.sandbox.state().sessions.ended).toMatchObject([{ end: { status: 'Failed' } }])
  })

  it('gives a proxy the name and password that its address holds', async (test) => {
    const proxy = { kind: 'credentials', user: 'mika', password: 'p@ss:word' } as const
    const scene = await play(test, toEcho, { proxy })
    const port = await openedPort(scene)
    expect(await echoed(port, Buffer.from('through'))).toEqual(Buffer.from('through'))
    expect(new Set(scene.sandbox.state().proxy.map(({ status }) => status))).toEqual(new Set([200]))
  })

  it.for([
    ['asks for a password it does not know', { kind: 'credentials', user: 'mika', password: 'changed' }, 407],
    ['refuses', { kind: 'refuse', status: 403 }, 403],
  ] as const)(
    'tries again and says nothing when the proxy %s, until it lets it through',
    async ([, policy, status], test) => {
      const scene = await play(test, toEcho, {}, [], policy)
      const host = `ssmmessages.${region}.amazonaws.com`
      const answers = (): readonly number[] =>
        scene.sandbox
          .state()
          .proxy.filter((request) => request.host === host)
          .map((request) => request.status)
      await expect.poll(answers, { timeout: 20_000 }).toEqual(expect.arrayContaining([status]))
      expect(scene.plugin.output()).not.toContain('opened for sessionId')
      scene.sandbox.fault({ kind: 'proxy', policy: null })
      await openedPort(scene)
      expect(answers().at(-1)).toBe(200)
    },
  )
})
