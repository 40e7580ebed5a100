import { describe, expect, it } from 'vitest'
import { Flow } from '#relay/front-door/flow.ts'

/** Feeds a flow for so long (ms) from a time on, a piece each 10 ms; returns whether it is bulk at the end. */
function feed(flow: Flow, from: number, forMs: number, bytes: (at: number) => { in?: number; out?: number }): boolean {
  for (let at = from; at < from + forMs; at += 10) {
    const moved = bytes(at)
    if (moved.in !== undefined) flow.add('in', moved.in, at)
    if (moved.out !== undefined) flow.add('out', moved.out, at)
  }
  return flow.bulkUntil > from + forMs
}

describe('a connection', () => {
  it('moves bulk when much goes one way for two seconds, down or up', () => {
    expect(feed(new Flow(), 5_000, 3_000, () => ({ in: 7_000 }))).toBe(true)
    expect(feed(new Flow(), 5_000, 3_000, () => ({ out: 7_000 }))).toBe(true)
    expect(feed(new Flow(), 5_000, 1_500, () => ({ in: 7_000 }))).toBe(false)
  })

  it('moves bulk from an agent that sends a tenth of what others do', () => {
    expect(feed(new Flow(), 0, 3_000, () => ({ in: 650 }))).toBe(true)
  })

  it('moves none with queries and their answers, however many', () => {
    expect(feed(new Flow(), 0, 10_000, () => ({ in: 7_000, out: 500 }))).toBe(false)
  })

  it('moves none with a large answer now and then', () => {
    expect(feed(new Flow(), 0, 20_000, (at) => (at % 3_000 < 1_500 ? { in: 7_000 } : {}))).toBe(false)
  })

  it('moves none that trickles', () => {
    expect(feed(new Flow(), 0, 10_000, () => ({ in: 100 }))).toBe(false)
  })

  it('moves bulk through a pause between two tables, and none after ten seconds', () => {
    const flow = new Flow()
    feed(flow, 0, 3_000, () => ({ in: 7_000 }))
    expect(flow.bulkUntil).toBeGreaterThan(12_000)
    expect(flow.bulkUntil).toBeLessThan(14_000)
    expect(feed(flow, 20_000, 500, () => ({ in: 7_000 }))).toBe(false)
  })
})
