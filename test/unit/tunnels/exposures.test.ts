import { describe, expect, it } from 'vitest'
import type { ExposedPlace } from '#contract/exposure.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { sampleProblem } from '#test/support/sample-problems.ts'
import { sampleTunnel } from '../domain/sample-tunnels.ts'
import { FakeNetwork } from './fake-network.ts'
import { settle } from './fakes.ts'
import { setStageIn, viewOf, type Stage } from './stage.ts'

const base = sampleTunnel({ armed: true })
const saved: SavedTunnel = { ...base, definition: { ...base.definition, environment: 'development' } }
const { id } = saved
const place: ExposedPlace = { address: '192.168.1.7', interfaceName: 'eth0', network: '192.168.1.0/24' }
const lookMs = 3_000

async function atHome(network = new FakeNetwork(), tunnel = saved): Promise<Stage> {
  network.places = [place]
  const stage = await setStageIn(network, tunnel)
  await settle()
  return stage
}

/** As a person does who takes the first address. */
async function open(stage: Stage) {
  const exposable = stage.supervisor.exposable(id)
  if (!exposable.ok) return exposable
  const chosen = await stage.supervisor.expose(exposable.value.tunnel, place)
  await settle()
  return chosen
}

const exposureOf = (stage: Stage) => viewOf(stage, id).exposure
const ordersOf = (stage: Stage) => stage.relay.ordersOf('expose-door').map(({ address }) => address)
const kindsOf = (stage: Stage) => viewOf(stage, id).timeline.map(({ kind }) => kind)

describe('a tunnel that a person opens to a network', () => {
  it('is open there once the relay listens, and its history says where', async () => {
    const stage = await atHome()
    expect(exposureOf(stage)).toBeUndefined()
    expect(await open(stage)).toMatchObject({ ok: true })
    expect(exposureOf(stage)).toEqual({ kind: 'open', place })
    expect(viewOf(stage, id).timeline[0]).toMatchObject({ kind: 'exposed', place: '192.168.1.7 (192.168.1.0/24)' })
  })

  it('is not shown as open before', async () => {
    const stage = await atHome()
    stage.relay.obeys = false
    await open(stage)
    expect(exposureOf(stage)).toEqual({ kind: 'waiting', place })
  })

  it('is closed at once when that is taken back, for good', async () => {
    const stage = await atHome()
    await open(stage)
    expect(await stage.supervisor.conceal(id)).toMatchObject({ ok: true })
    expect(ordersOf(stage)).toEqual(['192.168.1.7', null])
    expect(exposureOf(stage)).toBeUndefined()
    expect(stage.network.exposures).toEqual([])
    await stage.clock.advance(lookMs * 2)
    expect(ordersOf(stage)).toHaveLength(2)
    expect(kindsOf(stage)[0]).toBe('exposure-ended')
  })

  it('listens on loopback only while the computer has not the address, and opens again with it', async () => {
    const stage = await atHome()
    await open(stage)
    stage.network.places = [{ ...place, address: '192.168.1.8' }]
    await stage.clock.advance(lookMs)
    expect(exposureOf(stage)).toEqual({ kind: 'away', place })
    expect(ordersOf(stage).at(-1)).toBeNull()
    stage.network.places = [place]
    await stage.clock.advance(lookMs)
    expect(exposureOf(stage)).toEqual({ kind: 'open', place })
  })

  it.each([
    ['another network', { ...place, network: '192.168.0.0/16' }],
    ['another interface', { ...place, interfaceName: 'wlan0' }],
  ])('is not open where the same address is one of %s', async (_, other) => {
    const stage = await atHome()
    await open(stage)
    stage.network.places = [other]
    await stage.clock.advance(lookMs)
    expect(exposureOf(stage)?.kind).toBe('away')
  })

  it('says so where another program has the port there, and is tried until it is free', async () => {
    const stage = await atHome()
    stage.relay.takenAddresses.add(place.address)
    await open(stage)
    expect(exposureOf(stage)).toMatchObject({ kind: 'failed', problem: { code: 'PORT_TAKEN' } })
    await stage.clock.advance(lookMs)
    expect(kindsOf(stage).filter((kind) => kind === 'exposure-failed')).toHaveLength(1)
    stage.relay.takenAddresses.clear()
    await stage.clock.advance(lookMs)
    expect(exposureOf(stage)?.kind).toBe('open')
  })

  it('follows its door: closed with it, open again with it, and after the relay died', async () => {
    const stage = await atHome()
    await open(stage)
    await stage.supervisor.disarm(id)
    expect(exposureOf(stage)).toEqual({ kind: 'waiting', place })
    await stage.supervisor.arm(id)
    await settle()
    expect(exposureOf(stage)?.kind).toBe('open')
    stage.relay.stop(true)
    expect(exposureOf(stage)?.kind).toBe('waiting')
    stage.relay.start()
    await settle()
    expect(exposureOf(stage)?.kind).toBe('open')
    expect(ordersOf(stage)).toEqual(Array.from({ length: 3 }, () => place.address))
  })

  it('is open again after the next start', async () => {
    const network = new FakeNetwork()
    await open(await atHome(network))
    const stage = await atHome(network)
    expect(exposureOf(stage)).toEqual({ kind: 'open', place })
  })

  it('is on loopback only after a start without the address', async () => {
    const network = new FakeNetwork()
    await open(await atHome(network))
    const stage = await setStageIn(Object.assign(new FakeNetwork(), { exposures: network.exposures }), saved)
    expect(exposureOf(stage)).toEqual({ kind: 'away', place })
    expect(ordersOf(stage)).not.toContain(place.address)
  })

  it('stays closed when its choice can not be kept', async () => {
    const stage = await atHome()
    stage.network.problem = sampleProblem('CATALOG_NOT_WRITTEN')
    expect(await open(stage)).toMatchObject({ ok: false, error: { code: 'CATALOG_NOT_WRITTEN' } })
    expect(exposureOf(stage)).toBeUndefined()
    expect(ordersOf(stage)).toEqual([])
  })
})

