import { beforeEach, describe, expect, it } from 'vitest'
import type { NodeAccessStatus, NodeAccessView } from '#contract/node-access.ts'
import type { Snapshot } from '#contract/snapshot.ts'
import { createListeners } from '#domain/listeners/listeners.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { profileOf } from '#domain/profile/profile.ts'
import { ManualClock } from '#test/support/manual-clock.ts'
import { fixtureSnapshot } from '#test/support/snapshot-fixtures.ts'
import { followAccess } from '../../../main/notifications/access-notices.ts'

const hourMs = 3_600_000
const requestId = 'oi-1'

let clock: ManualClock
let snapshot: Snapshot
let told: (readonly [title: string, body: string])[]
let changes: ReturnType<typeof createListeners<NodeAccessView>>
let stop: () => void

/** Access to the node of the first tunnel stands there now. */
function stands(status: NodeAccessStatus): void {
  const [tunnel] = snapshot.tunnels
  const profile = tunnel === undefined ? null : profileOf(tunnel)
  if (tunnel === undefined || profile === null) throw new Error('there is no tunnel')
  const { region } = tunnel.definition
  const targetId = tunnel.route[3].facts.targetId ?? ''
  changes.tell({ id: '5a34d6dc-0000-4000-8000-000000000000', profile, region, targetId, reason: '', status })
}

/** The first tunnel has so many clients. */
function clients(open: number, waiting: number): void {
  snapshot = {
    ...snapshot,
    tunnels: snapshot.tunnels.map((tunnel, at) => (at === 0 ? { ...tunnel, clients: { open, waiting } } : tunnel)),
  }
}

beforeEach(() => {
  clock = new ManualClock()
  snapshot = fixtureSnapshot()
  told = []
  changes = createListeners()
  stop = followAccess({
    access: { onChange: changes.subscribe },
    clock,
    snapshot: () => snapshot,
    show: (_, { title, body }) => told.push([title, body]),
  })
})

const asking: NodeAccessStatus = { kind: 'asking', since: 0, expiresAt: 300_000, refused: null }
const waiting: NodeAccessStatus = { kind: 'waiting', since: 0, requestId }
const granted = { kind: 'granted', since: 0, until: hourMs, requestId, further: null } as const
const rejected = (how: 'rejected' | 'withdrawn'): NodeAccessStatus => ({
  kind: 'refused',
  at: 0,
  problem: problemOf('ACCESS_NOT_GRANTED', { how }),
})

describe('notices about access to a node', () => {
  it('say that it is needed, once, and that it was given', () => {
    clients(0, 0)
    stands(asking)
    stands({ kind: 'sending', since: 0 })
    stands(asking)
    stands(waiting)
    expect(told).toEqual([['orders-db writer needs approval', expect.stringMatching(/Click to request access.$/)]])
    stands(granted)
    expect(told.at(-1)).toEqual([expect.stringMatching(/^orders-db writer is approved until /), 'Connect again.'])
    clients(0, 1)
    stands({ ...granted, requestId: 'oi-2' })
    expect(told.at(-1)?.[1]).toBe('The session opens now.')
  })

  it('say that it ends soon, unless more is asked for', () => {
    clients(2, 0)
    stands(granted)
    clock.pass(hourMs - 10 * 60_000)
    const ends = ['Access to orders-db writer ends in 10 min', '2 connections are open. Click to ask for more time.']
    expect(told.at(-1)).toEqual(ends)
    stands({ ...granted, since: clock.now(), until: clock.now() + hourMs, requestId: 'oi-2' })
    const { length } = told
    stands({ ...granted, until: clock.now() + hourMs, requestId: 'oi-2', further: { ...waiting, requestId: 'oi-3' } })
    clock.pass(hourMs)
    expect(told).toHaveLength(length)
  })

  it('say what an approver decided, but not what was done here, nor what clients are told', () => {
    clients(0, 0)
    stands(waiting)
    stands(rejected('withdrawn'))
    expect(told).toEqual([])
    stands(waiting)
    stands(rejected('rejected'))
    expect(told).toEqual([['orders-db writer cannot open', 'An approver rejected the request.']])
    clients(0, 1)
    stands(waiting)
    stands(rejected('rejected'))
    expect(told).toHaveLength(1)
  })

  it('stop with the app', () => {
    stands(granted)
    stop()
    expect(clock.pending).toBe(0)
    const { length } = told
    stands(asking)
    expect(told).toHaveLength(length)
  })
})
