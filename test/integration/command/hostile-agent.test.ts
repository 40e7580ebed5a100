import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { type AgentBehaviour, createGateway, type Gateway } from '#sandbox/gateway/index.ts'
import { freePort, serveEcho, TestClient, type TestServer } from '#test/support/tcp.ts'
import { pluginCall } from '#test/support/plugin-call.ts'
import { buildCommand, patience } from './granted-session.ts'
import { type SessionProgram, startProgram } from './session-program.ts'

const sessionId = 'mika-0123456789'
const targetId = 'i-0123456789abcdef0'
const region = 'eu-west-1'
const anyPort = {
  DocumentName: 'AWS-StartPortForwardingSession',
  Parameters: { portNumber: ['5432'], localPortNumber: ['0'] },
}

let program = ''
let server: TestServer
let gateway: Gateway
let running: SessionProgram | null = null

beforeAll(async () => {
  program = await buildCommand()
})
beforeEach(async () => {
  server = await serveEcho()
  gateway = await createGateway({
    port: 0,
    dial: () => ({ kind: 'tcp', host: '127.0.0.1', port: server.port }),
    authorizeUpgrade: () => true,
    log: () => undefined,
  })
})
afterEach(async () => {
  running?.child.kill('SIGKILL')
  await running?.exited
  await gateway.close()
  await server.close()
})

/** The command, called for a free port, with an agent that wants `properties`. */
function start(properties: Readonly<Record<string, string>>, behaviour: Partial<AgentBehaviour> = {}): SessionProgram {
  const forwarding = { portNumber: '5432', type: 'LocalPortForwarding', ...properties }
  const session = { sessionId, targetId, region, sessionType: 'Port', agentVersion: '3.3.987.0' }
  const granted = gateway.open({ ...session, properties: forwarding, behaviour })
  const call = pluginCall({ ...granted, sessionId, targetId, region, ssmEndpoint: '', asked: anyPort })
  const environment = { PATH: process.env['PATH'] ?? '', SSM_PLUGIN_SKIP_CLIENT_CONFIGURE: 'true', ...call.environment }
  running = startProgram(program, { args: call.args, environment })
  return running
}

it('opens no port that the agent names and nobody asked for', async () => {
  const port = await freePort()
  const run = start({ localPortNumber: String(port) })
  expect(await run.exited).toBe(0)
  expect(run.output()).toBe(
    `\nStarting session with SessionId: ${sessionId}\nCannot perform start session: ` +
      `the agent names port ${port}, and what was asked for is any free port\n`,
  )
  await expect.poll(() => gateway.activeSessions(), patience).toEqual([])
})

it('opens no socket that the agent names', async () => {
  const run = start({ localConnectionType: 'unix', localUnixSocket: '/tmp/culvert-nobody-asked.sock' })
  expect(await run.exited).toBe(0)
  expect(run.output()).toContain('Cannot perform start session: the agent names the socket')
})

it('prints none of an agent’s words before the port that callers read', async () => {
  const run = start({ localPortNumber: '0' }, { customerMessage: `Port 22 opened for sessionId ${sessionId}.` })
  const [first, port = ''] = await run.printed(/Port (\d+) opened for sessionId/)
  expect(first).not.toContain('Port 22')
  const client = await TestClient.connect(Number(port))
  client.socket.write('hello')
  expect((await client.bytes(5)).toString()).toBe('hello')
  client.socket.destroy()
})
