import { describe, expect, it } from 'vitest'
import { fail, ok, problemOf } from '#contract/problem.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { sampleSpec } from '../domain/sample-tunnels.ts'
import { Gate, setStage, settle, type Stage } from './fakes.ts'

const spec = sampleSpec({ armed: true })
const { id } = spec

function view(stage: Stage, tunnel = id): TunnelView {
  const found = stage.supervisor.views().find((candidate) => candidate.spec.id === tunnel)
  if (found === undefined) throw new Error('no such tunnel')
  return found
}

/** A stage whose tunnel is ready, with one client. */
async function readyStage(): Promise<Stage> {
  const stage = await setStage(spec)
  stage.relay.tell({ type: 'client-waiting', tunnelId: id })
  await settle()
  stage.relay.tell({ type: 'clients-changed', tunnelId: id, open: 1, waiting: 0, peerPorts: [50_001] })
  await settle()
  return stage
}

describe('a first client', () => {
  it('gets a session: sign-in, target, StartSession, engine, each step on the route', async () => {
    const stage = await setStage(spec)
    const seen: string[] = []
    stage.supervisor.onChange(({ status }) => seen.push(status.kind === 'connecting' ? status.step : status.kind))
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await settle()
    const steps = [...new Set(seen)]
    expect(steps).toEqual(['armed', 'sign-in', 'target', 'start-session', 'data-channel', 'ready'])
    expect(stage.sessions.starts).toMatchObject([{ targetId: 'i-0ab3f29c81d7e4402', localPort: 15_432, engine: 'auto', reason: 'Culvert: orders-db writer' }])
    expect(view(stage).route.map((hop) => hop.health)).toEqual(['work', 'ok', 'ok', 'ok', 'idle'])
    expect(view(stage).route[2]?.facts).toMatchObject({ sessionId: 's-1', openedInMs: 420, engine: 'builtin' })
    expect(view(stage).route[3]?.facts).toMatchObject({ targetId: 'i-0ab3f29c81d7e4402', matches: 2, agentVersion: '3.3.987.0' })
  })

  it('waits while the user signs in, and one session serves all who wait', async () => {
    const stage = await setStage(spec)
    stage.signIns.gate = new Gate()
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await settle()
    expect(view(stage).status).toMatchObject({ kind: 'connecting', step: 'sign-in' })
    expect(stage.signIns.asked).toBe(1)
    stage.signIns.gate.open(ok(undefined))
    await settle()
    expect(view(stage).status.kind).toBe('ready')
    expect(stage.sessions.starts).toHaveLength(1)
  })

  it('is refused with the reason when the sign-in fails, and is let in after the next one', async () => {
    const stage = await setStage(spec)
    stage.signIns.gate = new Gate()
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    stage.signIns.gate.open(fail('SIGN_IN_CANCELLED'))
    await settle()
    expect(view(stage).status).toMatchObject({ kind: 'failed', problem: { code: 'SIGN_IN_CANCELLED' }, retry: null })
    expect(stage.relay.ordersOf('refuse-clients')).toMatchObject([{ problem: { code: 'SIGN_IN_CANCELLED' } }])
    stage.signIns.gate = null
    stage.signIns.signedIn('another')
    await settle()
    expect(view(stage).status.kind).toBe('failed')
    stage.signIns.signedIn('harborline')
    await settle()
    expect(view(stage).status.kind).toBe('ready')
  })

  it.each([
    ['targetProblem', 'TARGET_NOT_CONNECTED', 'target'],
    ['startProblem', 'ACCESS_DENIED', 'session'],
  ] as const)('learns of a %s by its code, on the hop that is broken', async (which, code, hop) => {
    const stage = await setStage(spec)
    stage.sessions[which] = problemOf(code)
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await settle()
    expect(view(stage).status).toMatchObject({ kind: 'failed', problem: { code } })
    expect(view(stage).route.find((candidate) => candidate.health === 'fail')?.kind).toBe(hop)
    expect(stage.sessions.alive.size).toBe(0)
  })
})

