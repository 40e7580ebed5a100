import { expect, it } from 'vitest'
import type { TunnelView } from '#contract/snapshot.ts'
import { TestClient } from '#test/support/tcp.ts'
import { tunnelStage } from './tunnel-stage.ts'

const stage = tunnelStage()
const remote = 'AWS-StartPortForwardingSessionToRemoteHost'
const own = 'AWS-StartPortForwardingSession'

/** No session of the account leads by these documents. */
function forbid(...documents: readonly string[]): void {
  const resources = documents.map((name) => `arn:aws:ssm:*::document/${name}`)
  const statements = [
    { effect: 'Allow', actions: ['*'] },
    { effect: 'Deny', actions: ['ssm:StartSession'], resources },
  ] as const
  stage.sandbox.fault({ kind: 'policy', of: 'service-control', statements })
}

/** What each session was started by, in order. */
const documents = (): readonly unknown[] =>
  stage.sandbox
    .state()
    .calls.filter(({ action }) => action === 'StartSession')
    .map(({ details }) => details['document'])

/** A client of a tunnel to `host`, and where the tunnel comes to a rest. */
async function connected(host: string): Promise<TunnelView> {
  // What listens on port 7 of each node answers with what it is told.
  const { id, port } = await stage.world.armTunnel({ endpoint: { host, port: 7 } })
  const client = await TestClient.connect(port)
  client.socket.write('ping')
  const view = await stage.world.seen(id, ({ status }) => status.kind === 'ready' || status.kind === 'failed')
  client.socket.destroy()
  return view
}

it.each([
  ['address', '10.40.10.12'],
  ['name', 'IP-10-40-10-12.ap-northeast-1.compute.internal'],
])('reaches the node by its own %s where the role may use its own ports alone', async (_, host) => {
  forbid(remote)
  const view = await connected(host)
  expect(view.status.kind).toBe('ready')
  expect(view.route[2].facts).toMatchObject({ onTarget: true })
  expect(documents()).toEqual([remote, own])
})

it('tries nothing else where the host is another machine, or both ways are closed', async () => {
  forbid(remote)
  expect((await connected('10.40.99.99')).status).toMatchObject({ problem: { code: 'ACCESS_DENIED' } })
  expect(documents()).toEqual([remote])
  forbid(remote, own)
  const { status } = await connected('10.40.10.12')
  expect(status).toMatchObject({ problem: { code: 'ACCESS_DENIED', details: { document: remote } } })
})

it('goes by the way of the tunnel itself where nothing is closed', async () => {
  stage.sandbox.fault({ kind: 'endpoint', host: '10.40.10.12', port: 7, leadsTo: { kind: 'refused' } })
  const { status } = await connected('10.40.10.12')
  expect(status).toMatchObject({ problem: { code: 'ENDPOINT_REFUSED' } })
  expect(documents()).toEqual([remote])
})