describe('a tunnel that leads elsewhere than when it was opened', () => {
  const changes: readonly [string, SavedTunnel][] = [
    [
      'another database',
      { ...saved, definition: { ...saved.definition, endpoint: { host: 'other.internal', port: 5_432 } } },
    ],
    [
      'another target',
      { ...saved, definition: { ...saved.definition, target: { by: 'id', id: 'i-0123456789abcdef0' } } },
    ],
    ['another account', { ...saved, definition: { ...saved.definition, account: { accountId: '111122223333' } } }],
    ['another profile', { ...saved, preference: { ...saved.preference, profile: { type: 'named', name: 'admin' } } }],
    ['another port', { ...saved, preference: { ...saved.preference, localPort: 15_999 } }],
    ['production', { ...saved, definition: { ...saved.definition, environment: 'production' } }],
  ]

  it.each(changes)('is on loopback only: %s', async (_, { definition, preference }) => {
    const stage = await atHome()
    await open(stage)
    expect(await stage.supervisor.change(id, { definition, preference })).toMatchObject({ ok: true })
    await settle()
    expect(exposureOf(stage)).toBeUndefined()
    expect(ordersOf(stage).at(-1)).toBeNull()
    expect(stage.network.exposures).toEqual([])
  })

  it.each(changes)('is so after a start with a catalog that was changed meanwhile: %s', async (_, changed) => {
    const network = new FakeNetwork()
    await open(await atHome(network))
    const stage = await atHome(network, changed)
    expect(exposureOf(stage)).toBeUndefined()
    expect(ordersOf(stage)).not.toContain(place.address)
    expect(network.exposures).toEqual([])
  })

  it('is closed before anybody is led there', async () => {
    const stage = await atHome()
    await open(stage)
    const before = stage.relay.orders.length
    const [, { definition, preference }] = changes[0] as [string, SavedTunnel]
    await stage.supervisor.change(id, { definition, preference })
    expect(stage.relay.orders[before]).toMatchObject({ type: 'expose-door', address: null })
  })

  it('stays open under another name', async () => {
    const stage = await atHome()
    await open(stage)
    await stage.supervisor.change(id, { ...saved, definition: { ...saved.definition, name: 'renamed' } })
    expect(exposureOf(stage)?.kind).toBe('open')
  })

  it('is not opened when it was changed while the person was asked', async () => {
    const stage = await atHome()
    const exposable = stage.supervisor.exposable(id)
    const [, { definition, preference }] = changes[0] as [string, SavedTunnel]
    await stage.supervisor.change(id, { definition, preference })
    const shown = exposable.ok ? exposable.value.tunnel : saved
    expect(await stage.supervisor.expose(shown, place)).toMatchObject({ error: { details: { why: 'changed' } } })
    expect(ordersOf(stage)).not.toContain(place.address)
  })

  it('is forgotten with it', async () => {
    const stage = await atHome()
    await open(stage)
    await stage.supervisor.remove(id)
    expect(stage.network.exposures).toEqual([])
  })
})

