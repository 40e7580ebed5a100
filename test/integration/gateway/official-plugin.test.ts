import { randomBytes, randomUUID } from 'node:crypto'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it, type TestContext } from 'vitest'
import { type AgentBehaviour, malformedMessages } from '#sandbox/gateway/index.ts'
import { listen, listenEcho, type TestServer } from './echo-server.ts'
import { createHarness, fast, type Harness } from './gateway-harness.ts'
import { startResumeApi, type ResumeApi } from './resume-api.ts'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { echoed, startOfficialPlugin, type RunningPlugin } from './official-plugin.ts'

const TARGET = 'i-0123456789abcdef0'

let harness: Harness
let echo: TestServer
let ssm: ResumeApi
let running: RunningPlugin | null = null
/** Sessions whose channel a client has opened. */
const opened: unknown[] = []

beforeEach(async () => {
  opened.length = 0
  harness = await createHarness({
    behaviour: { ...fast, completionMs: 100 },
    log: (event, fields) => void (event === 'gateway.channel-opened' && opened.push(fields?.['sessionId'])),
  })
  echo = await listenEcho()
  ssm = await startResumeApi(harness)
  harness.target = { kind: 'tcp', host: '127.0.0.1', port: echo.port }
})

afterEach(async () => {
  running?.child.kill('SIGKILL')
  await running?.exited
  running = null
  await harness.close()
  await echo.close()
  await ssm.close()
})

/** The plugin on a new session, or a test that is counted as skipped and says so. */
async function start(
  ctx: TestContext,
  sessionType: string,
  behaviour: Partial<AgentBehaviour> = {},
): Promise<RunningPlugin & { readonly sessionId: string }> {
  const official = await findOfficialPlugin()
  if (official === null) ctx.skip('session-manager-plugin is not installed: the official client was not tried')
  const sessionId = `official-${randomUUID()}`
  const grant =
    sessionType === 'Port' ? harness.portSession({ sessionId, behaviour }) : harness.session(sessionType, { sessionId })
  const plugin = startOfficialPlugin(official.path, { sessionId, grant, target: TARGET, ssmEndpoint: ssm.url })
  running = plugin
  return { ...plugin, sessionId }
}

async function openedPort(plugin: RunningPlugin, sessionId: string): Promise<number> {
  const match = await plugin.printed(new RegExp(`Port (\\d+) opened for sessionId ${sessionId}\\.`))
  await plugin.printed(/Waiting for connections\.\.\./)
  return Number(match[1])
}

describe('AWS’s own session-manager-plugin against the gateway', () => {
  it('forwards a port: two connections, every byte back', async (ctx) => {
    const plugin = await start(ctx, 'Port')
    const port = await openedPort(plugin, plugin.sessionId)
    const sent = [randomBytes(50_000), randomBytes(30_000)]
    const received = await Promise.all(sent.map((bytes) => echoed(port, bytes)))
    expect(received.map((bytes, index) => bytes.equals(sent[index] ?? Buffer.alloc(0)))).toEqual([true, true])
  })

  it('gets a download whole although the service closes its channel in between', async (ctx) => {
    const sent = randomBytes(600_000)
    const source = await listen((socket) => socket.once('data', () => socket.end(sent)))
    harness.target = { kind: 'tcp', host: '127.0.0.1', port: source.port }
    const plugin = await start(ctx, 'Port', { sleepMs: 1 })
    const port = await openedPort(plugin, plugin.sessionId)
    let size = 0
    const socket = connect(port, '127.0.0.1', () => socket.write('go'))
    const received: Buffer[] = []
    socket.on('data', (data) => {
      received.push(data)
      if (size < 100_000 && size + data.length >= 100_000) harness.gateway.drop(plugin.sessionId, 1000)
      size += data.length
    })
    await new Promise((resolve) => socket.once('close', resolve))
    expect(Buffer.concat(received).equals(sent)).toBe(true)
    expect(ssm.resumed).toEqual([plugin.sessionId])
    await source.close()
  })

  it('says goodbye with flag 2 on SIGINT and ends the session', async (ctx) => {
    const plugin = await start(ctx, 'Port')
    await openedPort(plugin, plugin.sessionId)
    plugin.child.kill('SIGINT')
    expect(await plugin.exited).toBe(0)
    expect(plugin.output()).toContain('Terminate signal received, exiting.')
    await expect.poll(() => harness.ends).toMatchObject([{ sessionId: plugin.sessionId, status: 'Terminated' }])
  })

  it('hears of a refused target and goes on', async (ctx) => {
    harness.target = { kind: 'refused' }
    const plugin = await start(ctx, 'Port')
    const port = await openedPort(plugin, plugin.sessionId)
    expect(await echoed(port, Buffer.from('lost'))).toEqual(Buffer.alloc(0))
    await plugin.printed(/Connection to destination port failed, check SSM Agent logs\./)
    harness.target = { kind: 'tcp', host: '127.0.0.1', port: echo.port }
    expect(await echoed(port, Buffer.from('found'))).toEqual(Buffer.from('found'))
  })

  it('prints the text of a session that is closed', async (ctx) => {
    harness.target = { kind: 'forbidden' }
    const plugin = await start(ctx, 'Port')
    expect(await plugin.exited).toBe(0)
    expect(plugin.output()).toContain(
      `SessionId: ${plugin.sessionId} : Forwarding to IP address localhost is forbidden.`,
    )
  })

  it('survives what no client can use, but for what makes it deaf', async (ctx) => {
    const deafening: readonly string[] = ['short', 'header-beyond-frame', 'unknown-payload-type']
    const malformed = malformedMessages.filter((message) => !deafening.includes(message))
    const plugin = await start(ctx, 'Port', { malformed })
    const port = await openedPort(plugin, plugin.sessionId)
    const sent = randomBytes(20_000)
    expect((await echoed(port, sent)).equals(sent)).toBe(true)
    // It is the handshake that hangs on a payload of an unknown type; later it is passed over.
    expect(harness.gateway.sendMalformed(plugin.sessionId, 'unknown-payload-type')).toBe(true)
    expect((await echoed(port, sent)).equals(sent)).toBe(true)
  })

  it('fails the handshake when it is asked for what it does not know', async (ctx) => {
    const plugin = await start(ctx, 'Port', { handshake: 'unknown-action' })
    expect(await plugin.exited).toBe(0)
    expect(plugin.output()).toContain('Encountered error while initiating handshake. Unheard-of failed on client')
  })

  it('waits for ever when the agent never asks', async (ctx) => {
    const plugin = await start(ctx, 'Port', { handshake: 'withheld' })
    await plugin.printed(/Starting session with SessionId/)
    await expect.poll(() => opened).toEqual([plugin.sessionId])
    expect(plugin.child.exitCode).toBeNull()
    expect(plugin.output()).not.toContain('opened for sessionId')
  })

  it('runs a shell to its end', async (ctx) => {
    const plugin = await start(ctx, 'Standard_Stream')
    await plugin.printed(/\$ /)
    plugin.type('echo "sum=$((40 + 2))"\n')
    await plugin.printed(/sum=42/)
    plugin.type('exit\n')
    expect(await plugin.exited).toBe(0)
    expect(plugin.output()).toContain(`Exiting session with sessionId: ${plugin.sessionId}.`)
  })
})
