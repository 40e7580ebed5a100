import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { findOfficialPlugin } from '#test/support/official-plugin.ts'
import { TestClient } from '#test/support/tcp.ts'
import { openTwoEngineWorld, type TwoEngineWorld } from './two-engine-world.ts'

const testMs = 120_000

let sandbox: Sandbox
let engines: TwoEngineWorld

beforeEach(async () => {
  sandbox = await startSandbox({ databases: [] })
  engines = await openTwoEngineWorld(sandbox)
  await engines.world.identity.signIns.start('harborline')
})
afterEach(async () => {
  expect(await engines.dispose()).toBe(0)
  expect(sandbox.state().sessions.active).toEqual([])
  await sandbox.stop()
})

const echo = async (client: TestClient, text: string): Promise<void> => expect(await client.answerTo(text)).toBe(text)

describe('a rotation with the official plugin', () => {
  it(
    'is one child process after the other, each with its clients',
    async (context) => {
      const plugin = await findOfficialPlugin()
      if (plugin === null) return context.skip('session-manager-plugin is not installed')
      const { world, children } = engines
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
