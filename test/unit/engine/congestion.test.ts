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

  it('keeps the timeout between 200 ms and a second', () => {
    const path = new RoundTrip()
    path.sample(1, 0)
    expect(path.timeout).toBe(200)
    for (let now = 0; now < 20; now += 1) path.sample(5_000, now)
    expect(path.timeout).toBe(1_000)
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
