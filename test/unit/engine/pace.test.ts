import { describe, expect, it } from 'vitest'
import { Pace } from '#relay/engine/builtin/pace.ts'

/** Bytes sent in `ms` by who sends a kilobyte whenever there is nothing to wait for. */
function sentIn(pace: Pace, ms: number, startAt = 0): number {
  let sent = 0
  for (let now = startAt; now < startAt + ms; now += 0.1) {
    for (let burst = 0; burst < 1_000 && pace.waitMs(now) === 0; burst += 1) {
      pace.sent(1_024, now)
      sent += 1_024
    }
  }
  return sent
}

describe('Pace', () => {
  it('sends so much in a second, and little at once', () => {
    const pace = new Pace(125_000)
    expect(sentIn(pace, 10)).toBeLessThan(5_000)
    const second = sentIn(pace, 1_000, 10)
    expect(second).toBeGreaterThan(123_000)
    expect(second).toBeLessThan(127_000)
  })

  it('does not save up', () => {
    const pace = new Pace(125_000)
    pace.sent(1_024, 0)
    expect(sentIn(pace, 10, 60_000)).toBeLessThan(5_000)
  })

  it('tells how long to wait', () => {
    const pace = new Pace(1_000)
    pace.sent(500, 0)
    expect(pace.waitMs(100)).toBeCloseTo(380)
    expect(pace.waitMs(500)).toBe(0)
  })

  it('knows no limit', () => {
    const pace = new Pace(Infinity)
    for (let count = 0; count < 1_000; count += 1) pace.sent(1_536, 0)
    expect(pace.waitMs(0)).toBe(0)
  })
})
