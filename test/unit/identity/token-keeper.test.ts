import { sampleFailure } from '../../support/sample-problems.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import { fail, ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { Redemption, SsoToken } from '#core/app/identity/ports.ts'
import { createSignInBook } from '#core/app/identity/sign-in-book.ts'
import { createTokenKeeper, type TokenKeeper } from '#core/app/identity/token-keeper.ts'
import { createManualClock, type ManualClock, settle } from './manual-clock.ts'

const session = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1' }
const minute = 60_000
let clock: ManualClock
let file: SsoToken | null
let answers: (() => Result<Redemption> | Promise<Result<Redemption>>)[]
let renewals: number
let keeper: TokenKeeper
let writing: 'works' | 'fails'

const tokenWith = (minutes: number, change: Partial<SsoToken> = {}): SsoToken => ({
  accessToken: 'old',
  expiresAt: clock.now() + minutes * minute,
  refreshToken: 'r1',
  registration: { clientId: 'c', clientSecret: 's', expiresAt: clock.now() + 60 * minute },
  ...change,
})
const renewed = (): Result<Redemption> =>
  ok({ kind: 'granted', grant: { accessToken: 'new', expiresAt: clock.now() + 60 * minute, refreshToken: 'r2' } })
const refused = (): Result<Redemption> => ok({ kind: 'grant-refused' })
const offline = (): Result<Redemption> => sampleFailure('NETWORK_UNREACHABLE')

beforeEach(() => {
  clock = createManualClock()
  answers = []
  renewals = 0
  writing = 'works'
  const unused = async (): Promise<never> => {
    throw new Error('not asked')
  }
  keeper = createTokenKeeper({
    clock,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    oidc: {
      register: unused,
      authorization: unused,
      startDevice: unused,
      redeem: async () => {
        renewals += 1
        return (answers.shift() ?? renewed)()
      },
    },
    tokens: {
      read: async () => file,
      write: async (_, token) => {
        if (writing === 'fails') return fail('TOKEN_NOT_WRITTEN', { session: 'corp', file: '/token', reason: 'ENOSPC' })
        file = token
        return ok(undefined)
      },
      remove: async () => {
        file = null
        return ok(undefined)
      },
      onChange: () => () => {},
    },
  })
})

const tokenNow = async () => {
  const result = await keeper.valid(session)
  return result.ok ? result.value.accessToken : result.error.code
}

describe('a valid token', () => {
  it('is the one in the file while more than five minutes are left', async () => {
    file = tokenWith(6)
    expect(await tokenNow()).toBe('old')
    expect(renewals).toBe(0)
    await clock.advance(2 * minute)
    expect(await tokenNow()).toBe('new')
    expect(file).toMatchObject({ accessToken: 'new', refreshToken: 'r2', registration: { clientId: 'c' } })
  })

  it('is renewed once for all who ask together', async () => {
    file = tokenWith(1)
    expect(new Set(await Promise.all([tokenNow(), tokenNow(), tokenNow()]))).toEqual(new Set(['new']))
    expect(renewals).toBe(1)
  })

  it.each([
    ['there is none', () => null],
    ['it ended and has no refresh token', () => tokenWith(-1, { refreshToken: null })],
    [
      'it ended and so did the registration',
      () => tokenWith(-1, { registration: { clientId: 'c', clientSecret: 's', expiresAt: clock.now() - 1 } }),
    ],
  ])('needs the user when %s', async (_, make) => {
    file = make()
    expect(await tokenNow()).toBe('SIGN_IN_REQUIRED')
    expect(renewals).toBe(0)
  })

  it('is the old one while it lasts, when it can not be renewed', async () => {
    file = tokenWith(2)
    answers = [refused]
    expect(await tokenNow()).toBe('old')
    expect(await tokenNow()).toBe('old')
    expect(renewals).toBe(1)
    answers = [offline]
    await clock.advance(31_000)
    expect(await tokenNow()).toBe('old')
    expect(renewals).toBe(2)
  })

  it('ends with the portal session, and not for want of a network', async () => {
    file = tokenWith(-1)
    answers = [offline, refused]
    expect(await tokenNow()).toBe('NETWORK_UNREACHABLE')
    await clock.advance(31_000)
    expect(await tokenNow()).toBe('SIGN_IN_REQUIRED')
  })

  it('is the one that another program got in the meantime', async () => {
    file = tokenWith(1)
    answers = [
      () => {
        file = tokenWith(50, { accessToken: 'theirs' })
        return refused()
      },
    ]
    expect(await tokenNow()).toBe('theirs')
  })

  it('of another program counts even when our own try found no network', async () => {
    file = tokenWith(-1)
    answers = [
      () => {
        file = tokenWith(50, { accessToken: 'theirs' })
        return offline()
      },
    ]
    expect(await tokenNow()).toBe('theirs')
  })

  it('is not one that the portal refused, until it is renewed', async () => {
    file = tokenWith(50)
    answers = [refused]
    expect(await keeper.renewRefused(session, 'old')).toMatchObject({ ok: false, error: { code: 'TOKEN_REVOKED' } })
    expect(await tokenNow()).toBe('TOKEN_REVOKED')
    await clock.advance(31_000)
    expect(await tokenNow()).toBe('new')
  })
})

