import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { monotonicClock } from '#relay/clock.ts'
import { builtinEngine } from '#relay/engine/builtin-engine.ts'
import { createPluginEngine } from '#relay/engine/plugin/plugin-engine.ts'
import { ChildKeeper } from '#relay/process/child-keeper.ts'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { TestClient } from '#test/support/tcp.ts'
import { openTunnelWorld, type TunnelWorld } from './tunnel-world.ts'

const testMs = 120_000

let sandbox: Sandbox
let world: TunnelWorld
let children: ChildKeeper

beforeEach(async () => {
  sandbox = await startSandbox({ databases: [] })
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
})

async function echo(client: TestClient, text: string): Promise<void> {
  const before = client.received.length
  client.socket.write(text)
  const received = await client.bytes(before + text.length)
  expect(received.subarray(before).toString()).toBe(text)
}

describe('a rotation with the official plugin', () => {
  it(
    'is one child process after the other, each with its clients',
    async (context) => {
      const plugin = await findOfficialPlugin()
      if (plugin === null) return context.skip('session-manager-plugin is not installed')
      world.identity.plugin = plugin
      sandbox.fault({ kind: 'lifetimes', credentialSeconds: 30 })
      const { id, port } = await world.armTunnel({ engine: 'plugin' })
      const early = await TestClient.connect(port)
      await echo(early, 'on the first')
      expect(children.count).toBe(1)
      sandbox.fault({ kind: 'lifetimes', credentialSeconds: 3_600 })
      await world.seen(id, ({ timeline }) => timeline.some(({ kind }) => kind === 'rotated'))
      expect(children.count).toBe(2)
      const late = await TestClient.connect(port)
      await echo(late, 'on the second')
      await echo(early, 'still on the first')
      early.socket.destroy()
      await world.seen(id, ({ route }) => route[2].facts?.draining === 0)
      expect(children.count).toBe(1)
      await echo(late, 'as before')
      late.socket.destroy()
    },
    testMs,
  )
})
