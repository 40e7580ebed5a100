import { sampleFailure } from '../../support/sample-problems.ts'
import { beforeEach, describe, expect, it } from 'vitest'
import { ok } from '#domain/result.ts'
import type { Result } from '#contract/result.ts'
import type { SignInMethod, SignInStatus } from '#contract/sign-in.ts'
import type { CallbackAnswer, Redemption } from '#core/app/identity/ports.ts'
import { signIn, type SignInFlowDeps } from '#core/app/identity/sign-in-flow.ts'
import { createManualClock, type ManualClock, settle } from './manual-clock.ts'

const session = { name: 'corp', startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1' }
/** Where a company's own address would have led to. */
const issuer = { ...session, startUrl: 'https://ssoins-1.portal.eu-central-1.app.aws' }
const registration = { clientId: 'c', clientSecret: 's', expiresAt: Number.MAX_SAFE_INTEGER }
const grant = { accessToken: 'a', expiresAt: 1, refreshToken: 'r' }
const granted: Result<Redemption> = ok({ kind: 'granted', grant })
const pending: Result<Redemption> = ok({ kind: 'pending' })

let clock: ManualClock
let redemptions: Result<Redemption>[]
let redeemedAt: number[]
let answerCallback: (answer: CallbackAnswer) => void
let events: string[]
let listener: 'works' | 'fails'
let cancel: AbortController

beforeEach(() => {
  clock = createManualClock()
  redemptions = [granted]
  redeemedAt = []
  events = []
  listener = 'works'
  cancel = new AbortController()
})

const deps = (): SignInFlowDeps => ({
  clock,
  log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
  browser: {
    open: async (url) => {
      events.push(`open ${url}`)
      return true
    },
  },
  oidc: {
    register: async () => {
      events.push('register')
      return ok(registration)
    },
    authorization: async (_, __, redirectUri) => ({ url: `https://authorize?${redirectUri}`, verifier: 'v' }),
    startDevice: async () =>
      ok({
        deviceCode: 'd',
        userCode: 'ABCD-EFGH',
        url: 'https://device',
        expiresAt: clock.now() + 60_000,
        intervalMs: 5_000,
      }),
    redeem: async () => {
      redeemedAt.push(clock.now())
      return redemptions.length > 1 ? (redemptions.shift() ?? pending) : (redemptions[0] ?? pending)
    },
  },
  registrations: {
    read: async () => null,
    write: async () => {},
    remove: async () => {
      events.push('forget')
    },
  },
  callback: {
    open: async () => {
      if (listener === 'fails') return sampleFailure('SIGN_IN_CALLBACK_UNAVAILABLE')
      events.push('listen')
      const answer = new Promise<CallbackAnswer>((resolve) => {
        answerCallback = resolve
      })
      return ok({
        redirectUri: 'http://127.0.0.1:1/oauth/callback',
        state: 'x',
        answer,
        close: async () => {
          events.push('close')
        },
      })
    },
  },
})

function begin(method: SignInMethod) {
  const statuses: SignInStatus[] = []
  const result = signIn(deps(), {
    session,
    issuer,
    method,
    signal: cancel.signal,
    publish: (status) => statuses.push(status),
  })
  return { statuses, result }
}

describe('in the browser', () => {
  it('listens before the page opens, until the answer is in', async () => {
    const { result, statuses } = begin('browser')
    await settle()
    expect(events).toEqual(['listen', 'register', 'open https://authorize?http://127.0.0.1:1/oauth/callback'])
    expect(statuses).toEqual([
      {
        kind: 'waiting-browser',
        since: clock.now(),
        expiresAt: clock.now() + 600_000,
      },
    ])
    answerCallback({ code: '1' })
    expect(await result).toEqual(ok({ ...grant, registration }))
    expect(events.at(-1)).toBe('close')
    expect(clock.pending()).toBe(0)
  })

  it('gives up after ten minutes, and registers anew the next time', async () => {
    const { result } = begin('browser')
    await clock.advance(599_999)
    expect(events).not.toContain('close')
    await clock.advance(1)
    expect(await result).toMatchObject({ ok: false, error: { code: 'SIGN_IN_TIMED_OUT' } })
    expect(events.slice(-2)).toEqual(['forget', 'close'])
  })

  it.each([
    ['access_denied', 'SIGN_IN_DENIED'],
    ['server_error', 'SIGN_IN_DENIED'],
    ['invalid_request', 'START_URL_WRONG'],
  ])('answers %s with %s', async (error, code) => {
    const { result } = begin('browser')
    await settle()
    answerCallback({ error, description: 'why' })
    expect(await result).toMatchObject({ ok: false, error: { code, details: { said: `${error}: why` } } })
  })

  it('falls back to a device code when it can not listen', async () => {
    listener = 'fails'
    const { result, statuses } = begin('browser')
    await clock.advance(5_000)
    expect(await result).toMatchObject({ ok: true })
    expect(statuses[0]).toMatchObject({ kind: 'waiting-device-code', userCode: 'ABCD-EFGH' })
  })

  it('starts over once with a new registration, and not twice', async () => {
    redemptions = [ok({ kind: 'registration-stale' })]
    const { result } = begin('browser')
    await settle()
    answerCallback({ code: '1' })
    await settle()
    answerCallback({ code: '2' })
    expect(await result).toMatchObject({ ok: false, error: { code: 'START_URL_WRONG' } })
    expect(events.filter((event) => event === 'register')).toHaveLength(2)
  })
})

describe('with a device code', () => {
  it('polls at the interval, and five seconds slower each time it is told to', async () => {
    redemptions = [pending, ok({ kind: 'slow-down' }), pending, ok({ kind: 'slow-down' }), granted]
    const { result } = begin('device-code')
    const start = clock.now()
    await clock.advance(60_000)
    expect(await result).toMatchObject({ ok: true })
    expect(redeemedAt.map((at) => (at - start) / 1_000)).toEqual([5, 10, 20, 30, 45])
  })

  it('outlives a network that comes and goes, but not the code', async () => {
    redemptions = [sampleFailure('NETWORK_UNREACHABLE'), pending]
    const { result } = begin('device-code')
    await clock.advance(60_000)
    expect(await result).toMatchObject({ ok: false, error: { code: 'SIGN_IN_CODE_EXPIRED' } })
    expect(redeemedAt).toHaveLength(12)
  })

  it.each([
    [sampleFailure('SIGN_IN_DENIED'), 'SIGN_IN_DENIED'],
    [ok({ kind: 'grant-refused' } as const), 'SIGN_IN_CODE_EXPIRED'],
  ])('ends with %j', async (redemption, code) => {
    redemptions = [redemption]
    const { result } = begin('device-code')
    await clock.advance(5_000)
    expect(await result).toMatchObject({ ok: false, error: { code } })
  })

  it('stops at once when it is cancelled', async () => {
    const { result } = begin('device-code')
    await settle()
    cancel.abort()
    expect(await result).toMatchObject({ ok: false, error: { code: 'SIGN_IN_CANCELLED' } })
    expect(clock.pending()).toBe(0)
  })
})
