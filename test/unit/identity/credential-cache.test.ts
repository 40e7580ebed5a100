import { sampleFailure } from '../../support/sample-problems.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import { ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { TemporaryCredentials } from '#contract/relay.ts'
import { createCredentialCache, type CredentialCache } from '#core/app/identity/credential-cache.ts'
import { createManualClock, type ManualClock } from './manual-clock.ts'

let clock: ManualClock
let cache: CredentialCache
let fetched: number

beforeEach(() => {
  clock = createManualClock()
  cache = createCredentialCache(clock)
  fetched = 0
})

const keys = (minutes: number | null): Result<TemporaryCredentials> =>
  ok({
    accessKeyId: `A${fetched}`,
    secretAccessKey: 's',
    ...(minutes === null ? {} : { expiresAt: clock.now() + minutes * 60_000 }),
  })
const get = async (minutes: number | null = 60, key = 'k'): Promise<string> => {
  const result = await cache.get(key, async () => {
    fetched += 1
    return keys(minutes)
  })
  return result.ok ? result.value.accessKeyId : result.error.code
}

describe('kept credentials', () => {
  it('are fetched once, and again five minutes before their end', async () => {
    expect(await Promise.all([get(), get()])).toEqual(['A1', 'A1'])
    await clock.advance(54 * 60_000)
    expect(await get()).toBe('A1')
    expect(cache.hasFresh('k')).toBe(true)
    await clock.advance(60_000)
    expect(cache.hasFresh('k')).toBe(false)
    expect(await get()).toBe('A2')
  })

  it('without an end last until they are dropped, alone or with all of their kind', async () => {
    await get(null, 'a\n1')
    await get(null, 'b\n1')
    await clock.advance(1e9)
    expect(await get(null, 'a\n1')).toBe('A1')
    cache.forgetAll('a\n')
    expect([cache.hasFresh('a\n1'), cache.hasFresh('b\n1')]).toEqual([false, true])
    cache.forget('b\n1')
    expect(cache.hasFresh('b\n1')).toBe(false)
  })

  it('do not include failures, returned or thrown', async () => {
    expect(await cache.get('k', async () => sampleFailure('ACCESS_DENIED'))).toMatchObject({ ok: false })
    await expect(
      cache.get('k', async () => {
        throw new Error('bug')
      }),
    ).rejects.toThrow('bug')
    expect(await get()).toBe('A1')
  })

  it('that were dropped while they were fetched do not come back', async () => {
    let arrive: (value: Result<TemporaryCredentials>) => void = () => {}
    const first = cache.get(
      'k',
      () =>
        new Promise((resolve) => {
          arrive = resolve
        }),
    )
    cache.forget('k')
    expect(await get()).toBe('A1')
    arrive(keys(60))
    await first
    expect(await get()).toBe('A1')
    expect(fetched).toBe(1)
  })
})
