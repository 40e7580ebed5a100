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

  it('waits longer each time it is throttled, with jitter, five tries in all', async () => {
    const clock = createManualClock()
    const tries: number[] = []
    const start = clock.now()
    const result = createStartQueue({ clock, random: () => 0 })(async () => {
      tries.push(clock.now() - start)
      throw throttled
    }).catch((error: unknown) => error)
    await clock.advance(60_000)
    expect(await result).toBe(throttled)
    expect(tries).toEqual([0, 150, 450, 1_050, 2_250])
  })

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
