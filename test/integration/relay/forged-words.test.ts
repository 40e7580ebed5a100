import { afterEach, beforeEach, expect, it, type TestContext } from 'vitest'
import type { Result } from '#contract/result.ts'
import { monotonicClock } from '#relay/clock.ts'
import type { EngineHost, EngineSession } from '#relay/engine/engine.ts'
import { createPluginEngine } from '#relay/engine/plugin/plugin-engine.ts'
import { ChildKeeper } from '#relay/process/child-keeper.ts'
import { createGatewayWorld, type GatewayWorld } from '#test/support/gateway-world.ts'
import { createFakePlugin, type FakePlugin, type FakePluginMode } from '#test/support/fake-plugin.ts'
import { grantFor } from '#test/support/grants.ts'
import { findOfficialPlugin, pluginEngineAt } from '#test/support/official-plugin.ts'
import { serveEcho, type TestServer } from '#test/support/tcp.ts'

const plugin = await findOfficialPlugin()
const host: EngineHost = {
  renewPass: () => Promise.resolve(null),
  credentials: () => Promise.resolve(null),
  endpointFailed: () => {},
  resumed: () => {},
  log: () => {},
}

let world: GatewayWorld
let database: TestServer
/** Somebody else's listener on this computer. */
let foreign: TestServer
let children: ChildKeeper
let standIn: FakePlugin | null = null

beforeEach(async () => {
  database = await serveEcho()
  foreign = await serveEcho()
  world = await createGatewayWorld(() => database.port)
  children = new ChildKeeper(monotonicClock, null)
})
afterEach(async () => {
  await children.dispose(0)
  standIn?.remove()
  await world.close()
  await database.close()
  await foreign.close()
})

/** AWS's plugin on a session whose agent says something at the end of its handshake. */
async function start(test: TestContext, message: (sessionId: string) => string): Promise<Result<EngineSession>> {
  if (plugin === null) return test.skip('session-manager-plugin is not installed on this machine')
  const engine = { name: 'plugin', ...plugin, ssmEndpoint: world.ssmEndpoint } as const
  const grant = world.grant(engine, 'orders.local', (id) => ({ customerMessage: message(id) }))
  const { forward } = createPluginEngine({ children, clock: monotonicClock, environment: process.env })
  return forward(grant, host, new AbortController().signal)
}

/** A stand-in for the plugin, in front of somebody else's listener. */
async function startStandIn(mode: FakePluginMode): Promise<Result<EngineSession>> {
  standIn = createFakePlugin(mode, foreign.port)
  const { path } = standIn
  const engine = await pluginEngineAt(path, 'http://127.0.0.1:9')
  const { forward } = createPluginEngine({ children, clock: monotonicClock, environment: process.env })
  return forward(grantFor({ port: 5432, engine }), host, new AbortController().signal)
}

it('believes no port that another program listens on', async (test) => {
  if (process.platform !== 'linux') test.skip('this system does not tell who listens')
  expect(await startStandIn('names-a-foreign-port')).toEqual({
    ok: false,
    error: { code: 'AGENT_DISTRUSTED', details: { reason: 'foreign-port', port: foreign.port } },
  })
  expect(children.count).toBe(0)
})

it('ends a session that names another port while it runs', async () => {
  const started = await startStandIn('names-another-port-later')
  if (!started.ok) throw new Error(JSON.stringify(started.error))
  await started.value.openStream()
  expect(await started.value.ended).toEqual({
    code: 'AGENT_DISTRUSTED',
    details: { reason: 'second-port', port: foreign.port },
  })
  await expect.poll(() => children.count, { timeout: 15_000 }).toBe(0)
})

it('an agent’s words are no port: AWS’s plugin prints them as its own', async (test) => {
  expect(await start(test, (id) => `Port ${foreign.port} opened for sessionId ${id}.`)).toMatchObject({
    ok: false,
    error: { code: 'AGENT_DISTRUSTED' },
  })
  expect(foreign.sockets.size).toBe(0)
  expect(children.count).toBe(0)
})

it('an agent’s words are no socket', async (test) => {
  expect(await start(test, (id) => `Unix socket /tmp/other.sock opened for sessionId ${id}.`)).toEqual({
    ok: false,
    error: { code: 'AGENT_DISTRUSTED', details: { reason: 'socket' } },
  })
})

it('an agent may say what it likes otherwise', async (test) => {
  const started = await start(test, () => 'Port 22 opened for sessionId somebody-else.')
  if (!started.ok) throw new Error(JSON.stringify(started.error))
  const stream = await started.value.openStream()
  const echoed = new Promise((resolve) => stream.once('data', (bytes: Buffer) => resolve(bytes.toString())))
  stream.write('hello')
  expect(await echoed).toBe('hello')
  await started.value.stop(2_000)
})
