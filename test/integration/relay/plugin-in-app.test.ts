import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '#relay/clock.ts'
import { builtinEngine } from '#relay/engine/engines.ts'
import { createPluginEngine } from '#relay/engine/plugin/plugin-engine.ts'
import { ChildKeeper } from '#relay/process/child-keeper.ts'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { createFakePlugin, type FakePlugin } from '#test/support/fake-plugin.ts'
import { serveEcho, TestClient, type TestServer } from '#test/support/tcp.ts'
import { openTunnelWorld, type TunnelWorld } from '../tunnels/tunnel-world.ts'

describe('a tunnel whose plugin does not hear that it should end', () => {
  let sandbox: Sandbox
  let world: TunnelWorld
  let children: ChildKeeper
  let echo: TestServer
  let plugin: FakePlugin

  beforeEach(async () => {
    sandbox = await startSandbox({ databases: [] })
    echo = await serveEcho()
    children = new ChildKeeper(systemClock, null)
    plugin = createFakePlugin('ignores-signals', echo.port)
    const environment = { PATH: process.env['PATH'] ?? '' }
    const pluginEngine = createPluginEngine({ children, clock: systemClock, environment })
    world = await openTunnelWorld(sandbox, { builtin: builtinEngine(), plugin: pluginEngine })
    world.identity.plugin = { path: plugin.path, version: '1.2.764.0' }
  })

  afterEach(async () => {
    await world.dispose()
    await children.dispose(0)
    plugin.remove()
    await echo.close()
    await sandbox.stop()
  })

  const terminations = (): number => sandbox.state().calls.filter(({ action }) => action === 'TerminateSession').length

  it('has it interrupted and its session terminated, once, before it is killed', async () => {
    const { id, port } = await world.armTunnel({ engine: 'plugin' })
    const client = await TestClient.connect(port)
    client.socket.write('ping')
    await client.bytes(4)
    expect(children.count).toBe(1)
    const disarmed = world.supervisor.disarm(id)
    await expect.poll(terminations, { timeout: 20_000, interval: 10 }).toBe(1)
    expect(children.count).toBe(1)
    expect((await disarmed).ok).toBe(true)
    expect(plugin.report().signals).toBe(1)
    expect(children.count).toBe(0)
    await world.supervisor.dispose(2_000)
    expect(terminations()).toBe(1)
    expect(sandbox.state().sessions.active).toEqual([])
  })
})
