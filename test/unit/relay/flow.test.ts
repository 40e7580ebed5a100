import { describe, expect, it } from 'vitest'
import { doingOf } from '#relay/front-door/connection-doing.ts'
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

describe('how fast a connection is', () => {
  it('is what went in the last whole second, and nothing after a second of rest', () => {
    const flow = new Flow()
    feed(flow, 10_000, 2_000, () => ({ in: 70, out: 10 }))
    expect(flow.rate(12_000)).toEqual({ in: 7_000, out: 1_000 })
    expect(flow.rate(12_500)).toEqual({ in: 3_500, out: 500 })
    expect(flow.rate(13_000)).toEqual({ in: 0, out: 0 })
    expect(feed(flow, 14_000, 1_100, () => ({ in: 70 }))).toBe(false)
    expect(flow.rate(15_100).in).toBe(7_000)
    expect(new Flow().rate(500)).toEqual({ in: 0, out: 0 })
  })

  it('is looked at without a trace in what is measured', () => {
    const [seen, unseen] = [new Flow(), new Flow()]
    for (let at = 0; at < 30_000; at += 300) {
      const bytes = at % 4_000 < 2_500 ? 30_000 : 0
      for (const flow of [seen, unseen]) if (bytes > 0) flow.add('in', bytes, at)
      seen.rate(at + 250)
      expect(seen.bulkUntil).toBe(unseen.bulkUntil)
    }
  })
})

describe('what a connection does', () => {
  const after = (ms: number, use: (flow: Flow) => void = () => {}): ReturnType<typeof doingOf> => {
    const flow = new Flow()
    use(flow)
    return doingOf(flow, 1_000, 1_000 + ms)
  }

  it('is nothing while nobody has said anything', () => {
    expect(after(5_000)).toEqual({ kind: 'quiet', forMs: 5_000 })
  })

  it('is waiting where the far end is to speak first and does not', () => {
    expect(after(9_000, (flow) => flow.owe(1_000))).toEqual({ kind: 'asked', forMs: 9_000, isFirst: true })
  })

  it('is waiting though the client says more and more that nobody has ever answered', () => {
    const says = (flow: Flow): void => {
      for (let at = 1_000; at <= 9_000; at += 500) flow.add('out', 10, at)
    }
    expect(after(8_000, says)).toEqual({ kind: 'asked', forMs: 8_000, isFirst: true })
  })

  it('is moving while bytes go, in either way, and quiet once the far end spoke last', () => {
    const answered = (flow: Flow): void => {
      flow.add('out', 10, 1_000)
      flow.add('in', 10, 1_500)
    }
    expect(after(1_000, answered)).toEqual({ kind: 'moving' })
    expect(after(4_500, answered)).toEqual({ kind: 'quiet', forMs: 4_000 })
    const sends = (flow: Flow): void => {
      answered(flow)
      for (let at = 2_000; at <= 9_000; at += 500) flow.add('out', 9_000, at)
    }
    expect(after(8_500, sends)).toEqual({ kind: 'moving' })
    expect(after(20_000, sends)).toEqual({ kind: 'asked', forMs: 19_000, isFirst: false })
  })
})
