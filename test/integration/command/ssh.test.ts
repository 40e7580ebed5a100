import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { createGateway, type Gateway } from '#sandbox/gateway/index.ts'
import { serve, type TestServer } from '#test/support/tcp.ts'
import { buildCommand, patience } from './granted-session.ts'
import { type SessionProgram, startProgram } from './session-program.ts'

const sessionId = 'mika-0123456789'
const targetId = 'i-0123456789abcdef0'
const region = 'eu-west-1'
const greeting = 'SSH-2.0-sandbox\r\n'

let program = ''
let server: TestServer
let gateway: Gateway
let running: SessionProgram

beforeAll(async () => {
  program = await buildCommand()
})
beforeEach(async () => {
  server = await serve((socket) => socket.write(greeting))
  gateway = await createGateway({
    port: 0,
    dial: () => ({ kind: 'tcp', host: '127.0.0.1', port: server.port }),
    authorizeUpgrade: () => true,
    log: () => undefined,
  })
  const properties = { portNumber: '22' }
  const granted = { sessionId, targetId, region, sessionType: 'Port', properties, agentVersion: '3.3.987.0' }
  const { tokenValue, streamUrl } = gateway.open(granted)
  const response = JSON.stringify({ SessionId: sessionId, TokenValue: tokenValue, StreamUrl: streamUrl })
  const args = [response, region, 'StartSession', '', JSON.stringify({ Target: targetId }), '']
  running = startProgram(program, {
    args,
    environment: { PATH: process.env['PATH'] ?? '', SSM_PLUGIN_SKIP_CLIENT_CONFIGURE: 'true' },
  })
  await running.printed(/SSH-2\.0-sandbox/)
})
afterEach(async () => {
  running.child.kill('SIGKILL')
  await running.exited
  await gateway.close()
  await server.close()
})

/** Nothing but the tunnel's bytes after the first line, which SSH passes over. */
const nothingElse = `\nStarting session with SessionId: ${sessionId}\n${greeting}`

it.each([
  ['SIGINT', 130],
  ['SIGQUIT', 131],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const)('leaves SSH on %s without a word, and ends its session', async (signal, exitCode) => {
  running.child.kill(signal)
  expect(await running.exited).toBe(exitCode)
  expect(running.output()).toBe(nothingElse)
  await expect.poll(() => gateway.activeSessions(), patience).toEqual([])
})

it('leaves with its input, and ends its session', async () => {
  running.child.stdin?.end()
  expect(await running.exited).toBe(0)
  expect(running.output()).toBe(nothingElse)
  await expect.poll(() => gateway.activeSessions(), patience).toEqual([])
})
