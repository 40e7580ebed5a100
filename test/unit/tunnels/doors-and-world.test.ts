import { sampleProblem } from '../../support/sample-problems.ts'
import { describe, expect, it } from 'vitest'
import { sampleTunnel } from '../domain/sample-tunnels.ts'
import { Gate, settle } from './fakes.ts'
import { readyStage, setStage, viewOf } from './stage.ts'

const saved = sampleTunnel({ armed: true })
const { id } = saved

describe('ports', () => {
  it('that are taken name their owner and are tried again', async () => {
    const stage = await setStage({ ...saved, armed: false })
    stage.relay.takenPorts.add(15_432)
    stage.ports.owner = { program: 'postgres', pid: 812 }
    await stage.supervisor.arm(id)
    await settle()
    expect(viewOf(stage, id).status).toMatchObject({
      kind: 'failed',
      problem: { code: 'PORT_TAKEN', details: { port: 15_432, program: 'postgres', pid: 812 } },
    })
    expect(viewOf(stage, id).route[1]).toMatchObject({
      health: 'fail',
      facts: { owner: { program: 'postgres', pid: 812 } },
    })
    stage.relay.takenPorts.clear()
    await stage.clock.advance(1_000)
    expect(viewOf(stage, id).status.kind).toBe('armed')
  })

  it('that are taken are tried each second, and their owner is asked for four times in a minute', async () => {
    const stage = await setStage({ ...saved, armed: false })
    stage.relay.takenPorts.add(15_432)
    stage.ports.owner = { program: 'postgres', pid: 812 }
    await stage.supervisor.arm(id)
    for (let second = 0; second < 59; second += 1) await stage.clock.advance(1_000)
    expect(stage.relay.ordersOf('open-door')).toHaveLength(60)
    expect(stage.ports.checks).toBe(4)
    stage.ports.owner = { program: 'nginx', pid: 813 }
    await stage.clock.advance(1_000)
    expect(viewOf(stage, id).status).toMatchObject({ problem: { details: { program: 'nginx', pid: 813 } } })
  })

  it('that two tunnels of a catalog have are named by the tunnel that has them, and change hands when it lets go', async () => {
    const other = sampleTunnel({ id: '5f0c1c5e-0d3e-4b8e-9a55-0c1f5c0d9a02', label: 'reader', armed: false })
    const stage = await setStage(saved, other)
    stage.relay.takenPorts.add(15_432)
    await stage.supervisor.arm(other.id)
    await settle()
    const taken = { code: 'PORT_TAKEN', details: { program: 'Culvert (orders-db writer)' } }
    expect(viewOf(stage, other.id).status).toMatchObject({ kind: 'failed', problem: taken })
    expect(stage.ports.checks, 'nobody walks through the system for that').toBe(0)
    expect(viewOf(stage, id).status.kind).toBe('armed')
    await stage.supervisor.disarm(id)
    stage.relay.takenPorts.clear()
    await stage.clock.advance(1_000)
    expect(viewOf(stage, other.id).status.kind).toBe('armed')
  })

  it('that turn clients away have one line in the history for it, however long it lasts', async () => {
    const stage = await setStage(saved)
    for (let second = 0; second < 5; second += 1) {
      stage.relay.tell({ type: 'clients-turned-away', tunnelId: id, clients: 40, why: 'waiting-places' })
      await stage.clock.advance(1_000)
    }
    const kinds = (): readonly string[] => viewOf(stage, id).timeline.map((entry) => entry.kind)
    expect(kinds()).toEqual(['turned-away', 'armed'])
    await stage.clock.advance(60_000)
    stage.relay.tell({ type: 'clients-turned-away', tunnelId: id, clients: 1, why: 'waiting-places' })
    expect(kinds()).toEqual(['turned-away', 'turned-away', 'armed'])
    stage.relay.tell({ type: 'clients-turned-away', tunnelId: id, clients: 9, why: 'file-handles' })
    expect(kinds()[0]).toBe('out-of-handles')
    expect(viewOf(stage, id).status.kind).toBe('armed')
  })

  it('say when their session is slow because of what it lost, when it lost too much, and when it has caught up', async () => {
    const stage = await readyStage(saved)
    const lost = (sessionId: string, missing: number, overflowed = 0): void =>
      stage.relay.tell({ type: 'session-recovering', sessionId, missing, keptBytes: 1_000, overflowed })
    const recovery = (): unknown => viewOf(stage, id).route[2].facts?.recovery
    const newest = (): string | undefined => viewOf(stage, id).timeline[0]?.kind
    lost('s-1', 3)
    lost('another', 4_000)
    expect([recovery(), newest()]).toEqual([null, 'ready'])
    lost('s-1', 400)
    lost('s-1', 390)
    expect([recovery(), newest()]).toEqual([{ missing: 390, leftMs: 39_000, trend: 'shrinking' }, 'slowed'])
    lost('s-1', 2_000, 1_700)
    expect([recovery(), newest()]).toEqual([{ missing: 2_000, leftMs: 200_000, trend: 'growing' }, 'overflowed'])
    lost('s-1', 0)
    expect([recovery(), newest()]).toEqual([null, 'recovered'])
    expect(
      viewOf(stage, id)
        .timeline.map(({ kind }) => kind)
        .slice(0, 4),
    ).toEqual(['recovered', 'overflowed', 'slowed', 'ready'])
  })

  it('name the programs of their clients, asked once for a burst', async () => {
    const stage = await readyStage(saved)
    stage.ports.programs = [
      { port: 50_001, program: 'psql', pid: 3 },
      { port: 50_002, program: 'datagrip', pid: 2 },
      { port: 50_003, program: 'datagrip', pid: 2 },
      { port: 50_004, program: 'psql', pid: 1 },
    ]
    stage.relay.tell({ type: 'clients-changed', tunnelId: id, open: 2, waiting: 0, peerPorts: [50_001, 50_002] })
    await stage.clock.advance(250)
    expect(viewOf(stage, id).route[0]?.facts).toMatchObject({
      open: 2,
      programs: [{ program: 'datagrip', pid: 2, connections: 2 }, { pid: 1 }, { pid: 3 }],
    })
    stage.relay.tell({ type: 'clients-changed', tunnelId: id, open: 0, waiting: 0, peerPorts: [] })
    expect(viewOf(stage, id).route[0]?.facts, 'who has left is no client').toMatchObject({ open: 0, programs: [] })
  })

  it('come back with the relay', async () => {
    const stage = await readyStage(saved)
    stage.relay.stop(true)
    await settle()
    expect(viewOf(stage, id)).toMatchObject({ status: { kind: 'unknown' }, clients: { open: 0, waiting: 0 } })
    expect(stage.sessions.alive.size).toBe(0)
    stage.relay.start()
    await settle()
    expect(viewOf(stage, id).status.kind).toBe('open')
  })

  it('are opened at the start for the tunnels whose switch was on', async () => {
    const off = sampleTunnel({ id: '5f0c1c5e-0d3e-4b8e-9a55-0c1f5c0d9a02', localPort: 15_433, armed: false })
    const stage = await setStage(saved, off)
    expect(stage.relay.ordersOf('open-door').map((order) => order.port)).toEqual([15_432])
    expect(stage.relay.ordersOf('open-door')[0]?.clientWaitMs).toBe(60_000)
  })
})

