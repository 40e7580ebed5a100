import { endAtMost } from '#domain/ending/ending.ts'
import { sampleFailure, sampleProblem } from '../../support/sample-problems.ts'
import { describe, expect, it } from 'vitest'
import { ok } from '#domain/result.ts'
import { profileOf } from '#domain/profile/profile.ts'
import { sampleTunnel } from '../domain/sample-tunnels.ts'
import { Gate, settle } from './fakes.ts'
import { readyStage, setStage, viewOf } from './stage.ts'

const saved = sampleTunnel({ armed: true })
const { id } = saved

describe('a first client', () => {
  it('gets a session: sign-in, target, StartSession, engine, each step on the route', async () => {
    const stage = await setStage(saved)
    const seen: string[] = []
    stage.supervisor.onChange(({ status }) => seen.push(status.kind === 'connecting' ? status.step : status.kind))
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await settle()
    const steps = [...new Set(seen)]
    expect(steps).toEqual(['armed', 'sign-in', 'target', 'start-session', 'data-channel', 'open'])
    expect(stage.sessions.starts).toMatchObject([
      {
        targetId: 'i-0ab3f29c81d7e4402',
        purpose: { localPort: 15_432 },
        engine: 'auto',
        reason: 'Culvert: orders-db writer',
      },
    ])
    expect(viewOf(stage, id).route.map((hop) => hop.health)).toEqual(['work', 'ok', 'ok', 'ok', 'idle'])
    expect(viewOf(stage, id).route[2]?.facts).toMatchObject({ sessionId: 's-1', openedInMs: 420, engine: 'builtin' })
    expect(viewOf(stage, id).route[3]?.facts).toMatchObject({
      targetId: 'i-0ab3f29c81d7e4402',
      matches: 2,
      agentVersion: '3.3.987.0',
    })
  })

  it('waits while the user signs in, and one session serves all who wait', async () => {
    const stage = await setStage(saved)
    stage.signIns.gate = new Gate()
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await settle()
    expect(viewOf(stage, id).status).toMatchObject({ kind: 'connecting', step: 'sign-in' })
    expect(stage.signIns.asked).toBe(1)
    stage.signIns.gate.open(ok(undefined))
    await settle()
    expect(viewOf(stage, id).status.kind).toBe('open')
    expect(stage.sessions.starts).toHaveLength(1)
  })

  it('is refused with the reason when the sign-in fails, and is let in after the next one', async () => {
    const stage = await setStage(saved)
    stage.signIns.gate = new Gate()
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    stage.signIns.gate.open(sampleFailure('SIGN_IN_CANCELLED'))
    await settle()
    expect(viewOf(stage, id).status).toMatchObject({
      kind: 'failed',
      problem: { code: 'SIGN_IN_CANCELLED' },
      retry: null,
    })
    expect(stage.relay.ordersOf('refuse-clients')).toMatchObject([
      {
        problemCode: 'SIGN_IN_CANCELLED',
        message: { message: 'Culvert: orders-db writer failed at the session: the sign-in was cancelled' },
        peerPorts: null,
      },
    ])
    stage.signIns.gate = null
    stage.signIns.signedIn('another')
    await settle()
    expect(viewOf(stage, id).status.kind).toBe('failed')
    stage.signIns.signedIn('harborline')
    await settle()
    expect(viewOf(stage, id).status.kind).toBe('open')
  })

  it.each([
    ['targetProblem', 'TARGET_NOT_CONNECTED', 'target'],
    ['startProblem', 'ACCESS_DENIED', 'session'],
  ] as const)('learns of a %s by its code, on the hop that is broken', async (which, code, hop) => {
    const stage = await setStage(saved)
    stage.sessions[which] = sampleProblem(code)
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await settle()
    expect(viewOf(stage, id).status).toMatchObject({ kind: 'failed', problem: { code } })
    expect(viewOf(stage, id).route.find((candidate) => candidate.health === 'fail')?.kind).toBe(hop)
    expect(stage.sessions.alive.size).toBe(0)
  })
})

