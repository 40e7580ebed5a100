import { describe, expect, it } from 'vitest'
import { sampleTunnel } from '../domain/sample-tunnels.ts'
import { settle } from './fakes.ts'
import { setStage, viewOf, type Stage } from './stage.ts'
import { ok } from '#domain/result.ts'
import { sampleFailure } from '../../support/sample-problems.ts'
import { Gate } from './fakes.ts'

const saved = sampleTunnel({ armed: true })
const { id } = saved

/** A program that connects again as soon as it was let go. */
async function knock(stage: Stage, times: number): Promise<void> {
  for (let time = 0; time < times; time += 1) {
    stage.relay.tell({ type: 'client-waiting', tunnelId: id })
    await settle()
  }
}

describe('starts that clients cause', () => {
  it('are six in a row, then one in ten seconds; the user is not held up', async () => {
    const stage = await setStage(saved)
    stage.signIns.gate = new Gate()
    stage.signIns.gate.open(sampleFailure('SIGN_IN_CANCELLED'))
    await knock(stage, 20)
    expect(stage.signIns.askers).toEqual(Array.from({ length: 6 }, () => 'client'))
    expect(viewOf(stage, id).timeline[0]?.kind).toBe('starts-limited')
    await stage.clock.advance(9_999)
    expect(stage.signIns.asked).toBe(6)
    await stage.clock.advance(1)
    expect(stage.signIns.asked).toBe(7)
    await stage.supervisor.connect(id)
    await settle()
    expect(stage.signIns.askers.at(-1)).toBe('user')
    await stage.clock.advance(60_000)
    await knock(stage, 20)
    expect(stage.signIns.asked).toBe(8 + 6)
  })

  it('are none for a client that has left meanwhile', async () => {
    const stage = await setStage(saved)
    stage.signIns.gate = new Gate()
    stage.signIns.gate.open(sampleFailure('SIGN_IN_CANCELLED'))
    await knock(stage, 7)
    stage.relay.tell({ type: 'clients-changed', tunnelId: id, open: 0, waiting: 0, peerPorts: [] })
    await stage.clock.advance(10_000)
    expect(stage.signIns.asked).toBe(6)
    stage.signIns.gate = new Gate()
    stage.signIns.gate.open(ok(undefined))
    await knock(stage, 1)
    expect(viewOf(stage, id).status.kind).toBe('open')
  })
})
