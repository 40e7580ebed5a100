import { describe, expect, it } from 'vitest'
import { RecentLowest } from '#relay/engine/builtin/recent-lowest.ts'
import { RoundTrip } from '#relay/engine/builtin/round-trip.ts'
import { simulate } from './bottleneck.ts'

describe('the window over a narrow path', () => {
  it.each([
    { roundTripMs: 0.5, megabytesPerSecond: 30, bunchMs: 0, queueMs: 1.5 },
    { roundTripMs: 0.5, megabytesPerSecond: 30, bunchMs: 5, queueMs: 10 },
    { roundTripMs: 20, megabytesPerSecond: 10, bunchMs: 10, queueMs: 25 },
    { roundTripMs: 40, megabytesPerSecond: 20, bunchMs: 0, queueMs: 8 },
    { roundTripMs: 50, megabytesPerSecond: 2, bunchMs: 0, queueMs: 8 },
    { roundTripMs: 150, megabytesPerSecond: 5, bunchMs: 0, queueMs: 10 },
  ])(
    'fills $megabytesPerSecond MB/s at $roundTripMs ms (bunches of $bunchMs ms) without a queue over $queueMs ms',
    (path) => {
      for (const seconds of [6, 60]) {
        const outcome = simulate(path, seconds)
        expect(outcome.utilization).toBeGreaterThan(0.95)
        expect(outcome.queueMs).toBeLessThan(path.queueMs)
      }
    },
  )

  it('keeps a path of 1 MB/s busy with no more than its least size', () => {
    const outcome = simulate({ roundTripMs: 0.5, megabytesPerSecond: 1, bunchMs: 0 }, 6)
    expect(outcome.utilization).toBeGreaterThan(0.99)
    expect(outcome.queueMs).toBeLessThan(50)
  })

  it.each([0.5, 20, 50])('does not take a busy processor for a full path of %d ms', (roundTripMs) => {
    const pauses = { everyMs: 12, lengthMs: 6 }
    const outcome = simulate({ roundTripMs, megabytesPerSecond: 30, bunchMs: 0, pauses }, 6)
    // Half of the time nothing passes.
    expect(outcome.utilization * 30).toBeGreaterThan(10)
  })

  it.each([
    { roundTripMs: 80, leastMegabytes: 8, pauses: { everyMs: 100, lengthMs: 30 } },
    { roundTripMs: 80, leastMegabytes: 8, pauses: { everyMs: 700, lengthMs: 150 } },
    { roundTripMs: 200, leastMegabytes: 4, pauses: { everyMs: 100, lengthMs: 30 } },
    { roundTripMs: 200, leastMegabytes: 4, pauses: { everyMs: 700, lengthMs: 150 } },
  ])('takes nothing for lost over $roundTripMs ms that $pauses.lengthMs ms of a busy processor made late', (far) => {
    const { resent, utilization } = simulate({ ...far, megabytesPerSecond: 30, bunchMs: 0 }, 10)
    expect(resent).toBe(0)
    expect(utilization * 30).toBeGreaterThan(far.leastMegabytes)
  })

  it('is wide again soon after a message was lost on a long way', () => {
    const path = { roundTripMs: 200, megabytesPerSecond: 30, bunchMs: 0, pauses: { everyMs: 6_000, lengthMs: 600 } }
    const outcome = simulate(path, 10)
    expect(outcome.resent).toBeGreaterThan(0)
    expect(outcome.utilization * 30).toBeGreaterThan(2)
  })

  it('does not go beyond its greatest size on a wide path', () => {
    const outcome = simulate({ roundTripMs: 100, megabytesPerSecond: 50, bunchMs: 0 }, 4, 500_000)
    expect(outcome.utilization).toBeCloseTo(0.1, 2)
  })
})

describe('RoundTrip', () => {
  it('starts at 100 ms and takes the first sample as it is', () => {
    const path = new RoundTrip()
    expect(path.smoothed).toBe(100)
    path.sample(40, 0)
    expect(path.smoothed).toBe(40)
  })

  it('waits a fifth of a second longer than usual, half a second before anything is usual, and three at the most', () => {
    const path = new RoundTrip()
    expect(path.timeout).toBe(500)
    for (let now = 0; now < 50; now += 1) path.sample(150, now)
    expect(path.timeout).toBe(350)
    for (let now = 0; now < 20; now += 1) path.sample(5_000, now)
    expect(path.timeout).toBe(3_000)
  })

  it('waits less for a message that others have overtaken', () => {
    const path = new RoundTrip()
    for (let now = 0; now < 50; now += 1) path.sample(250, now)
    expect(path.missedTimeout).toBeCloseTo(260, 0)
    for (let now = 0; now < 100; now += 1) path.sample(1, now)
    expect(path.missedTimeout).toBe(200)
  })
})

describe('RecentLowest', () => {
  it('forgets after two spans', () => {
    const lowest = new RecentLowest()
    expect(lowest.value).toBeNull()
    lowest.note(1, 0, 10)
    lowest.note(5, 11, 10)
    expect(lowest.value).toBe(1)
    lowest.note(6, 22, 10)
    expect(lowest.value).toBe(5)
  })
})
