import { expect, it } from 'vitest'
import { ok } from '#domain/result.ts'
import { sampleTunnel } from '../domain/sample-tunnels.ts'
import { Gate, settle } from './fakes.ts'
import { setStage, viewOf } from './stage.ts'

const saved = sampleTunnel({ armed: true })
const { id } = saved

it('a tunnel that waits for a code says so and names whose client waits, until the code is there', async () => {
  const stage = await setStage(saved)
  const gate = new Gate<ReturnType<typeof ok<void>>>()
  Object.assign(stage.signIns, { gate, asksCode: true })
  stage.ports.programs = [{ port: 50_002, program: 'DBeaver', pid: 812 }]
  stage.relay.tell({ type: 'client-waiting', tunnelId: id })
  stage.relay.tell({ type: 'clients-changed', tunnelId: id, open: 0, waiting: 1, peerPorts: [] })
  stage.relay.tell({ type: 'clients-wait', tunnelId: id, waiters: [{ peerPort: 50_002, waitedMs: 0 }] })
  await stage.clock.advance(200)
  expect(viewOf(stage, id).status).toMatchObject({ kind: 'connecting', step: 'code' })
  expect(viewOf(stage, id).route[0].facts.waitingPrograms).toEqual(['DBeaver'])
  gate.open(ok(undefined))
  await settle()
  expect(viewOf(stage, id).status).not.toMatchObject({ step: 'code' })
  stage.relay.tell({ type: 'clients-changed', tunnelId: id, open: 1, waiting: 0, peerPorts: [50_002] })
  expect(viewOf(stage, id).route[0].facts.waitingPrograms).toEqual([])
})
