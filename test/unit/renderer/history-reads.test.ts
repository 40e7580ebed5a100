import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { layoutHistory } from '../../../renderer/features/history/history-rows.ts'
import { createPacedReads } from '../../../renderer/features/history/paced-reads.ts'
import { sampleEvent } from '../activity/activity-samples.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Something happens every 100 ms for a minute, while each read takes `tookMs`: how many reads begin, and how many overlap. */
async function busyMinute(tookMs: number) {
  const seen = { begun: 0, underWay: 0, atOnce: 0 }
  const reads = createPacedReads(async () => {
    seen.begun += 1
    seen.underWay += 1
    seen.atOnce = Math.max(seen.atOnce, seen.underWay)
    await new Promise((resolve) => setTimeout(resolve, tookMs))
    seen.underWay -= 1
  })
  for (let tick = 0; tick < 600; tick += 1) {
    reads.changed()
    await vi.advanceTimersByTimeAsync(100)
  }
  return { ...seen, reads }
}

it('a history that is long to read is read seldom, and never twice at once', async () => {
  const { begun, atOnce } = await busyMinute(2_000)
  expect(atOnce).toBe(1)
  expect(begun).toBeGreaterThan(3)
  expect(begun).toBeLessThanOrEqual(6)
})

it('what happens while it is read is read of afterwards, and nothing once it is over', async () => {
  const { begun, reads } = await busyMinute(10)
  expect(begun).toBeGreaterThan(50)
  reads.stop()
  const read = vi.fn(() => Promise.resolve())
  const others = createPacedReads(read)
  others.changed()
  await vi.advanceTimersByTimeAsync(1_000)
  others.changed()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(read).toHaveBeenCalledTimes(2)
  others.changed()
  others.stop()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(read).toHaveBeenCalledTimes(2)
  expect(vi.getTimerCount()).toBe(0)
})

it('a day that comes twice, because the clock was set back, has a place for each', () => {
  const { at } = sampleEvent()
  const events = [at, at + 86_400_000, at].map((when, index) => ({ key: `${index}`, event: sampleEvent({ at: when }) }))
  const { items, indexOf } = layoutHistory(events)
  expect(items.filter(({ is }) => is === 'day')).toHaveLength(3)
  expect(indexOf.size).toBe(items.length)
})
