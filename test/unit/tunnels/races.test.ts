import { endAtMost } from '#domain/ending/ending.ts'
import { sampleProblem } from '../../support/sample-problems.ts'
import { describe, expect, it } from 'vitest'
import { ok } from '#domain/result.ts'
import type { TunnelDraft } from '#contract/tunnel.ts'
import { withFields, type TunnelFields } from '#test/support/tunnel-fields.ts'
import { sampleTunnel } from '../domain/sample-tunnels.ts'
import { Gate, settle } from './fakes.ts'
import { readyStage, setStage, viewOf } from './stage.ts'

const saved = sampleTunnel({ armed: true })
const { id } = saved
const draftOf = (changes: Partial<TunnelFields> = {}): TunnelDraft => withFields(saved, changes)

describe('a clock that is set', () => {
  it.each([-1, -60 * 60_000, 60 * 60_000])('by %i ms takes no retry with it', async (byMs) => {
    const stage = await readyStage(saved)
    stage.relay.tell({ type: 'session-lost', sessionId: 's-1', problem: sampleProblem('SESSION_DROPPED') })
    stage.clock.setWall(byMs)
    await stage.clock.advance(2_000)
    expect(viewOf(stage, id).status.kind).toBe('open')
    expect([...stage.sessions.alive.keys()]).toEqual(['s-2'])
  })

  it('leaves no stop unfinished', async () => {
    const stage = await readyStage(saved)
    stage.relay.obeys = false
    const stopped = stage.supervisor.disarm(id, endAtMost(1))
    stage.clock.setWall(-60_000)
    await stage.clock.advance(10_000)
    expect(await stopped).toEqual(ok(undefined))
    expect(viewOf(stage, id).status.kind).toBe('stopped')
  })

  it('and then a second retry keeps its own time', async () => {
    const stage = await readyStage(saved)
    stage.sessions.startProblem = sampleProblem('NETWORK_UNREACHABLE')
    stage.relay.tell({ type: 'session-lost', sessionId: 's-1', problem: sampleProblem('SESSION_DROPPED') })
    stage.clock.setWall(-60 * 60_000)
    await stage.clock.advance(2_000)
    expect(viewOf(stage, id).status.kind).toBe('reconnecting')
    stage.sessions.startProblem = null
    await stage.clock.advance(4_000)
    expect(viewOf(stage, id).status.kind).toBe('open')
  })
})

describe('removing a tunnel', () => {
  it('ends with its port closed, though the switch goes on meanwhile', async () => {
    const stage = await readyStage(saved)
    stage.relay.obeys = false
    const removed = stage.supervisor.remove(id, endAtMost(1))
    await settle()
    await stage.supervisor.arm(id)
    stage.relay.obeys = true
    stage.relay.tell({ type: 'door-closed', tunnelId: id })
    expect(await removed).toEqual(ok(undefined))
    const doors = stage.relay.orders.map((order) => order.type).filter((type) => type.endsWith('-door'))
    expect(doors.at(-1)).toBe('close-door')
    expect(stage.supervisor.views()).toEqual([])
    expect(stage.catalog.saved).toEqual([])
  })
})

describe('a port that is taken', () => {
  it('is told though the user asks for the session while its owner is looked up', async () => {
    const stage = await setStage(sampleTunnel({ armed: false }))
    const lookedUp = new Gate<void>()
    stage.ports.owner = { program: 'postgres', pid: 4_711 }
    const check = stage.ports.check
    stage.ports.check = async (port) => {
      await lookedUp.promise
      return await check(port)
    }
    stage.relay.takenPorts.add(15_432)
    await stage.supervisor.arm(id)
    await stage.supervisor.connect(id)
    lookedUp.open()
    await settle()
    expect(viewOf(stage, id).status).toMatchObject({
      kind: 'failed',
      problem: { code: 'PORT_TAKEN', details: { program: 'postgres' } },
    })
  })
})

describe('quitting', () => {
  it('while StartSession is under way waits for the session and terminates it', async () => {
    const stage = await setStage(saved)
    stage.sessions.startGate = new Gate()
    stage.sessions.terminateGate = new Gate()
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await settle()
    let isOver = false
    const over = stage.end(6_000).then(() => (isOver = true))
    await settle()
    stage.sessions.startGate.open()
    await settle()
    expect(isOver).toBe(false)
    stage.sessions.terminateGate.open()
    await over
    expect(stage.sessions.alive.size).toBe(0)
  })

  it('ends by the service what the relay does not, while there is time for the answer', async () => {
    const stage = await readyStage(saved)
    stage.relay.obeys = false
    const over = stage.end(6_000)
    expect(stage.relay.ordersOf('close-door')).toMatchObject([{ deadlineMs: 3_000 }])
    await stage.clock.advance(4_000)
    expect(stage.sessions.alive.size).toBe(1)
    await stage.clock.advance(500)
    expect(stage.sessions.alive.size).toBe(0)
    stage.relay.tell({ type: 'door-closed', tunnelId: id })
    await over
    expect(stage.sessions.terminated).toHaveLength(1)
    expect(stage.clock.timers).toBe(0)
  })

  it('starts nothing any more, whoever asks', async () => {
    const stage = await readyStage(saved)
    stage.relay.obeys = false
    const over = stage.end(6_000)
    await settle()
    const asked = await stage.supervisor.connect(id)
    const other = await stage.supervisor.create(draftOf({ localPort: 15_500 }))
    stage.relay.obeys = true
    stage.relay.tell({ type: 'door-closed', tunnelId: id })
    await over
    await settle()
    expect([asked.ok, other.ok]).toEqual([false, false])
    expect(stage.sessions.starts).toHaveLength(1)
    expect(stage.sessions.alive.size).toBe(0)
    expect(stage.relay.ordersOf('open-door')).toHaveLength(1)
    expect(stage.clock.timers).toBe(0)
  })
})

describe('two changes of one tunnel at once', () => {
  it('do not undo each other when the first can not be saved', async () => {
    const stage = await setStage(saved)
    stage.catalog.outcomes.push(sampleProblem('CATALOG_NOT_WRITTEN'), null)
    const first = stage.supervisor.change(id, draftOf({ name: 'first' }))
    const second = stage.supervisor.change(id, draftOf({ name: 'second' }))
    expect((await first).ok).toBe(false)
    expect((await second).ok).toBe(true)
    expect(stage.supervisor.savedTunnels()[0]?.definition.name).toBe('second')
    expect(stage.catalog.saved[0]?.definition.name).toBe('second')
  })

  it('leave what is saved and what runs alike, when the second can not be saved', async () => {
    const stage = await setStage(saved)
    stage.catalog.outcomes.push(null, sampleProblem('CATALOG_NOT_WRITTEN'))
    const first = stage.supervisor.change(id, draftOf({ name: 'first' }))
    const second = stage.supervisor.change(id, draftOf({ name: 'second' }))
    await Promise.all([first, second])
    expect(stage.supervisor.savedTunnels()[0]?.definition.name).toBe('first')
    expect(stage.catalog.saved[0]?.definition.name).toBe('first')
  })
})
