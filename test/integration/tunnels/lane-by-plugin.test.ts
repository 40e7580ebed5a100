import { afterEach, beforeEach, expect, it } from 'vitest'
import { monotonicClock } from '#relay/clock.ts'
import { builtinEngine } from '#relay/engine/builtin-engine.ts'
import { createPluginEngine } from '#relay/engine/plugin/plugin-engine.ts'
import { ChildKeeper } from '#relay/process/child-keeper.ts'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { serveBulk, startDownload } from '#test/support/bulk-server.ts'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { TestClient, type TestServer } from '#test/support/tcp.ts'
import { openTunnelWorld, type TunnelWorld } from './tunnel-world.ts'

const testMs = 120_000

let sandbox: Sandbox
let farEnd: TestServer
let world: TunnelWorld
let children: ChildKeeper

beforeEach(async () => {
  sandbox = await startSandbox({ databases: [] })
  farEnd = await serveBulk()
  sandbox.fault({
    ...{ kind: 'endpoint', host: 'echo.harborline.internal', port: 7 },
    leadsTo: { kind: 'tcp', host: '127.0.0.1', port: farEnd.port },
  })
  children = new ChildKeeper(monotonicClock, null)
  const plugin = createPluginEngine({ children, clock: monotonicClock, environment: process.env })
  world = await openTunnelWorld(sandbox, { builtin: builtinEngine(), plugin })
  await world.identity.signIns.start('harborline')
})
afterEach(async () => {
  await world.dispose()
  expect(children.count).toBe(0)
  await children.dispose(0)
  expect(sandbox.state().sessions.active).toEqual([])
  await sandbox.stop()
  await farEnd.close()
})

it(
  'a dump over the official plugin has the next connection carried by a second process of it',
  async (context) => {
    const plugin = await findOfficialPlugin()
    if (plugin === null) return context.skip('session-manager-plugin is not installed')
    world.identity.plugin = plugin
    const { id, port } = await world.armTunnel({ engine: 'plugin' })
    const dump = await startDownload(port)
    expect(children.count).toBe(1)
    await world.seen(id, ({ timeline }) => timeline.some(({ kind }) => kind === 'lane-opened'))
    expect(children.count).toBe(2)
    expect(sandbox.state().sessions.active).toHaveLength(2)

    const loads = world.relay.toldOf(
      'session-loads',
      (told) => told.loads.length === 2 && told.loads.every(({ open }) => open === 1),
    )
    const client = await TestClient.connect(port)
    client.socket.write('beside the dump')
    expect((await client.bytes(15)).toString()).toBe('beside the dump')
    expect((await loads).loads.filter(({ isBulk }) => isBulk)).toHaveLength(1)
    const before = dump.bytes()
    await expect.poll(() => dump.bytes()).toBeGreaterThan(before)
    client.socket.destroy()
    dump.close()
  },
  testMs,
)