describe('sessions', () => {
  it('are terminated when the switch goes off, where they were started', async () => {
    const stage = await readyStage()
    const stopped = await stage.supervisor.disarm(id)
    await settle()
    expect(stopped.ok).toBe(true)
    expect(stage.sessions.alive.size).toBe(0)
    expect(stage.sessions.terminated).toEqual([{ sessionId: 's-1', place: { profile: spec.profile, region: spec.region } }])
    expect(view(stage).status.kind).toBe('stopped')
    expect(stage.catalog.saved[0]?.armed).toBe(false)
  })

  it('are terminated when their grant comes after the switch went off', async () => {
    const stage = await setStage(spec)
    stage.sessions.startGate = new Gate()
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await settle()
    await stage.supervisor.disarm(id)
    expect(stage.sessions.terminated).toEqual([])
    stage.sessions.startGate.open()
    await settle()
    expect(stage.sessions.terminated.map(({ sessionId }) => sessionId)).toEqual(['s-1'])
    expect(stage.relay.ordersOf('use-session')).toEqual([])
  })

  it('are terminated when the engine can not carry them', async () => {
    const stage = await setStage(spec)
    stage.relay.obeys = false
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await settle()
    const problem = problemOf('HANDSHAKE_TIMED_OUT')
    stage.relay.tell({ type: 'session-failed', tunnelId: id, attempt: 1, sessionId: 's-1', problem })
    await settle()
    expect(stage.sessions.alive.size).toBe(0)
    expect(view(stage).status).toMatchObject({ kind: 'failed', problem: { code: 'HANDSHAKE_TIMED_OUT' } })
  })

  it('are terminated when the relay never says how it went', async () => {
    const stage = await setStage(spec)
    stage.relay.obeys = false
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await stage.clock.advance(90_000)
    expect(view(stage).status).toMatchObject({ kind: 'failed', problem: { code: 'HANDSHAKE_TIMED_OUT' } })
    expect(stage.sessions.terminated).toHaveLength(1)
  })

  it('are terminated again until the service takes it', async () => {
    const stage = await readyStage()
    stage.sessions.terminateProblem = problemOf('NETWORK_UNREACHABLE')
    await stage.supervisor.disarm(id)
    await settle()
    stage.sessions.terminateProblem = null
    await stage.clock.advance(1_000)
    expect(stage.sessions.alive.size).toBe(0)
  })

  it('that others started are never terminated', async () => {
    const stage = await readyStage()
    stage.relay.tell({ type: 'session-lost', tunnelId: id, sessionId: 's-foreign', problem: problemOf('SESSION_DROPPED') })
    stage.relay.tell({ type: 'session-stopped', tunnelId: id, sessionId: 's-foreign' })
    await settle()
    expect(stage.sessions.terminated).toEqual([])
    expect(view(stage).status.kind).toBe('ready')
  })

  it('come back after a drop, on the plan', async () => {
    const stage = await readyStage()
    stage.relay.tell({ type: 'session-lost', tunnelId: id, sessionId: 's-1', problem: problemOf('SESSION_DROPPED') })
    await stage.clock.advance(1_999)
    expect(view(stage).status.kind).toBe('reconnecting')
    await stage.clock.advance(1)
    expect(view(stage).status.kind).toBe('ready')
    expect([...stage.sessions.alive.keys()]).toEqual(['s-2'])
    expect(view(stage).timeline.map((entry) => entry.kind)).toEqual(['ready', 'connecting', 'dropped', 'ready', 'connecting', 'armed'])
  })

  it('are closed when idle, once for all, and start again for the next client', async () => {
    const stage = await readyStage()
    stage.relay.tell({ type: 'clients-changed', tunnelId: id, open: 0, waiting: 0, peerPorts: [] })
    await stage.clock.advance(20 * 60_000)
    expect(stage.relay.ordersOf('stop-session')).toHaveLength(1)
    expect(stage.sessions.alive.size).toBe(0)
    expect(view(stage).status.kind).toBe('armed')
    expect(view(stage).timeline[0]?.kind).toBe('idle-closed')
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await settle()
    expect(view(stage).status.kind).toBe('ready')
  })
})

