import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ActivityMeter } from '#domain/recording/activity.ts'
import { firstPlayback, played, type Playback } from '#domain/recording/playback.ts'
import { outlived } from '#domain/recording/retention.ts'

const dayMs = 86_400_000

describe('what retention lets go', () => {
  const recordings = [1, 2, 3, 40, 100].map((age) => ({
    name: `${age}`,
    startedAt: 1_000 * dayMs - age * dayMs,
    bytes: 30_000_000,
  }))
  const now = 1_000 * dayMs

  it('is what is too old', () => {
    expect(outlived(recordings, { days: 30, megabytes: null }, now)).toEqual(['40', '100'])
  })
  it('is the oldest of what is too much', () => {
    expect(outlived(recordings, { days: null, megabytes: 100 }, now)).toEqual(['40', '100'])
  })
  it('is nothing where all may stay', () => {
    expect(outlived(recordings, { days: null, megabytes: null }, now)).toEqual([])
  })
})

describe('the bars of a seek bar', () => {
  it('have all that was added, whatever the length', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(10_000_000), fc.integer({ min: 1, max: 1_000_000 })), { minLength: 1 }),
        (adds) => {
          const meter = new ActivityMeter(60)
          adds.forEach(([at, bytes]) => meter.add(at, bytes))
          const bars = meter.bars(60)
          expect(bars).toHaveLength(60)
          expect(Math.max(...bars)).toBe(1)
          expect(bars.every((bar) => bar >= 0 && bar <= 1)).toBe(true)
        },
      ),
    )
  })
  it('are flat where nothing was shown', () => {
    const meter = new ActivityMeter(10)
    meter.add(0, 100)
    meter.add(99_000, 100)
    expect(meter.bars(10, 100_000).slice(1, 9)).toEqual(Array.from({ length: 8 }, () => 0))
  })
})

describe('a replay', () => {
  const playing: Playback = { ...firstPlayback, is: 'playing', skipsIdle: false }
  const pass = (state: Playback, ms: number, nextMs: number | null) =>
    played(state, { type: 'passed', ms, nextMs }, 60_000)

  it('goes on with time, as fast as it should', () => {
    expect(pass({ ...playing, speed: 4 }, 100, 10_000).atMs).toBe(400)
  })
  it('passes over what is idle, and not over what is short', () => {
    expect(pass({ ...playing, skipsIdle: true }, 16, 30_000).atMs).toBe(30_000)
    expect(pass({ ...playing, skipsIdle: true }, 16, 1_500).atMs).toBe(16)
    expect(pass(playing, 16, 30_000).atMs).toBe(16)
  })
  it('stops at its end, and begins anew from there', () => {
    const done = pass({ ...playing, atMs: 59_990 }, 100, null)
    expect(done).toMatchObject({ is: 'paused', atMs: 60_000 })
    expect(played(done, { type: 'toggled' }, 60_000)).toMatchObject({ is: 'playing', atMs: 0 })
  })
  it('stays within the recording', () => {
    expect(played(playing, { type: 'sought', atMs: -5 }, 60_000).atMs).toBe(0)
    expect(played(playing, { type: 'sought', atMs: 1e9 }, 60_000).atMs).toBe(60_000)
  })
  it('has four speeds', () => {
    const faster = (state: Playback) => played(state, { type: 'speed-stepped', by: 1 }, 60_000)
    expect(faster(faster(faster(faster(playing)))).speed).toBe(8)
    expect(played(playing, { type: 'speed-stepped', by: -1 }, 60_000).speed).toBe(1)
  })
  it('does not go on while it is paused', () => {
    expect(pass(firstPlayback, 1_000, null)).toBe(firstPlayback)
  })
})
