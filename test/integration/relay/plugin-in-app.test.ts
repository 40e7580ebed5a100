import { endAtMost } from '#domain/ending/ending.ts'
import { identityOf, pluginAt } from '#test/support/official-plugin.ts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { createFakePlugin, type FakePlugin, type FakePluginMode } from '#test/support/fake-plugin.ts'
import { serveEcho, TestClient, type TestServer } from '#test/support/tcp.ts'
import type { TunnelWorld } from '../tunnels/tunnel-world.ts'
import { openTwoEngineWorld, type TwoEngineWorld } from '../tunnels/two-engine-world.ts'

describe('a tunnel that the plugin carries', () => {
  let sandbox: Sandbox
  let engines: TwoEngineWorld
  let world: TunnelWorld
  let echo: TestServer
  let plugin: FakePlugin
  let client: TestClient

  beforeEach(async () => {
    sandbox = await startSandbox({ databases: [] })
    echo = await serveEcho()
    engines = await openTwoEngineWorld(sandbox, { PATH: process.env['PATH'] })
    world = engines.world
  })

  /** A tunnel whose plugin carries a client. */
  async function carried(mode: FakePluginMode): Promise<string> {
    plugin = createFakePlugin(mode, echo.port)
    world.identity.plugin = { ...pluginAt(plugin.path, '1.2.764.0'), identity: await identityOf(plugin.path) }
    const { id, port } = await world.armTunnel({ engine: 'plugin' })
    client = await TestClient.connect(port)
    client.socket.write('ping')
    await client.bytes(4)
    expect(engines.children.count).toBe(1)
    return id
  }

  afterEach(async () => {
    await engines.dispose()
    plugin.remove()
    await echo.close()
    await sandbox.stop()
  })

  it.each([
    ['the switch goes off', (id: string) => world.supervisor.disarm(id, endAtMost(1))],
    ['the user disconnects', (id: string) => world.supervisor.disconnect(id, endAtMost(1))],
    ['the program ends', () => world.supervisor.dispose(6_000)],
  ])('has it interrupted, and its session terminated, once, when it is gone: %s', async (_why, stop) => {
    const id = await carried('healthy')
    const running: number[] = []
    sandbox.onCall(({ action }) => action === 'TerminateSession' && running.push(engines.children.count))
    await stop(id)
    await expect.poll(() => running, { timeout: 20_000, interval: 10 }).toEqual([0])
    await world.supervisor.dispose(2_000)
    expect(running).toEqual([0])
    expect(sandbox.state().sessions.active).toEqual([])
  })

  it.each([
    ['the switch goes off', (id: string) => world.supervisor.disarm(id, endAtMost(1))],
    ['the program ends', () => world.supervisor.dispose(6_000)],
  ])('has it interrupted, its session terminated, once, and killed when it does not hear: %s', async (_why, stop) => {
    const id = await carried('ignores-signals')
    const running: number[] = []
    sandbox.onCall(({ action }) => action === 'TerminateSession' && running.push(engines.children.count))
    const stopped = stop(id)
    await expect.poll(() => running, { timeout: 20_000, interval: 10 }).toEqual([1])
    expect(plugin.report().signals).toBe(1)
    await stopped
    expect(engines.children.count).toBe(0)
    await world.supervisor.dispose(2_000)
    expect(running).toEqual([1])
    expect(sandbox.state().sessions.active).toEqual([])
  })

  it(
    'shows no green while a plugin that stands still gives nothing back, closes nobody, and is green again after it',
    { timeout: 60_000 },
    async () => {
      const id = await carried('healthy')
      await world.seen(id, ({ status }) => status.kind === 'ready')
      const { pid } = plugin.report()
      process.kill(pid, 'SIGSTOP')
      client.socket.write('more')
      const statusNow = (): unknown => world.supervisor.views().find((view) => view.id === id)?.status
      await expect
        .poll(statusNow, { timeout: 45_000, interval: 50 })
        .toMatchObject({ kind: 'unanswered', hasAnswered: true })
      expect(client.socket.destroyed).toBe(false)
      process.kill(pid, 'SIGCONT')
      expect((await client.bytes(8)).toString()).toBe('pingmore')
      await expect.poll(statusNow).toMatchObject({ kind: 'ready' })
    },
  )

  it('has its session terminated at once when the relay is gone', async () => {
    const id = await carried('healthy')
    void world.supervisor.disarm(id, endAtMost(1))
    await world.relay.crash()
    await expect.poll(() => sandbox.state().sessions.active, { timeout: 900, interval: 10 }).toEqual([])
  })
})