describe('the view of a session', () => {
  const openBook = () => {
    const kinds: string[] = []
    const signedOut: string[] = []
    const config = { read: async () => ({ sessions: [session], profiles: [], problems: [] }) }
    const book = createSignInBook({
      clock,
      keeper,
      log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
      onSignedOut: ({ name }) => signedOut.push(name),
      config,
    })
    book.onChange(({ status }) => kinds.push(status.kind))
    return { book, kinds, signedOut }
  }

  it('is renewed by the clock before the token ends', async () => {
    file = tokenWith(60)
    const { book, kinds } = openBook()
    await book.reload()
    await clock.advance(54 * minute)
    expect(renewals).toBe(0)
    await clock.advance(2 * minute)
    expect(renewals).toBe(1)
    expect(kinds).toEqual(['signed-out', 'signed-in', 'signed-in'])
    book.dispose()
    expect(clock.pending()).toBe(0)
  })

  it('says signed out when the token ends, and tells who keeps what came of it', async () => {
    file = tokenWith(10, { refreshToken: null })
    const { book, kinds, signedOut } = openBook()
    await book.reload()
    expect(book.views()[0]?.status).toEqual({ kind: 'signed-in', expiresAt: file.expiresAt, renewable: false })
    await clock.advance(11 * minute)
    expect(kinds.at(-1)).toBe('signed-out')
    expect(signedOut).toEqual(['corp'])
    book.dispose()
  })

  it('stays signed in off the network, and finds out when it is back', async () => {
    file = tokenWith(-1)
    answers = [offline]
    const { book } = openBook()
    await book.reload()
    expect(book.views()[0]?.status.kind).toBe('signed-in')
    answers = [refused]
    await clock.advance(2 * minute)
    await settle()
    expect(book.views()[0]?.status.kind).toBe('signed-out')
    book.dispose()
  })

  it('does not keep the start of the app waiting for a network that swallows everything', async () => {
    file = tokenWith(-1)
    let arrive: (answer: Result<Redemption>) => void = () => {}
    answers = [
      () =>
        new Promise<Result<Redemption>>((resolve) => {
          arrive = resolve
        }),
    ]
    const { book } = openBook()
    const ready = book.reload()
    await clock.advance(1_500)
    await ready
    expect(book.views()[0]?.status).toEqual({ kind: 'signed-in', expiresAt: file.expiresAt, renewable: true })
    arrive(refused())
    await settle()
    expect(book.views()[0]?.status.kind).toBe('signed-out')
    book.dispose()
  })

  it('of a sign-in under way does not change with the files', async () => {
    file = null
    const { book, kinds } = openBook()
    await book.reload()
    book.hold(session, { kind: 'waiting-browser', since: 0, expiresAt: 1 }, 'https://x')
    file = tokenWith(60)
    await book.reload()
    expect(kinds.at(-1)).toBe('waiting-browser')
    await book.release(session, null)
    expect(kinds.at(-1)).toBe('signed-in')
    book.dispose()
  })
})

describe('a full disk', () => {
  it('costs no renewed token, and keeps nothing of it past the sign-out', async () => {
    file = tokenWith(1)
    writing = 'fails'
    expect(await tokenNow()).toBe('new')
    expect(file).toMatchObject({ accessToken: 'old' })
    expect(await tokenNow()).toBe('new')
    expect(renewals).toBe(1)
    expect(keeper.problems()).toMatchObject([{ code: 'TOKEN_NOT_WRITTEN', details: { reason: 'ENOSPC' } }])
    expect(await keeper.depart(session)).toMatchObject({ token: { accessToken: 'new' }, removed: { ok: true } })
    expect(await tokenNow()).toBe('SIGN_IN_REQUIRED')
    expect(keeper.problems()).toEqual([])
  })

  it('that has room again takes the next renewal', async () => {
    file = tokenWith(1)
    writing = 'fails'
    await tokenNow()
    writing = 'works'
    await clock.advance(58 * minute)
    expect(await tokenNow()).toBe('new')
    expect([renewals, file?.refreshToken]).toEqual([2, 'r2'])
    expect(keeper.problems()).toEqual([])
  })
})

describe('a clock that is set back', () => {
  it('does not put renewing off for as long', async () => {
    file = tokenWith(2)
    answers = [offline]
    await tokenNow()
    clock.set(-60 * minute)
    file = tokenWith(2)
    expect(await tokenNow()).toBe('new')
  })
})
