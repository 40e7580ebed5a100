import { describe, expect, it } from 'vitest'
import { callerSessionName } from '#core/aws/profiles/assume-role.ts'
import { compareVersions, fitnessOf } from '#core/aws/plugin-locator/version-rules.ts'
import { createStartQueue } from '#core/aws/ssm/start-queue.ts'
import { createManualClock, settle } from '../identity/manual-clock.ts'

const throttled = Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' })

describe('the queue of starts', () => {
  it('runs two at a time, in order', async () => {
    const queue = createStartQueue({ clock: createManualClock(), random: () => 0 })
    const started: number[] = []
    const finish: (() => void)[] = []
    const done = [0, 1, 2, 3].map((index) =>
      queue(() => {
        started.push(index)
        return new Promise<void>((resolve) => finish.push(resolve))
      }),
    )
    await settle()
    expect(started).toEqual([0, 1])
    finish[1]?.()
    await settle()
    expect(started).toEqual([0, 1, 2])
    finish[0]?.()
    finish[2]?.()
    await settle()
    finish[3]?.()
    await Promise.all(done)
    expect(started).toEqual([0, 1, 2, 3])
  })

  it('waits longer each time it is throttled, ten tries in all', async () => {
    const clock = createManualClock()
    const tries: number[] = []
    const start = clock.now()
    const result = createStartQueue({ clock, random: () => 0 })(async () => {
      tries.push(clock.now() - start)
      throw throttled
    }).catch((error: unknown) => error)
    await clock.advance(60_000)
    expect(await result).toBe(throttled)
    expect(tries).toHaveLength(10)
    const pauses = tries.slice(1).map((at, index) => at - (tries[index] ?? 0))
    expect(pauses).toEqual(pauses.toSorted((one, other) => one - other))
    expect(tries.at(-1)).toBeGreaterThan(3_000)
    expect(tries.at(-1)).toBeLessThan(6_000)
  })

  it.each([0, 0.5, 0.99])(
    'starts what a limit of three a second allows, and wastes few tries on it (%d)',
    async (chance) => {
      const clock = createManualClock()
      const taken: number[] = []
      let refused = 0
      const queue = createStartQueue({ clock, random: () => chance })
      const start = async (): Promise<void> => {
        const now = clock.now()
        if (taken.filter((at) => now - at < 1_000).length >= 3) {
          refused += 1
          throw throttled
        }
        taken.push(now)
      }
      const begun = clock.now()
      const all = Promise.all(Array.from({ length: 50 }, () => queue(start)))
      await clock.advance(60_000)
      await all
      expect(Math.max(...taken) - begun).toBeLessThanOrEqual((50 / 3) * 1_000 + 1_500)
      expect(refused).toBeLessThanOrEqual(20)
    },
  )

  it('lets other failures through at once, and the next one in', async () => {
    const queue = createStartQueue({ clock: createManualClock(), random: () => 0 })
    const broken = async (): Promise<never> => {
      throw new Error('no')
    }
    await expect(Promise.allSettled([queue(broken), queue(broken), queue(broken)])).resolves.toHaveLength(3)
    expect(await queue(async () => 'next')).toBe('next')
  })
})

it('compares versions by their numbers', () => {
  const sorted = ['1.2.1000.0', '1.2.764.0', '1.2.99', '1.3'].sort(compareVersions)
  expect(sorted).toEqual(['1.2.99', '1.2.764.0', '1.2.1000.0', '1.3'])
  expect(compareVersions('1.2', '1.2.0.0')).toBe(0)
})

it.each([
  ['1.2.535.9', 'too-old'],
  ['1.2.536', 'old'],
  ['1.2.763.0', 'old'],
  ['1.2.764.0', 'good'],
  ['2.0', 'good'],
])('takes plugin %s for %s', (version, fitness) => {
  expect(fitnessOf(version)).toBe(fitness)
})

it('names sessions of assumed roles alike every time, in the allowed letters', () => {
  expect(callerSessionName(null)).toBe(callerSessionName(null))
  expect(callerSessionName('Mika Sato (Öst)')).toMatch(/^[\w+=,.@-]{2,64}$/)
  expect(callerSessionName('x')).toBe('culvert')
  expect(callerSessionName('y'.repeat(100))).toHaveLength(64)
})
