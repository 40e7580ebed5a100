import { describe, expect, it } from 'vitest'
import { withFields } from '#test/support/tunnel-fields.ts'
import { sampleFailure, sampleProblem } from '../../support/sample-problems.ts'
import { sampleTunnel } from '../domain/sample-tunnels.ts'
import { otherMatch, settle } from './fakes.ts'
import { readyStage, setStage, viewOf, type Stage } from './stage.ts'

const saved = sampleTunnel({ armed: true })
const { id } = saved
const first = 'i-0ab3f29c81d7e4402'
const targets = (stage: Stage): readonly string[] => stage.sessions.starts.map(({ targetId }) => targetId)

/** A tunnel that failed at the node that was found first. */
async function failedStage(): Promise<Stage> {
  const stage = await setStage(saved)
  stage.sessions.startProblem = sampleProblem('ACCESS_DENIED')
  stage.relay.tell({ type: 'client-waiting', tunnelId: id })
  await settle()
  stage.sessions.startProblem = null
  expect(viewOf(stage, id).status.kind).toBe('failed')
  return stage
}

describe('another match', () => {
  it('carries the next session, and those after it', async () => {
    const stage = await failedStage()
    await stage.supervisor.anotherMatch(id)
    await settle()
    expect(viewOf(stage, id)).toMatchObject({ status: { kind: 'open' }, armed: true })
    expect(viewOf(stage, id).route[3].facts).toMatchObject({ targetId: otherMatch })
    await stage.supervisor.disconnect(id)
    await stage.supervisor.connect(id)
    await settle()
    expect(targets(stage)).toEqual([first, otherMatch, otherMatch])
  })

  it('replaces a session that lives behind a database that does not answer', async () => {
    const stage = await readyStage(saved)
    stage.relay.tell({ type: 'endpoint-failed', sessionId: 's-1', problem: sampleProblem('ENDPOINT_REFUSED') })
    stage.relay.tell({ type: 'clients-changed', tunnelId: id, open: 0, waiting: 0, peerPorts: [] })
    await settle()
    expect(viewOf(stage, id).status.kind).toBe('failed')
    await stage.supervisor.anotherMatch(id)
    await settle()
    expect(viewOf(stage, id).status.kind).toBe('open')
    expect(stage.sessions.terminated.map(({ sessionId }) => sessionId)).toEqual(['s-1'])
    expect([...stage.sessions.alive.keys()]).toEqual(['s-2'])
    expect(targets(stage)).toEqual([first, otherMatch])
  })

  it('comes back to the node of before when it is taken again', async () => {
    const stage = await failedStage()
    for (const _again of [1, 2]) {
      await stage.supervisor.anotherMatch(id)
      await settle()
    }
    expect(targets(stage)).toEqual([first, otherMatch, first])
  })

  it('is forgotten when the route is edited', async () => {
    const stage = await failedStage()
    await stage.supervisor.anotherMatch(id)
    await settle()
    await stage.supervisor.change(id, withFields(saved, { region: 'eu-west-1' }))
    await stage.supervisor.connect(id)
    await settle()
    expect(targets(stage)).toEqual([first, otherMatch, first])
  })

  it('is offered no longer once looking for one came to nothing', async () => {
    const stage = await failedStage()
    expect(viewOf(stage, id).route[3].facts.othersOnline).toBe(1)
    stage.sessions.targetProblem = sampleProblem('TARGET_NOT_CONNECTED')
    await stage.supervisor.connect(id)
    await settle()
    expect(viewOf(stage, id).status).toMatchObject({ problem: { code: 'TARGET_NOT_CONNECTED' } })
    expect(viewOf(stage, id).route[3].facts.othersOnline).toBe(0)
  })

  it('carries who comes while an agent is silent, and is no more preferred once that is heard', async () => {
    const stage = await readyStage(saved)
    const comes = async (): Promise<void> => {
      stage.relay.tell({ type: 'client-waiting', tunnelId: id })
      await settle()
    }
    stage.relay.tell({ type: 'session-silent', sessionId: 's-1' })
    await comes()
    expect(targets(stage)).toEqual([first, otherMatch])
    stage.relay.tell({ type: 'session-alive', sessionId: 's-1', latencyMs: null })
    stage.relay.tell({ type: 'session-silent', sessionId: 's-2' })
    await comes()
    stage.relay.tell({ type: 'clients-changed', tunnelId: id, open: 1, waiting: 1, peerPorts: [50_001] })
    await stage.clock.advance(8_000)
    expect(targets(stage)).toEqual([first, otherMatch, first])
  })

  it('is tried after an agent that shook no hand', async () => {
    const stage = await setStage(saved)
    stage.relay.obeys = false
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await settle()
    stage.relay.tell({ type: 'session-failed', sessionId: 's-1', problem: sampleProblem('HANDSHAKE_TIMED_OUT') })
    await stage.clock.advance(60_000)
    expect(targets(stage).slice(0, 2)).toEqual([first, otherMatch])
  })

  it('is nothing to a tunnel that does not exist', async () => {
    const stage = await setStage(saved)
    expect(await stage.supervisor.anotherMatch('nobody')).toEqual(sampleFailure('TUNNEL_UNKNOWN'))
  })
})
