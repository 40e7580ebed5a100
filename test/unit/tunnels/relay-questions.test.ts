import { sampleProblem } from '../../support/sample-problems.ts'
import { describe, expect, it } from 'vitest'
import { ok } from '#domain/result.ts'
import { sampleTunnel } from '../domain/sample-tunnels.ts'
import { Gate, settle } from './fakes.ts'
import { readyStage, viewOf } from './stage.ts'

const saved = sampleTunnel({ armed: true })
const { id } = saved

describe('what the relay asks for', () => {
  it('gets a new pass for a session that lives, and is not green meanwhile', async () => {
    const stage = await readyStage(saved)
    stage.relay.tell({ type: 'pass-needed', sessionId: 's-1' })
    expect(viewOf(stage, id).status.kind).toBe('unknown')
    await settle()
    expect(stage.relay.ordersOf('renew-pass')).toMatchObject([{ sessionId: 's-1', pass: { tokenValue: 'again-s-1' } }])
    stage.relay.tell({ type: 'session-resumed', sessionId: 's-1' })
    expect(viewOf(stage, id).status.kind).toBe('open')
  })

  it('gets one for where the session is now', async () => {
    const stage = await readyStage(saved)
    const drop = async (): Promise<void> => {
      stage.relay.tell({ type: 'pass-needed', sessionId: 's-1' })
      await settle()
      stage.relay.tell({ type: 'session-resumed', sessionId: 's-1' })
    }
    stage.sessions.movedTo = 'wss://ssmmessages.example/moved'
    await drop()
    stage.sessions.movedTo = null
    await drop()
    expect(stage.sessions.resumedAt).toEqual(['wss://ssmmessages.example/', 'wss://ssmmessages.example/moved'])
    expect(stage.relay.ordersOf('renew-pass')[1]).toMatchObject({
      pass: { streamUrl: 'wss://ssmmessages.example/moved' },
    })
  })

  it('waits for the network, and learns when a session is over', async () => {
    const stage = await readyStage(saved)
    stage.sessions.resumeProblem = sampleProblem('NETWORK_UNREACHABLE')
    stage.relay.tell({ type: 'pass-needed', sessionId: 's-1' })
    await stage.clock.advance(1_600)
    expect(stage.sessions.resumes).toBe(3)
    expect(stage.relay.ordersOf('renew-pass')).toEqual([])
    stage.sessions.resumeProblem = sampleProblem('SESSION_EXPIRED')
    await stage.clock.advance(2_000)
    expect(stage.relay.ordersOf('renew-pass')).toMatchObject([{ pass: null }])
  })

  it('is kept while the network is away for longer than anybody watches, and goes on within a second of its return', async () => {
    const stage = await readyStage(saved)
    stage.sessions.resumeProblem = sampleProblem('NETWORK_UNREACHABLE')
    stage.relay.tell({ type: 'pass-needed', sessionId: 's-1' })
    await stage.clock.advance(45 * 60_000)
    expect(stage.relay.ordersOf('renew-pass')).toEqual([])
    expect(viewOf(stage, saved.id).status.kind).toBe('unknown')
    stage.sessions.resumeProblem = null
    await stage.clock.advance(1_000)
    expect(stage.relay.ordersOf('renew-pass')).toMatchObject([{ pass: { tokenValue: 'again-s-1' } }])
  })

  it.each(['online', 'woke'] as const)('does not sit out its wait once the computer is %s', async (event) => {
    const stage = await readyStage(saved)
    stage.supervisor.setOnline(false)
    stage.sessions.resumeProblem = sampleProblem('AWS_UNAVAILABLE')
    stage.relay.tell({ type: 'pass-needed', sessionId: 's-1' })
    await stage.clock.advance(61_000)
    const before = stage.sessions.resumes
    stage.sessions.resumeProblem = null
    if (event === 'online') stage.supervisor.setOnline(true)
    else stage.supervisor.woke()
    await settle()
    expect(stage.sessions.resumes).toBe(before + 1)
    expect(stage.relay.ordersOf('renew-pass')).toMatchObject([{ pass: { tokenValue: 'again-s-1' } }])
  })

  it('does not wait for a try that was made while the network was away', async () => {
    const stage = await readyStage(saved)
    stage.supervisor.setOnline(false)
    stage.sessions.resumeGate = new Gate()
    stage.relay.tell({ type: 'pass-needed', sessionId: 's-1' })
    await settle()
    expect(stage.sessions.resumes).toBe(1)
    stage.sessions.resumeGate = null
    stage.supervisor.setOnline(true)
    await settle()
    expect(stage.sessions.resumes).toBe(2)
    expect(stage.relay.ordersOf('renew-pass')).toMatchObject([{ pass: { tokenValue: 'again-s-1' } }])
  })

  it('gets no pass for a session that is not ours', async () => {
    const stage = await readyStage(saved)
    stage.relay.tell({ type: 'pass-needed', sessionId: 's-foreign' })
    await settle()
    expect(stage.sessions.resumes).toBe(0)
    expect(stage.relay.ordersOf('renew-pass')).toMatchObject([{ sessionId: 's-foreign', pass: null }])
  })

  it('asks the user once when a resumed session needs a sign-in and a client is there', async () => {
    const stage = await readyStage(saved)
    stage.sessions.resumeProblem = sampleProblem('SIGN_IN_REQUIRED')
    const before = stage.signIns.asked
    stage.relay.tell({ type: 'pass-needed', sessionId: 's-1' })
    await settle()
    expect(stage.signIns.asked - before).toBe(1)
    expect(stage.relay.ordersOf('renew-pass')).toMatchObject([{ pass: null }])
  })

  it('says that it waits for the sign-in, for as long as it does', async () => {
    const stage = await readyStage(saved)
    stage.sessions.resumeProblem = sampleProblem('SIGN_IN_REQUIRED')
    stage.signIns.gate = new Gate()
    stage.relay.tell({ type: 'pass-needed', sessionId: 's-1' })
    await settle()
    expect(viewOf(stage, id).status).toMatchObject({ kind: 'unknown', why: 'sign-in' })
    stage.sessions.resumeProblem = null
    stage.signIns.gate.open(ok(undefined))
    await settle()
    expect(viewOf(stage, id).status).not.toHaveProperty('why')
    expect(stage.relay.ordersOf('renew-pass')).toMatchObject([{ pass: { tokenValue: 'again-s-1' } }])
  })

  it('has a session ended on the service, and learns when that is done', async () => {
    const stage = await readyStage(saved)
    stage.sessions.terminateGate = new Gate()
    stage.relay.tell({ type: 'termination-needed', sessionId: 's-1' })
    await settle()
    expect(stage.relay.ordersOf('session-terminated')).toEqual([])
    stage.sessions.terminateGate.open()
    await settle()
    expect(stage.sessions.alive.size).toBe(0)
    expect(stage.relay.ordersOf('session-terminated')).toMatchObject([{ sessionId: 's-1' }])
    stage.relay.tell({ type: 'termination-needed', sessionId: 's-foreign' })
    await settle()
    expect(stage.sessions.terminated.map(({ sessionId }) => sessionId)).toEqual(['s-1'])
    expect(stage.relay.ordersOf('session-terminated')).toHaveLength(2)
  })

  it('gets fresh credentials, or none', async () => {
    const stage = await readyStage(saved)
    stage.relay.tell({ type: 'credentials-needed', sessionId: 's-1', requestId: 'r-1' })
    await settle()
    stage.credentials.problem = sampleProblem('SIGN_IN_REQUIRED')
    stage.relay.tell({ type: 'credentials-needed', sessionId: 's-1', requestId: 'r-2' })
    await settle()
    const answers = stage.relay.ordersOf('give-credentials')
    expect(answers).toMatchObject([
      { requestId: 'r-1', credentials: { accessKeyId: 'AKIAEXAMPLE' } },
      { requestId: 'r-2', credentials: null },
    ])
  })

  it('gets no credentials for a session that is not ours', async () => {
    const stage = await readyStage(saved)
    stage.relay.tell({ type: 'credentials-needed', sessionId: 's-foreign', requestId: 'r-1' })
    await settle()
    expect(stage.relay.ordersOf('give-credentials')).toMatchObject([{ sessionId: 's-foreign', credentials: null }])
  })
})
