import { describe, expect, it } from 'vitest'
import type { Problem } from '#contract/problem.ts'
import type { ClientTrouble } from '#core/app/tunnels/client-troubles.ts'
import { patienceMs } from '#domain/client-answer/patience.ts'
import { sampleProblem } from '#test/support/sample-problems.ts'
import { sampleTunnel } from '../domain/sample-tunnels.ts'
import { Gate, settle } from './fakes.ts'
import { setStage, viewOf, type Stage } from './stage.ts'

const spec = { ...sampleTunnel({ kind: 'postgresql' }), armed: true }
const { id } = spec
const other = { ...spec, id: '5f0c1c5e-0d3e-4b8e-9a55-0c1f5c0d9a77' }
const throttled = sampleProblem('THROTTLED')

/** A stage with a client that waits while every start fails for something. */
async function failingStage(problem: Problem = throttled, program = 'psql'): Promise<Stage> {
  const stage = await setStage(spec)
  stage.ports.programs = [{ port: 50_001, program, pid: 1 }]
  stage.sessions.startProblem = problem
  await wait(stage, id, 0)
  stage.relay.tell({ type: 'client-waiting', tunnelId: id })
  await settle()
  return stage
}

async function wait(stage: Stage, tunnelId: string, waitedMs: number): Promise<void> {
  stage.relay.tell({ type: 'clients-changed', tunnelId, open: 0, waiting: 1, peerPorts: [] })
  stage.relay.tell({ type: 'clients-wait', tunnelId, waiters: [{ peerPort: 50_001, waitedMs }] })
  await settle()
}

const refusals = (stage: Stage): readonly unknown[] => stage.relay.ordersOf('refuse-clients')

describe('a client that waits while a tunnel is tried again', () => {
  it('is not told before its time, unless it is known to give up', async () => {
    const stage = await failingStage()
    await stage.clock.advance(10_000)
    expect(refusals(stage)).toEqual([])
  })

  it('of Java is told after 4.5 s, it alone', async () => {
    const stage = await failingStage(throttled, 'java')
    await stage.clock.advance(4_400)
    expect(refusals(stage)).toEqual([])
    await stage.clock.advance(200)
    expect(refusals(stage)).toMatchObject([{ problemCode: 'THROTTLED', peerPorts: [50_001] }])
  })

  it('of Java waits on while nothing has failed, and is told as soon as something has', async () => {
    const stage = await setStage(spec)
    stage.ports.programs = [{ port: 50_001, program: 'java', pid: 1 }]
    const gate = new Gate<void>()
    stage.sessions.startGate = gate
    stage.sessions.startProblem = throttled
    await wait(stage, id, 0)
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await stage.clock.advance(5_000)
    expect(refusals(stage)).toEqual([])
    gate.open()
    await settle()
    expect(refusals(stage)).toMatchObject([{ problemCode: 'THROTTLED', peerPorts: [50_001] }])
  })

  it.each([
    ['postgresql', 'java', 4_500],
    ['postgresql', 'datagrip64', 4_500],
    ['postgresql', 'dbeaver', 4_500],
    ['postgresql', 'psql', null],
    ['mysql', 'java', null],
  ] as const)('at %s of %s has a patience of %s ms', (kind, program, ms) => {
    expect(patienceMs(kind, program)).toBe(ms)
  })
})

describe('what the relay asks', () => {
  it('is answered with the problem that it names, or with what keeps the tunnel from a session', async () => {
    const stage = await failingStage()
    const refused = sampleProblem('ENDPOINT_REFUSED')
    stage.relay.tell({ type: 'client-words-needed', tunnelId: id, requestId: '1', problem: refused })
    stage.relay.tell({ type: 'client-words-needed', tunnelId: id, requestId: '2', problem: null })
    expect(stage.relay.ordersOf('give-client-words')).toMatchObject([
      { requestId: '1', message: { message: expect.stringContaining('failed at the database') } },
      { requestId: '2', message: { message: expect.stringContaining('AWS asks to slow down') } },
    ])
  })

  it('is answered with what is waited for, when nothing has failed', async () => {
    const stage = await setStage({ ...spec, preference: { ...spec.preference, sessionStart: 'manual' } })
    stage.relay.tell({ type: 'client-words-needed', tunnelId: id, requestId: '1', problem: null })
    expect(stage.relay.ordersOf('give-client-words')).toMatchObject([
      { message: { message: expect.stringContaining('starts by hand') } },
    ])
  })

  it('and what came of it is seen on the route and in the history', async () => {
    const stage = await failingStage(sampleProblem('ACCESS_DENIED'))
    await stage.clock.advance(200)
    stage.relay.tell({ type: 'clients-let-go', tunnelId: id, told: 1, untold: 0 })
    const { route, timeline } = viewOf(stage, id)
    expect(route[0].facts.letGo).toMatchObject({ told: 1, untold: 0, line: expect.stringMatching(/^Culvert: orders/) })
    expect(timeline[0]).toMatchObject({ kind: 'clients-told' })
  })
})

describe('clients in trouble', () => {
  async function heard(stage: Stage, act: () => Promise<void>): Promise<readonly ClientTrouble[]> {
    const troubles: ClientTrouble[] = []
    const stop = stage.supervisor.onClientTrouble((trouble) => troubles.push(trouble))
    await act()
    stop()
    return troubles
  }

  it('are told once per storm, with who waits and for how long', async () => {
    const stage = await setStage(spec)
    stage.sessions.startProblem = throttled
    const troubles = await heard(stage, async () => {
      await wait(stage, id, 0)
      stage.relay.tell({ type: 'client-waiting', tunnelId: id })
      await settle()
      for (let clients = 0; clients < 20; clients += 1)
        stage.relay.tell({ type: 'client-words-needed', tunnelId: id, requestId: `${clients}`, problem: null })
    })
    expect(troubles).toEqual([
      { tunnelId: id, letGo: { why: 'problem', problem: throttled }, programs: [], waitMs: 60_000 },
    ])
  })

  it('are told again after a minute of quiet, and of another problem at once', async () => {
    const stage = await failingStage(sampleProblem('ACCESS_DENIED'))
    const ask = (problem = sampleProblem('ENDPOINT_REFUSED')): void =>
      stage.relay.tell({ type: 'client-words-needed', tunnelId: id, requestId: '1', problem })
    const troubles = await heard(stage, async () => {
      ask()
      await stage.clock.advance(59_000)
      ask()
      await stage.clock.advance(59_000)
      ask()
      await stage.clock.advance(61_000)
      ask()
    })
    expect(troubles).toHaveLength(2)
  })

  it('of several tunnels at once, for the same reason, are told once', async () => {
    const stage = await setStage(spec, other)
    const problem = sampleProblem('SIGN_IN_CANCELLED')
    const troubles = await heard(stage, async () => {
      for (const tunnelId of [id, other.id])
        stage.relay.tell({ type: 'client-words-needed', tunnelId, requestId: '1', problem })
    })
    expect(troubles.map(({ tunnelId }) => tunnelId)).toEqual([id])
  })
})
