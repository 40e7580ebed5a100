import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { ActivityWatch } from '#sandbox/gateway/link/activity-watch.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watch(
  idleTimeoutMs: number,
  maxDurationMs: number,
): { readonly watch: ActivityWatch; readonly expired: string[] } {
  const expired: string[] = []
  return {
    watch: new ActivityWatch({ idleTimeoutMs, maxDurationMs, expired: (reason) => void expired.push(reason) }),
    expired,
  }
}

describe('the clocks over a session', () => {
  it('count idleness from the last activity', () => {
    const { watch: clocks, expired } = watch(60_000, 0)
    vi.advanceTimersByTime(50_000)
    clocks.touch()
    vi.advanceTimersByTime(59_999)
    expect(expired).toEqual([])
    vi.advanceTimersByTime(1)
    expect(expired).toEqual(['idle'])
  })

  it('count the duration from the start, whatever happens', () => {
    const { watch: clocks, expired } = watch(60_000, 100_000)
    for (const _ of [1, 2]) {
      vi.advanceTimersByTime(50_000 - 1)
      clocks.touch()
    }
    expect(expired).toEqual([])
    vi.advanceTimersByTime(2)
    expect(expired).toEqual(['duration'])
  })

  it('stand still when they are off, or disposed of', () => {
    const off = watch(0, 0)
    const disposed = watch(1000, 1000)
    disposed.watch.dispose()
    vi.advanceTimersByTime(86_400_000)
    expect([off.expired, disposed.expired]).toEqual([[], []])
  })
})
