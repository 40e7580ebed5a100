import { sampleProblem } from '../../support/sample-problems.ts'
import { describe, expect, it } from 'vitest'
import { problemOf } from '#domain/problem/problem.ts'
import type { TunnelDraft } from '#contract/tunnel.ts'
import { withFields, type TunnelFields } from '#test/support/tunnel-fields.ts'
import { sampleTunnel } from '../domain/sample-tunnels.ts'
import { settle } from './fakes.ts'
import { setStage } from './stage.ts'

const saved = sampleTunnel({ armed: true })
const { id } = saved
const draftOf = (changes: Partial<TunnelFields> = {}): TunnelDraft => withFields(saved, changes)

describe('creating a tunnel', () => {
  it('saves it switched off, and opens its port when it is armed', async () => {
    const stage = await setStage()
    const created = await stage.supervisor.create(draftOf())
    expect(created.ok && stage.catalog.saved[0]?.id).toBe(created.ok && created.value.id)
    expect(stage.catalog.saved[0]?.armed).toBe(false)
    expect(stage.relay.ordersOf('open-door')).toEqual([])
    await stage.supervisor.arm(created.ok ? created.value.id : '')
    expect(stage.relay.ordersOf('open-door')).toHaveLength(1)
  })

  it('refuses a local port that another saved tunnel has, and names it', async () => {
    const stage = await setStage(saved)
    const created = await stage.supervisor.create(draftOf({ name: 'other' }))
    expect(created).toMatchObject({
      ok: false,
      error: { code: 'LOCAL_PORT_RESERVED', details: { port: 15_432, tunnelName: 'orders-db writer' } },
    })
    expect(stage.supervisor.views()).toHaveLength(1)
  })

  it('takes the same port at an address of its own, and opens it there', async () => {
    const stage = await setStage(saved)
    const created = await stage.supervisor.create(draftOf({ localAddress: '127.0.0.2' }))
    await stage.supervisor.arm(created.ok ? created.value.id : '')
    expect(stage.relay.ordersOf('open-door').at(-1)).toMatchObject({ port: 15_432, address: '127.0.0.2' })
    const again = await stage.supervisor.create(draftOf({ localAddress: '127.0.0.2', name: 'other' }))
    expect(again).toMatchObject({ ok: false, error: { code: 'LOCAL_PORT_RESERVED' } })
  })

  it('moves to another address at once', async () => {
    const stage = await setStage(saved)
    await stage.supervisor.change(saved.id, draftOf({ localAddress: '127.0.0.2' }))
    expect(stage.relay.ordersOf('open-door').at(-1)).toMatchObject({ port: 15_432, address: '127.0.0.2' })
  })

  it('creates nothing that could not be saved', async () => {
    const stage = await setStage()
    stage.catalog.problem = sampleProblem('CATALOG_NOT_WRITTEN')
    const created = await stage.supervisor.create(draftOf())
    expect(created).toMatchObject({ ok: false, error: { code: 'CATALOG_NOT_WRITTEN' } })
    expect(stage.supervisor.views()).toEqual([])
    expect(stage.supervisor.problems()).toMatchObject([{ code: 'CATALOG_NOT_WRITTEN' }])
    stage.catalog.problem = null
    await stage.supervisor.create(draftOf())
    expect(stage.supervisor.problems()).toEqual([])
  })
})

describe('changing a tunnel', () => {
  it('moves an armed door to the new port and leaves the switch alone', async () => {
    const stage = await setStage(saved)
    const changed = await stage.supervisor.change(id, draftOf({ localPort: 15_440 }))
    await settle()
    expect(changed.ok).toBe(true)
    expect(stage.relay.orders.map((order) => order.type)).toEqual(['open-door', 'close-door', 'open-door'])
    expect(stage.relay.ordersOf('open-door')[1]?.port).toBe(15_440)
    expect(stage.supervisor.views()[0]).toMatchObject({
      status: { kind: 'armed' },
      armed: true,
      preference: { localPort: 15_440 },
    })
  })

  it('terminates the old session where it was started, and starts none before somebody wants it', async () => {
    const stage = await setStage(saved)
    await stage.supervisor.connect(id)
    await settle()
    await stage.supervisor.change(id, draftOf({ region: 'eu-west-1' }))
    await settle()
    expect(stage.sessions.terminated).toMatchObject([{ place: { region: 'ap-northeast-1' } }])
    expect(stage.supervisor.views()[0]?.status.kind).toBe('armed')
  })

  it('keeps the session when only words change', async () => {
    const stage = await setStage(saved)
    await stage.supervisor.connect(id)
    await settle()
    await stage.supervisor.change(id, draftOf({ name: 'orders', database: 'sales' }))
    expect(stage.sessions.terminated).toEqual([])
    expect(stage.supervisor.views()[0]).toMatchObject({ status: { kind: 'open' }, definition: { name: 'orders' } })
  })

  it('changes nothing that could not be saved', async () => {
    const stage = await setStage(saved)
    stage.catalog.problem = sampleProblem('CATALOG_NOT_WRITTEN')
    await stage.supervisor.change(id, draftOf({ localPort: 15_440 }))
    expect(stage.supervisor.savedTunnels()[0]?.preference.localPort).toBe(15_432)
    expect(stage.relay.ordersOf('close-door')).toEqual([])
  })
})

describe('removing a tunnel', () => {
  it('closes the port, ends the session and forgets it', async () => {
    const stage = await setStage(saved)
    const removed: string[] = []
    stage.supervisor.onRemoved((tunnel) => removed.push(tunnel))
    await stage.supervisor.connect(id)
    await settle()
    await stage.supervisor.remove(id)
    await settle()
    expect(removed).toEqual([id])
    expect(stage.catalog.saved).toEqual([])
    expect(stage.sessions.alive.size).toBe(0)
    expect(stage.clock.timers).toBe(0)
  })

  it('answers TUNNEL_UNKNOWN for what is not there', async () => {
    const stage = await setStage()
    for (const call of ['arm', 'disarm', 'connect', 'disconnect', 'remove', 'diagnostics'] as const) {
      expect(await stage.supervisor[call](id), call).toMatchObject({ ok: false, error: { code: 'TUNNEL_UNKNOWN' } })
    }
  })
})

describe('diagnostics', () => {
  it('tells state, route and history, and masks account numbers and keys', async () => {
    const stage = await setStage(saved)
    stage.sessions.startProblem = problemOf('ACCESS_DENIED', {
      said: 'User: arn:aws:sts::123456789012:assumed-role/Developer/ann@example.com with ASIAIOSFODNN7EXAMPLE is not authorized',
    })
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await settle()
    const told = stage.supervisor.diagnostics(id)
    const text = told.ok ? told.value.text : ''
    expect(text).toContain('ACCESS_DENIED')
    expect(text).toContain('session  fail')
    expect(text).toContain('tag: Role=bastion')
    for (const secret of ['123456789012', 'ASIAIOSFODNN7EXAMPLE', 'ann@example.com']) expect(text).not.toContain(secret)
  })
})