describe('sessions', () => {
  it('are terminated when the switch goes off, where they were started', async () => {
    const stage = await readyStage(saved)
    const stopped = await stage.supervisor.disarm(id, endAtMost(1))
    await settle()
    expect(stopped.ok).toBe(true)
    expect(stage.sessions.alive.size).toBe(0)
    expect(stage.sessions.terminated).toEqual([
      { sessionId: 's-1', place: { profile: profileOf(saved), region: saved.definition.region } },
    ])
    expect(viewOf(stage, id).status.kind).toBe('stopped')
    expect(stage.catalog.saved[0]?.armed).toBe(false)
  })

  it('are terminated with the word of the relay that they are stopped, and once when it asked for that', async () => {
    const stage = await readyStage(saved)
    stage.relay.obeys = false
    void stage.supervisor.disarm(id, endAtMost(1))
    await settle()
    expect(stage.sessions.terminated).toEqual([])
    stage.relay.tell({ type: 'termination-needed', sessionId: 's-1' })
    await settle()
    expect(stage.relay.ordersOf('session-terminated')).toHaveLength(1)
    stage.relay.tell({ type: 'session-stopped', sessionId: 's-1' })
    stage.relay.tell({ type: 'door-closed', tunnelId: id })
    await settle()
    expect(stage.sessions.terminated).toHaveLength(1)
  })

  it('are terminated when their grant comes after the switch went off', async () => {
    const stage = await setStage(saved)
    stage.sessions.startGate = new Gate()
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await settle()
    await stage.supervisor.disarm(id, endAtMost(1))
    expect(stage.sessions.terminated).toEqual([])
    stage.sessions.startGate.open()
    await settle()
    expect(stage.sessions.terminated.map(({ sessionId }) => sessionId)).toEqual(['s-1'])
    expect(stage.relay.ordersOf('start-session')).toEqual([])
  })

  it('are terminated when the engine can not carry them', async () => {
    const stage = await setStage(saved)
    stage.relay.obeys = false
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await settle()
    const problem = sampleProblem('HANDSHAKE_TIMED_OUT')
    stage.relay.tell({ type: 'session-failed', sessionId: 's-1', problem })
    await settle()
    expect(stage.sessions.alive.size).toBe(0)
    expect(viewOf(stage, id).status).toMatchObject({ kind: 'failed', problem: { code: 'HANDSHAKE_TIMED_OUT' } })
  })

  it('are terminated when the relay never says how it went', async () => {
    const stage = await setStage(saved)
    stage.relay.obeys = false
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await stage.clock.advance(90_000)
    expect(viewOf(stage, id).status).toMatchObject({ kind: 'failed', problem: { code: 'HANDSHAKE_TIMED_OUT' } })
    expect(stage.sessions.terminated).toHaveLength(1)
  })

  it('are terminated again until the service takes it', async () => {
    const stage = await readyStage(saved)
    stage.sessions.terminateProblem = sampleProblem('NETWORK_UNREACHABLE')
    await stage.supervisor.disarm(id, endAtMost(1))
    await settle()
    stage.sessions.terminateProblem = null
    await stage.clock.advance(1_000)
    expect(stage.sessions.alive.size).toBe(0)
  })

  it('that others started are never terminated', async () => {
    const stage = await readyStage(saved)
    stage.relay.tell({
      type: 'session-lost',
      sessionId: 's-foreign',
      problem: sampleProblem('SESSION_DROPPED'),
    })
    stage.relay.tell({ type: 'session-stopped', sessionId: 's-foreign' })
    await settle()
    expect(stage.sessions.terminated).toEqual([])
    expect(viewOf(stage, id).status.kind).toBe('open')
  })

  it('come back after a drop, on the plan', async () => {
    const stage = await readyStage(saved)
    stage.relay.tell({ type: 'session-lost', sessionId: 's-1', problem: sampleProblem('SESSION_DROPPED') })
    await stage.clock.advance(1_999)
    expect(viewOf(stage, id).status.kind).toBe('reconnecting')
    await stage.clock.advance(1)
    expect(viewOf(stage, id).status.kind).toBe('open')
    expect([...stage.sessions.alive.keys()]).toEqual(['s-2'])
    expect(viewOf(stage, id).timeline.map((entry) => entry.kind)).toEqual([
      'ready',
      'connecting',
      'dropped',
      'ready',
      'connecting',
      'armed',
    ])
  })

  it('are closed when idle, once for all, and start again for the next client', async () => {
    const stage = await readyStage(saved)
    stage.relay.tell({ type: 'clients-changed', tunnelId: id, open: 0, waiting: 0, peerPorts: [] })
    await stage.clock.advance(20 * 60_000)
    expect(stage.relay.ordersOf('stop-session')).toHaveLength(1)
    expect(stage.sessions.alive.size).toBe(0)
    expect(viewOf(stage, id).status.kind).toBe('armed')
    expect(viewOf(stage, id).timeline[0]?.kind).toBe('idle-closed')
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await settle()
    expect(viewOf(stage, id).status.kind).toBe('open')
  })
})
