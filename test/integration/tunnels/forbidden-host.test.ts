import { expect, it } from 'vitest'
import { TestClient } from '#test/support/tcp.ts'
import { tunnelStage } from './tunnel-stage.ts'

const stage = tunnelStage()

it.each([
  ['a name that leads to the bastion itself', 'node.harborline.internal', undefined],
  ['an address that AWS keeps', '169.254.169.254', 'reserved'],
] as const)('says what the agent refuses: %s', async (_, host, reason) => {
  stage.sandbox.fault({ kind: 'endpoint', host, port: 7, leadsTo: { kind: 'forbidden' } })
  const { id, port } = await stage.world.armTunnel({ endpoint: { host, port: 7 } })
  const client = await TestClient.connect(port)
  const { status, route } = await stage.world.seen(id, (view) => view.status.kind === 'failed')
  expect(status).toMatchObject({ problem: { code: 'ENDPOINT_FORBIDDEN' } })
  expect(status).toHaveProperty('problem.details.reason', reason)
  expect(route[4].health).toBe('fail')
  client.socket.destroy()
})
