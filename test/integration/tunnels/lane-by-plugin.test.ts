import { afterEach, beforeEach, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { serveBulk, startDownload } from '#test/support/bulk-server.ts'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { TestClient, type TestServer } from '#test/support/tcp.ts'
import { openTwoEngineWorld, type TwoEngineWorld } from './two-engine-world.ts'

const testMs = 120_000

let sandbox: Sandbox
let farEnd: TestServer
let engines: TwoEngineWorld

beforeEach(async () => {
  sandbox = await startSandbox({ databases: [] })
  farEnd = await serveBulk()
  sandbox.fault({
    ...{ kind: 'endpoint', host: 'echo.harborline.internal', port: 7 },
    leadsTo: { kind: 'tcp', host: '127.0.0.1', port: farEnd.port },
  })
  engines = await openTwoEngineWorld(sandbox)
  await engines.world.identity.signIns.start('harborline')
})
afterEach(async () => {
  expect(await engines.dispose()).toBe(0)
  expect(sandbox.state().sessions.active).toEqual([])
  await sandbox.stop()
  await farEnd.close()
})

it(
  'a dump over the official plugin has the next connection carried by a second process of it',
  async (context) => {
    const plugin = await findOfficialPlugin()
    if (plugin === null) return context.skip('session-manager-plugin is not installed')
    const { world, children } = engines
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
    expect(await client.answerTo('beside the dump')).toBe('beside the dump')
    expect((await loads).loads.filter(({ isBulk }) => isBulk)).toHaveLength(1)
    const before = dump.bytes()
    await expect.poll(() => dump.bytes()).toBeGreaterThan(before)
    client.socket.destroy()
    dump.close()
  },
  testMs,
)
