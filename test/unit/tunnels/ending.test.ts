import { describe, expect, it } from 'vitest'
import type { TunnelDraft } from '#contract/tunnel.ts'
import { endAtMost } from '#domain/ending/ending.ts'
import { withFields, type TunnelFields } from '#test/support/tunnel-fields.ts'
import { sampleTunnel } from '../domain/sample-tunnels.ts'
import { readyStage, viewOf } from './stage.ts'

const spec = sampleTunnel({ armed: true })
const { id } = spec
const draftOf = (changes: Partial<TunnelFields>): TunnelDraft => withFields(spec, changes)

/** Every way in which a person ends what a tunnel carries. */
const ways = ['disarm', 'disconnect', 'anotherMatch', 'remove', 'another port', 'another route'] as const

async function stageWith(connections: number) {
  const stage = await readyStage(spec)
  stage.relay.tell({ type: 'clients-changed', tunnelId: id, open: connections, waiting: 1, peerPorts: [] })
  const end = (way: (typeof ways)[number], atMost?: number) => {
    const ending = atMost === undefined ? undefined : endAtMost(atMost)
    switch (way) {
      case 'another port':
        return stage.supervisor.change(id, draftOf({ localPort: 15_440 }), ending)
      case 'another route':
        return stage.supervisor.change(id, draftOf({ region: 'eu-west-1' }), ending)
      default:
        return stage.supervisor[way](id, ending)
    }
  }
  return { stage, end }
}

describe.each(ways)('%s', (way) => {
  it('ends no open connection that nobody agreed to end, and leaves everything as it was', async () => {
    const { stage, end } = await stageWith(2)
    const before = viewOf(stage, id)
    const orders = stage.relay.orders.length
    for (const atMost of [undefined, 0, 1]) {
      const answer = await end(way, atMost)
      expect(answer).toEqual({ ok: false, error: { code: 'CONNECTIONS_OPEN', details: { connections: 2 } } })
    }
    expect(viewOf(stage, id)).toEqual(before)
    expect(stage.relay.orders).toHaveLength(orders)
    expect(stage.sessions.terminated).toEqual([])
  })

  it('goes on once it was agreed, and needs no word while nobody is connected', async () => {
    for (const [connections, atMost] of [
      [2, 2],
      [0, undefined],
    ] as const) {
      const { stage, end } = await stageWith(connections)
      expect(await end(way, atMost)).toMatchObject({ ok: true })
      expect(stage.relay.orders.at(-1)?.type).not.toBe('serve-door')
    }
  })
})

describe('what ends nothing', () => {
  it('is never asked about: words of a tunnel that change, and the end of the program itself', async () => {
    const { stage } = await stageWith(2)
    expect(await stage.supervisor.change(id, draftOf({ name: 'orders', database: 'sales' }))).toMatchObject({
      ok: true,
    })
    const disposed = stage.end(1_000)
    await stage.clock.advance(1_000)
    await disposed
    expect(stage.sessions.terminated.map(({ sessionId }) => sessionId)).toEqual(['s-1'])
  })
})
