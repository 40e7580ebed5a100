import { describe, expect, it } from 'vitest'
import type { DoorConnection } from '#contract/connections.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import { sampleTunnel } from '../domain/sample-tunnels.ts'
import { settle } from './fakes.ts'
import { setStage, type Stage } from './stage.ts'

const saved = sampleTunnel({ armed: true })
const { id } = saved
const still = { ageMs: 9_500, bytesIn: 0, bytesOut: 8, rateIn: 0, rateOut: 0 }
const silent: DoorConnection = {
  ...{ peerPort: 50_001, sessionId: 'jane-1', ...still },
  doing: { kind: 'asked', forMs: 9_000, isFirst: true },
}
const parked: DoorConnection = {
  ...{ peerPort: 50_002, sessionId: null, ...still },
  doing: { kind: 'parked', forMs: 9_500 },
}

const orders = ({ relay }: Stage): number => relay.ordersOf('list-connections').length
const tell = ({ relay }: Stage, ...connections: DoorConnection[]): void =>
  relay.tell({ type: 'connections-listed', tunnelId: id, connections, more: 3 })

describe('the connections of a tunnel', () => {
  it('are asked for when somebody looks, once a second at the most', async () => {
    const stage = await setStage(saved)
    await stage.clock.advance(60_000)
    expect(orders(stage)).toBe(0)
    const looks = [stage.supervisor.connections(id), stage.supervisor.connections(id)]
    tell(stage)
    for (const look of looks) expect(await look).toEqual({ ok: true, value: { connections: [], more: 3 } })
    await stage.clock.advance(800)
    await stage.supervisor.connections(id)
    expect(orders(stage)).toBe(1)
    await stage.clock.advance(200)
    void stage.supervisor.connections(id)
    expect(orders(stage)).toBe(2)
  })

  it('are named by the program that was found out when its client came, and asks nobody again', async () => {
    const stage = await setStage(saved)
    stage.ports.programs = [
      { port: 50_001, program: 'psql', pid: 52_988 },
      { port: 50_002, program: 'DataGrip', pid: 41_207 },
    ]
    stage.relay.tell({ type: 'clients-changed', tunnelId: id, open: 1, waiting: 1, peerPorts: [50_001] })
    stage.relay.tell({ type: 'clients-wait', tunnelId: id, waiters: [{ peerPort: 50_002, waitedMs: 9_000 }] })
    await stage.clock.advance(300)
    stage.ports.programsOf = () => Promise.reject(new Error('nobody is asked'))
    const look = stage.supervisor.connections(id)
    tell(stage, parked, silent, { ...silent, peerPort: 50_003 })
    const answer = await look
    expect(answer.ok && answer.value.connections.map(({ program }) => program)).toEqual([
      { name: 'DataGrip', pid: 41_207 },
      { name: 'psql', pid: 52_988 },
      null,
    ])
  })

  it('are unanswered where a database owes its greeting, and wait where a request may take what it takes', async () => {
    const redis = sampleTunnel({ armed: true, kind: 'redis' })
    const shown = async (tunnel: SavedTunnel, forMs: number, isFirst: boolean): Promise<unknown> => {
      const stage = await setStage(tunnel)
      const look = stage.supervisor.connections(id)
      tell(stage, { ...silent, doing: { kind: 'asked', forMs, isFirst } })
      const answer = await look
      return answer.ok && answer.value.connections[0]?.doing
    }
    expect(await shown(saved, 8_000, true)).toEqual({ kind: 'unanswered', forMs: 8_000 })
    expect(await shown(saved, 7_999, true)).toEqual({ kind: 'waiting', forMs: 7_999 })
    expect(await shown(saved, 90_000, false)).toEqual({ kind: 'waiting', forMs: 90_000 })
    expect(await shown(redis, 9_000, true)).toEqual({ kind: 'waiting', forMs: 9_000 })
  })

  it('are no wait for ever where the relay hangs, and none where the port is closed', async () => {
    const stage = await setStage(saved)
    let answer: unknown = null
    void stage.supervisor.connections(id).then((result) => (answer = result))
    await stage.clock.advance(2_000)
    await settle()
    expect(answer).toMatchObject({ ok: false, error: { code: 'RELAY_STOPPED' } })
    const closed = await setStage({ ...saved, armed: false })
    expect(await closed.supervisor.connections(id)).toEqual({ ok: true, value: { connections: [], more: 0 } })
    expect(orders(closed)).toBe(0)
  })
})
