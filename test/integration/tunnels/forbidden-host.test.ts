import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { startSandbox, type Sandbox } from '#sandbox/start.ts'
import { TestClient } from '#test/support/tcp.ts'
import { openTunnelWorld, type TunnelWorld } from './tunnel-world.ts'

let sandbox: Sandbox
let world: TunnelWorld

beforeAll(async () => {
  sandbox = await startSandbox({ databases: [] })
})
afterAll(() => sandbox.stop())
beforeEach(async () => {
  sandbox.reset()
  world = await openTunnelWorld(sandbox)
  await world.identity.signIns.start('harborline')
})
afterEach(async () => {
  await world.dispose()
  expect(sandbox.state().sessions.active).toEqual([])
})

it.each([
  ['a name that leads to the bastion itself', 'node.harborline.internal', undefined],
  ['an address that AWS keeps', '169.254.169.254', 'reserved'],
] as const)('says what the agent refuses: %s', async (_, host, reason) => {
  sandbox.fault({ kind: 'endpoint', host, port: 7, leadsTo: { kind: 'forbidden' } })
  const { id, port } = await world.armTunnel({ endpoint: { host, port: 7 } })
  const client = await TestClient.connect(port)
  const { status, route } = await world.seen(id, (view) => view.status.kind === 'failed')
  expect(status).toMatchObject({ problem: { code: 'ENDPOINT_FORBIDDEN' } })
  expect(status).toHaveProperty('problem.details.reason', reason)
  expect(route[4].health).toBe('fail')
  client.socket.destroy()
})