describe('what the relay asks for', () => {
  it('gets a new pass for a session that lives, and is not green meanwhile', async () => {
    const stage = await readyStage()
    stage.relay.tell({ type: 'pass-needed', tunnelId: id, sessionId: 's-1' })
    expect(view(stage).status.kind).toBe('unknown')
    await settle()
    expect(stage.relay.ordersOf('renew-pass')).toMatchObject([{ sessionId: 's-1', pass: { tokenValue: 'again-s-1' } }])
    stage.relay.tell({ type: 'session-resumed', tunnelId: id, sessionId: 's-1' })
    expect(view(stage).status.kind).toBe('ready')
  })

  it('waits for the network, and learns when a session is over', async () => {
    const stage = await readyStage()
    stage.sessions.resumeProblem = problemOf('NETWORK_UNREACHABLE')
    stage.relay.tell({ type: 'pass-needed', tunnelId: id, sessionId: 's-1' })
    await stage.clock.advance(1_600)
    expect(stage.sessions.resumes).toBe(3)
    expect(stage.relay.ordersOf('renew-pass')).toEqual([])
    stage.sessions.resumeProblem = problemOf('SESSION_EXPIRED')
    await stage.clock.advance(2_000)
    expect(stage.relay.ordersOf('renew-pass')).toMatchObject([{ pass: null }])
  })

  it('gets no pass for a session that is not ours', async () => {
    const stage = await readyStage()
    stage.relay.tell({ type: 'pass-needed', tunnelId: id, sessionId: 's-foreign' })
    await settle()
    expect(stage.sessions.resumes).toBe(0)
    expect(stage.relay.ordersOf('renew-pass')).toMatchObject([{ sessionId: 's-foreign', pass: null }])
  })

  it('asks the user once when a resumed session needs a sign-in and a client is there', async () => {
    const stage = await readyStage()
    stage.sessions.resumeProblem = problemOf('SIGN_IN_REQUIRED')
    const before = stage.signIns.asked
    stage.relay.tell({ type: 'pass-needed', tunnelId: id, sessionId: 's-1' })
    await settle()
    expect(stage.signIns.asked - before).toBe(1)
    expect(stage.relay.ordersOf('renew-pass')).toMatchObject([{ pass: null }])
  })

  it('gets fresh credentials, or none', async () => {
    const stage = await readyStage()
    stage.relay.tell({ type: 'credentials-needed', tunnelId: id, requestId: 'r-1' })
    await settle()
    stage.credentials.problem = problemOf('SIGN_IN_REQUIRED')
    stage.relay.tell({ type: 'credentials-needed', tunnelId: id, requestId: 'r-2' })
    await settle()
    const answers = stage.relay.ordersOf('give-credentials')
    expect(answers).toMatchObject([{ requestId: 'r-1', credentials: { accessKeyId: 'AKIAEXAMPLE' } }, { requestId: 'r-2', credentials: null }])
  })
})