describe('the world', () => {
  it('checks every session after sleep with one order', async () => {
    const other = sampleTunnel({ id: '5f0c1c5e-0d3e-4b8e-9a55-0c1f5c0d9a02', localPort: 15_433, armed: true })
    const stage = await setStage(saved, other)
    await Promise.all([stage.supervisor.connect(id), stage.supervisor.connect(other.id)])
    await settle()
    stage.supervisor.slept()
    stage.supervisor.woke()
    await settle()
    expect(stage.relay.ordersOf('check-sessions')).toHaveLength(1)
    stage.relay.tell({ type: 'session-alive', sessionId: 's-1', latencyMs: 38 })
    expect(viewOf(stage, id).status.kind).toBe('open')
    expect(viewOf(stage, id).route[2]?.facts).toMatchObject({ latencyMs: 38 })
    expect(viewOf(stage, other.id).status.kind).toBe('unknown')
  })

  it('reports rates, which fall to zero by themselves', async () => {
    const stage = await readyStage(saved)
    const reports: number[] = []
    stage.supervisor.onTraffic((report) => reports.push(report.tunnels[id]?.rateIn ?? -1))
    stage.relay.tell({ type: 'traffic', doors: { [id]: { bytesIn: 1_000, bytesOut: 10, open: 1, waiting: 0 } } })
    await stage.clock.advance(1_000)
    stage.relay.tell({ type: 'traffic', doors: { [id]: { bytesIn: 5_000, bytesOut: 10, open: 1, waiting: 0 } } })
    await stage.clock.advance(2_000)
    expect(reports).toEqual([1_000, 4_000, 0])
    expect(stage.supervisor.trafficReport().tunnels[id]).toMatchObject({ bytesIn: 5_000, rateIn: 0 })
  })

  it('is left without a trace on dispose: every session terminated, no timer, no listener', async () => {
    const stage = await readyStage(saved)
    const done = stage.end(5_000)
    await stage.clock.advance(0)
    await done
    expect(stage.sessions.alive.size).toBe(0)
    expect(stage.clock.timers).toBe(0)
    expect(stage.relay.listeners).toBe(0)
    expect(stage.catalog.saved[0]?.armed).toBe(true)
  })

  it('disposes within the deadline when nothing answers, in parallel', async () => {
    const stage = await readyStage(saved)
    stage.relay.obeys = false
    stage.sessions.terminateProblem = sampleProblem('NETWORK_UNREACHABLE')
    let isDone = false
    const done = stage.end(3_000).then(() => (isDone = true))
    await stage.clock.advance(2_999)
    expect(isDone).toBe(false)
    await stage.clock.advance(1)
    await done
    expect(isDone).toBe(true)
  })

  it('waits on dispose for a grant that is on its way', async () => {
    const stage = await setStage(saved)
    stage.sessions.startGate = new Gate()
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await settle()
    const done = stage.end(5_000)
    await settle()
    stage.sessions.startGate.open()
    await settle()
    await done
    expect(stage.sessions.alive.size).toBe(0)
    expect(stage.sessions.terminated).toHaveLength(1)
  })
})