describe('what is never opened to a network', () => {
  it('is a tunnel to production', async () => {
    const production = { ...saved, definition: { ...saved.definition, environment: 'production' } }
    const stage = await atHome(new FakeNetwork(), production)
    expect(stage.supervisor.exposable(id)).toMatchObject({ error: { details: { why: 'of-production' } } })
    expect(await stage.supervisor.expose(production, place)).toMatchObject({ ok: false })
  })

  it('is one whose port is for the own programs alone, and one that is open is closed by that', async () => {
    const stage = await atHome()
    await open(stage)
    stage.changeSettings({ portUsers: 'same-user' })
    expect(exposureOf(stage)).toEqual({ kind: 'barred', place })
    expect(ordersOf(stage).at(-1)).toBeNull()
    expect(stage.supervisor.exposable(id)).toMatchObject({ error: { details: { why: 'own-programs' } } })
    stage.changeSettings({ portUsers: 'any-user' })
    expect(exposureOf(stage)?.kind).toBe('open')
  })

  it('is one of a computer that is in no private network', async () => {
    const stage = await setStageIn(new FakeNetwork(), saved)
    expect(stage.supervisor.exposable(id)).toMatchObject({ error: { details: { why: 'no-network' } } })
  })

  it('is an address that the computer has not', async () => {
    const stage = await atHome()
    expect(await stage.supervisor.expose(saved, { ...place, address: '192.168.1.9' })).toMatchObject({ ok: false })
    expect(ordersOf(stage)).toEqual([])
  })
})

describe('clients of other computers', () => {
  it('are named by their address, and each new one is a line of the history', async () => {
    const stage = await atHome()
    await open(stage)
    const elsewhere = [{ address: '192.168.1.9', connections: 2 }]
    stage.relay.tell({ type: 'clients-changed', tunnelId: id, open: 2, waiting: 0, peerPorts: [], elsewhere })
    stage.relay.tell({ type: 'clients-changed', tunnelId: id, open: 2, waiting: 0, peerPorts: [], elsewhere })
    expect(viewOf(stage, id).route[0].facts.elsewhere).toEqual(elsewhere)
    const lines = viewOf(stage, id).timeline.filter(({ kind }) => kind === 'client-elsewhere')
    expect(lines).toMatchObject([{ place: '192.168.1.9' }])
  })

  it('are no program of this one that has the same port', async () => {
    const stage = await atHome()
    stage.ports.programs = [{ port: 50_001, program: 'psql', pid: 812 }]
    const told: unknown[] = []
    stage.supervisor.news.onConnectionClosed(({ program }) => told.push(program))
    stage.relay.tell({ type: 'clients-changed', tunnelId: id, open: 1, waiting: 0, peerPorts: [50_001] })
    await stage.clock.advance(250)
    const closed = { tunnelId: id, peerPort: 50_001, by: 'client', bytesIn: 1, bytesOut: 1 } as const
    stage.relay.tell({ type: 'connection-closed', ...closed, from: '192.168.1.9' })
    stage.relay.tell({ type: 'connection-closed', ...closed })
    expect(told).toEqual([
      { program: '192.168.1.9', pid: null },
      { program: 'psql', pid: 812 },
    ])
  })
})
