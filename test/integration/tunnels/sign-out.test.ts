import { endAtMost } from '#domain/ending/ending.ts'
import { identityOf, pluginAt } from '#test/support/official-plugin.ts'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { createFakePlugin, type FakePlugin } from '#test/support/fake-plugin.ts'
import { serveEcho, TestClient, type TestServer } from '#test/support/tcp.ts'
import { wait } from '../identity/identity-setup.ts'
import type { TunnelWorld } from './tunnel-world.ts'
import { openTwoEngineWorld, type TwoEngineWorld } from './two-engine-world.ts'

let sandbox: Sandbox
let world: TunnelWorld
let engines: TwoEngineWorld
let echoServer: TestServer
let plugin: FakePlugin

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [] })
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  sandbox.reset()
  echoServer = await serveEcho()
  plugin = createFakePlugin('asks-for-credentials', echoServer.port)
  engines = await openTwoEngineWorld(sandbox, { PATH: process.env['PATH'] })
  world = engines.world
  world.identity.plugin = { ...pluginAt(plugin.path, '1.2.764.0'), identity: await identityOf(plugin.path) }
})
afterEach(async () => {
  await engines.dispose()
  plugin.remove()
  await echoServer.close()
})

const echo = async (client: TestClient, text: string): Promise<void> => expect(await client.answerTo(text)).toBe(text)

/** Everything under the folder of tokens, by what it is. */
async function tokenFiles(): Promise<{ readonly tokens: number; readonly registrations: number }> {
  const folder = world.identity.paths.ssoCache
  const names = (await readdir(folder)).filter((name) => name.endsWith('.json'))
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  const tokens = texts.filter((text) => text.includes('"accessToken"')).length
  return { tokens, registrations: texts.length - tokens }
}

describe('signing out under a live tunnel', () => {
  it('gives its plugin no credentials any more, and leaves the connection to its client', async () => {
    const { id, port } = await world.armTunnel({ engine: 'plugin' })
    const client = await TestClient.connect(port)
    await echo(client, 'while signed in')
    const { credentials, environment } = plugin.report()
    expect(credentials?.status).toBe(200)
    const ask = (): Promise<Response> =>
      fetch(environment['AWS_CONTAINER_CREDENTIALS_FULL_URI'] ?? '', {
        headers: { authorization: environment['AWS_CONTAINER_AUTHORIZATION_TOKEN'] ?? '' },
      })
    expect((await ask()).status).toBe(200)

    await world.identity.signIns.signOut('harborline')
    const refused = await ask()
    expect(refused.status).toBe(503)
    expect(await refused.text()).not.toMatch(/AccessKeyId|Secret|Token/)
    await echo(client, 'and after')
    expect((await world.seen(id, () => true)).status.kind).toBe('ready')
    client.socket.destroy()
  })

  it.each(['plugin', 'builtin'] as const)('leaves nothing on the disk but the registration (%s)', async (engine) => {
    const { port } = await world.armTunnel({ engine })
    const client = await TestClient.connect(port)
    await echo(client, 'hello')
    expect(await tokenFiles()).toEqual({ tokens: 1, registrations: 1 })
    await world.identity.signIns.signOut('harborline')
    expect(await tokenFiles()).toEqual({ tokens: 0, registrations: 1 })
    client.socket.destroy()
  })

  it('leaves a session that its own channel can end, without a call to the service', async () => {
    const { id, port } = await world.armTunnel({ engine: 'builtin' })
    const client = await TestClient.connect(port)
    await echo(client, 'hello')
    const { sessionId } = sandbox.state().sessions.active[0]!
    await world.identity.signIns.signOut('harborline')
    await echo(client, 'and after')
    await world.supervisor.disarm(id, endAtMost(1))
    const isActive = (): boolean => sandbox.state().sessions.active.some((session) => session.sessionId === sessionId)
    await expect.poll(isActive, { timeout: 15_000, interval: 10 }).toBe(false)
    expect(sandbox.state().calls.map(({ action }) => action)).not.toContain('TerminateSession')
    client.socket.destroy()
  })

  it('lets the next session start with a sign-in only', async () => {
    const { id, port } = await world.armTunnel({ engine: 'builtin' })
    const client = await TestClient.connect(port)
    await echo(client, 'hello')
    await world.supervisor.disconnect(id, endAtMost(1))
    await world.seen(id, ({ status }) => status.kind === 'armed')
    await world.identity.signIns.signOut('harborline')
    const starts = sandbox.state().calls.filter(({ action }) => action === 'StartSession').length
    world.identity.person = wait
    const next = await TestClient.connect(port)
    await world.identity.seen('harborline', ({ status }) => status.kind === 'waiting-browser')
    expect(sandbox.state().calls.filter(({ action }) => action === 'StartSession')).toHaveLength(starts)
    expect((await world.seen(id, () => true)).status).toMatchObject({ kind: 'connecting', step: 'sign-in' })
    next.socket.destroy()
    client.socket.destroy()
  })
})