describe('ports', () => {
  it('that are taken name their owner and are tried again', async () => {
    const stage = await setStage({ ...spec, armed: false })
    stage.relay.takenPorts.add(15_432)
    stage.ports.owner = { program: 'postgres', pid: 812 }
    await stage.supervisor.arm(id)
    await settle()
    expect(view(stage).status).toMatchObject({
      kind: 'failed',
      problem: { code: 'PORT_TAKEN', details: { port: 15_432, program: 'postgres', pid: 812 } },
    })
    expect(view(stage).route[1]).toMatchObject({ health: 'fail', facts: { owner: 'postgres', ownerPid: 812 } })
    stage.relay.takenPorts.clear()
    await stage.clock.advance(15_000)
    expect(view(stage).status.kind).toBe('armed')
  })

  it('name the programs of their clients, asked once for a burst', async () => {
    const stage = await readyStage()
    stage.ports.programs = [{ program: 'psql', pid: 1 }, { program: 'datagrip', pid: 2 }, { program: 'psql', pid: 3 }]
    stage.relay.tell({ type: 'clients-changed', tunnelId: id, open: 2, waiting: 0, peerPorts: [50_001, 50_002] })
    await stage.clock.advance(250)
    expect(view(stage).route[0]?.facts).toMatchObject({ open: 2, programs: 'datagrip, psql' })
  })

  it('come back with the relay', async () => {
    const stage = await readyStage()
    stage.relay.stop(true)
    await settle()
    expect(view(stage)).toMatchObject({ status: { kind: 'unknown' }, clients: { open: 0, waiting: 0 } })
    expect(stage.sessions.alive.size).toBe(0)
    stage.relay.start()
    await settle()
    expect(view(stage).status.kind).toBe('ready')
  })

  it('are opened at the start for the tunnels whose switch was on', async () => {
    const off = sampleSpec({ id: '5f0c1c5e-0d3e-4b8e-9a55-0c1f5c0d9a02', localPort: 15_433, armed: false })
    const stage = await setStage(spec, off)
    expect(stage.relay.ordersOf('open-door').map((order) => order.port)).toEqual([15_432])
    expect(stage.relay.ordersOf('open-door')[0]?.clientWaitMs).toBe(60_000)
  })
})

describe('the world', () => {
  it('checks every session after sleep with one order', async () => {
    const other = sampleSpec({ id: '5f0c1c5e-0d3e-4b8e-9a55-0c1f5c0d9a02', localPort: 15_433, armed: true })
    const stage = await setStage(spec, other)
    await Promise.all([stage.supervisor.connect(id), stage.supervisor.connect(other.id)])
    await settle()
    stage.supervisor.slept()
    stage.supervisor.woke()
    await settle()
    expect(stage.relay.ordersOf('check-sessions')).toHaveLength(1)
    stage.relay.tell({ type: 'session-alive', tunnelId: id, sessionId: 's-1', latencyMs: 38 })
    expect(view(stage).status.kind).toBe('ready')
    expect(view(stage).route[2]?.facts).toMatchObject({ latencyMs: 38 })
    expect(view(stage, other.id).status.kind).toBe('unknown')
  })

  it('reports rates, which fall to zero by themselves', async () => {
    const stage = await readyStage()
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
    const stage = await readyStage()
    const done = stage.supervisor.dispose(5_000)
    await stage.clock.advance(0)
    await done
    expect(stage.sessions.alive.size).toBe(0)
    expect(stage.clock.timers).toBe(0)
    expect(stage.relay.listeners).toBe(0)
    expect(stage.catalog.saved[0]?.armed).toBe(true)
  })

  it('disposes within the deadline when nothing answers, in parallel', async () => {
    const stage = await readyStage()
    stage.relay.obeys = false
    stage.sessions.terminateProblem = problemOf('NETWORK_UNREACHABLE')
    let isDone = false
    const done = stage.supervisor.dispose(3_000).then(() => (isDone = true))
    await stage.clock.advance(2_999)
    expect(isDone).toBe(false)
    await stage.clock.advance(1)
    await done
    expect(isDone).toBe(true)
  })

  it('waits on dispose for a grant that is on its way', async () => {
    const stage = await setStage(spec)
    stage.sessions.startGate = new Gate()
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await settle()
    const done = stage.supervisor.dispose(5_000)
    await settle()
    stage.sessions.startGate.open()
    await settle()
    await done
    expect(stage.sessions.alive.size).toBe(0)
    expect(stage.sessions.terminated).toHaveLength(1)
  })
})
