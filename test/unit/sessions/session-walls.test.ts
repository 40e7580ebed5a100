import { describe, expect, it } from 'vitest'
import type { AccountPreferences } from '#contract/shells.ts'
import { createSessionWalls } from '#core/app/sessions/session-walls.ts'
import { fail, ok } from '#domain/result.ts'
import { FakeClock } from '../tunnels/fakes.ts'

const place = { profile: { type: 'named', name: 'ops' }, region: 'eu-west-1' } as const
const target = { by: 'id', id: 'i-0ab3f29c81d7e4402' } as const
const keys = { accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' }
const hour = 3_600_000

/** Of an account that prefers this, and a profile whose credentials end then. */
function wallsAmong(longestMinutes: number | null | 'not-readable', expiresAt: number | null | 'none') {
  const clock = new FakeClock()
  const asked: string[] = []
  const preferences: AccountPreferences = { idleMinutes: 20, longestMinutes: 45, runAs: null }
  const walls = createSessionWalls({
    clock,
    credentials: {
      credentialsOf: async () => {
        if (expiresAt === 'none') return fail('SIGN_IN_REQUIRED', { session: 'harborline' })
        return ok(expiresAt === null ? keys : { ...keys, expiresAt })
      },
    },
    preferences: {
      preferencesOf: async ({ region }) => {
        asked.push(region)
        return longestMinutes === 'not-readable' ? null : { ...preferences, longestMinutes }
      },
    },
  })
  const of = () => walls.of({ place, target, startedAt: 1_000, channelAt: 5_000 })
  return { clock, asked, of, walls }
}

describe('the walls of a session', () => {
  it('are the end of its credentials, the longest duration since its start, and the age of its channel', async () => {
    expect(await wallsAmong(45, 99_000).of()).toEqual([
      { kind: 'credentials', at: 99_000 },
      { kind: 'duration', at: 1_000 + 45 * 60_000 },
      { kind: 'channel', at: 5_000 + hour },
    ])
  })

  it.each([
    ['sets no longest duration, and keys do not end', null, null],
    ['may not be read, and there are no credentials', 'not-readable', 'none'],
  ] as const)('are the age of its channel alone where the account %s', async (_why, longest, expiresAt) => {
    expect(await wallsAmong(longest, expiresAt).of()).toEqual([{ kind: 'channel', at: 5_000 + hour }])
  })

  it('cost one reading of the preferences for all sessions of a place, and another after ten minutes', async () => {
    const { of, asked, clock } = wallsAmong(45, null)
    await Promise.all([of(), of()])
    await of()
    expect(asked).toEqual(['eu-west-1'])
    await clock.advance(11 * 60_000)
    await of()
    expect(asked).toHaveLength(2)
  })

  it('are known without preferences that nobody answers for', async () => {
    const clock = new FakeClock()
    const walls = createSessionWalls({
      clock,
      credentials: { credentialsOf: async () => ok(keys) },
      preferences: { preferencesOf: () => new Promise(() => {}) },
    })
    const known = walls.of({ place, target, startedAt: 0, channelAt: 0 })
    await clock.advance(10_000)
    expect(await known).toEqual([{ kind: 'channel', at: hour }])
  })
})
