import { describe, expect, it } from 'vitest'
import type { NodeAccessView } from '#contract/node-access.ts'
import { ForwardClock } from '#test/support/forward-clock.ts'
import { TestClient } from '#test/support/tcp.ts'
import { tunnelStage } from './tunnel-stage.ts'
import { openTunnelWorld } from './tunnel-world.ts'

let clock: ForwardClock
const stage = tunnelStage({ people: 'with-approvals' }, (sandbox) => {
  clock = new ForwardClock()
  return openTunnelWorld(sandbox, undefined, clock)
})

const bastion = 'i-0ab3f29c81d7e4402'
const profile = {
  type: 'sso',
  session: 'harborline',
  accountId: '482100973316',
  roleName: 'DatabaseOnRequest',
} as const

/** Resolves with the first view of access, now or to come, that stands there. */
function standing<K extends NodeAccessView['status']['kind']>(kind: K): Promise<NodeAccessView> {
  const { access } = stage.world.identity
  return new Promise((resolve) => {
    const look = (view: NodeAccessView): void => {
      if (view.status.kind !== kind) return
      stop()
      resolve(view)
    }
    const stop = access.onChange(look)
    access.views().forEach(look)
  })
}

/** A client that waits at a tunnel, and the answer that it gets in the end. */
async function waitingClient(port: number) {
  const client = await TestClient.connect(port)
  client.socket.write('ping')
  return { client, answer: client.bytes(4).then(String, String) }
}

/** Fills the request in that a client has caused. */
async function requested(reason = 'A look', ticket = ''): Promise<string> {
  const { id } = await standing('asking')
  expect(await stage.world.identity.access.request(id, reason, ticket)).toMatchObject({ ok: true })
  await standing('waiting')
  return id
}

/** The client goes, and the session with it. */
async function left(id: string, client: TestClient): Promise<void> {
  client.socket.destroy()
  await stage.world.seen(id, ({ clients }) => clients.open === 0)
  expect(await stage.world.supervisor.disconnect(id)).toMatchObject({ ok: true })
}

const actions = (name: string): number => stage.sandbox.state().calls.filter(({ action }) => action === name).length

/** An approver decides, and the next look finds it. */
function decide(decision: 'Approved' | 'Rejected' | 'Revoked' | 'Expired', seconds = 3_600): void {
  stage.sandbox.fault({ kind: 'access-requests', decision, seconds })
  clock.pass(2_000)
}

describe('a node that is given out on request', () => {
  it('lets the client through that waited for the approval, and those after it without another', async () => {
    const { id, port } = await stage.world.armTunnel({ profile })
    const first = await waitingClient(port)
    await stage.world.seen(id, ({ status }) => status.kind === 'connecting' && status.step === 'approval')
    await requested('Held orders', 'OPS-4471')
    await stage.world.seen(id, ({ status }) => status.kind === 'connecting' && status.step === 'approver')
    decide('Approved')
    expect(await first.answer).toBe('ping')
    expect((await standing('granted')).reason).toBe('OPS-4471: Held orders')
    await left(id, first.client)
    const second = await waitingClient(port)
    expect(await second.answer).toBe('ping')
    expect(actions('StartAccessRequest')).toBe(1)
    second.client.socket.destroy()
  })

  it('is asked for once, however many wait', async () => {
    const [one, other] = await Promise.all([stage.world.armTunnel({ profile }), stage.world.armTunnel({ profile })])
    const clients = await Promise.all([waitingClient(one.port), waitingClient(other.port)])
    await requested()
    decide('Approved')
    for (const { answer } of clients) expect(await answer).toBe('ping')
    expect(actions('StartAccessRequest')).toBe(1)
    for (const { client } of clients) client.socket.destroy()
  })

  it.each([
    ['Rejected', 'rejected'],
    ['Expired', 'expired'],
    ['Revoked', 'revoked'],
  ] as const)('says that the request was %s, and asks no client again', async (decision, how) => {
    const { id, port } = await stage.world.armTunnel({ profile })
    const { client } = await waitingClient(port)
    await requested()
    decide(decision)
    const view = await stage.world.seen(id, ({ status }) => status.kind === 'failed')
    expect(view.status).toMatchObject({
      problem: {
        code: 'ACCESS_NOT_GRANTED',
        details: { how, targetId: bastion, requestId: expect.any(String) as string },
      },
    })
    client.socket.destroy()
    const next = await waitingClient(port)
    await next.client.closedOrEnded()
    expect(stage.world.identity.access.views()).toMatchObject([{ status: { kind: 'refused' } }])
    await stage.world.supervisor.connect(id)
    await standing('asking')
    stage.world.identity.access.withdraw(stage.world.identity.access.views()[0]?.id ?? '')
  })

  it('is asked for anew once the granted time is over', async () => {
    const { id, port } = await stage.world.armTunnel({ profile })
    const first = await waitingClient(port)
    await requested()
    decide('Approved', 600)
    expect(await first.answer).toBe('ping')
    await left(id, first.client)
    clock.pass(600_000)
    expect(await standing('ended')).toBeTruthy()
    const second = await waitingClient(port)
    await standing('asking')
    second.client.socket.destroy()
    stage.world.identity.access.withdraw(stage.world.identity.access.views()[0]?.id ?? '')
  })

  it('is refused as ever to a role that may not ask', async () => {
    const { id, port } = await stage.world.armTunnel({ profile: { ...profile, roleName: 'ReadOnly' } })
    const { client } = await waitingClient(port)
    const { status } = await stage.world.seen(id, (view) => view.status.kind === 'failed')
    expect(status).toMatchObject({
      problem: { code: 'ACCESS_DENIED', details: { denial: { action: 'ssm:StartSession' } } },
    })
    expect(stage.world.identity.access.views()).toEqual([])
    client.socket.destroy()
  })

  it('is let go when nobody fills the request in', async () => {
    const { id, port } = await stage.world.armTunnel({ profile })
    const { client } = await waitingClient(port)
    await standing('asking')
    clock.pass(5 * 60_000)
    const { status } = await stage.world.seen(id, (view) => view.status.kind === 'failed')
    expect(status).toMatchObject({ problem: { code: 'ACCESS_NOT_GRANTED', details: { how: 'not-asked' } } })
    expect(actions('StartAccessRequest')).toBe(0)
    client.socket.destroy()
  })

  it('stays asked for when AWS does not take the request', async () => {
    const { port } = await stage.world.armTunnel({ profile })
    const { client } = await waitingClient(port)
    const { id } = await standing('asking')
    stage.sandbox.fault({
      kind: 'error',
      action: 'StartAccessRequest',
      code: 'ServiceQuotaExceededException',
      status: 400,
    })
    expect(await stage.world.identity.access.request(id, 'A look', '')).toMatchObject({
      error: { code: 'AWS_REFUSED' },
    })
    expect(stage.world.identity.access.views()).toMatchObject([
      { status: { kind: 'asking', refused: { code: 'AWS_REFUSED' } } },
    ])
    client.socket.destroy()
    stage.world.identity.access.withdraw(id)
  })
})
