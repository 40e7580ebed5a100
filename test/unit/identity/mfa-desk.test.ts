import { beforeEach, describe, expect, it } from 'vitest'
import { createMfaDesk, type MfaDesk } from '#core/app/identity/mfa-desk.ts'
import type { CodeAnswer, CodeWish } from '#core/app/identity/ports.ts'
import type { MfaView } from '#contract/mfa.ts'
import type { Result } from '#contract/result.ts'
import { fail, ok } from '#domain/result.ts'
import { createManualClock, settle, type ManualClock } from './manual-clock.ts'

const hour = 3_600_000
const aws = { operation: 'GetSessionToken', error: 'AccessDenied', awsMessage: 'no', requestId: null }

let clock: ManualClock
let desk: MfaDesk
/** What STS answers next; the codes that it was given. */
let answer: Result<CodeAnswer>
let given: string[]
let logged: string

const wishOf = (profile: string, identity = 'AKIA1'): CodeWish => ({
  serial: 'arn:aws:iam::123456789012:mfa/phone',
  profile,
  identity,
  redeem: async (code) => {
    given.push(code)
    return answer
  },
})
const granted = (): Result<CodeAnswer> =>
  ok({
    kind: 'granted',
    credentials: { accessKeyId: 'ASIA1', secretAccessKey: 's', sessionToken: 't', expiresAt: clock.now() + 12 * hour },
  })
const deviceOf = (wish: CodeWish): string => {
  const session = desk.sessionFor(wish)
  if (session.ok || session.error.code !== 'MFA_CODE_REQUIRED') throw new Error('a session is there')
  return session.error.details.device
}

beforeEach(() => {
  clock = createManualClock()
  given = []
  logged = ''
  const note = (event: string, fields?: unknown): void => void (logged += `${event} ${JSON.stringify(fields)}\n`)
  desk = createMfaDesk({ clock, log: { debug: note, info: note, warn: note, error: note } })
  answer = granted()
})

describe('a device', () => {
  it('is asked once for all who wait, and they all go on with one code', async () => {
    const tunnels = Array.from({ length: 50 }, (_, index) => wishOf(`profile-${index % 3}`))
    const waiting = tunnels.map((wish) => desk.ensure(deviceOf(wish), 'client'))
    expect(desk.views()).toMatchObject([{ profile: 'profile-0', status: { kind: 'waiting-code' } }])
    expect(await desk.answer(deviceOf(tunnels[0]!), '123456')).toEqual(ok(undefined))
    expect(await Promise.all(waiting)).toEqual(tunnels.map(() => ok(undefined)))
    expect(given).toEqual(['123456'])
    expect(desk.sessionFor(wishOf('another'))).toMatchObject({ ok: true, value: { accessKeyId: 'ASIA1' } })
  })

  it('of somebody else is another', () => {
    expect(deviceOf(wishOf('a', 'AKIA1'))).not.toBe(deviceOf(wishOf('a', 'AKIA2')))
    expect(deviceOf(wishOf('a', 'AKIA1'))).toBe(deviceOf(wishOf('b', 'AKIA1')))
  })

  it('is asked again when its session is about to end', async () => {
    const device = deviceOf(wishOf('a'))
    const waiting = desk.ensure(device, 'client')
    await desk.answer(device, '123456')
    await waiting
    await clock.advance(12 * hour - 5 * 60_000)
    expect(desk.sessionFor(wishOf('a'))).toMatchObject({ ok: false, error: { details: { before: 'ended' } } })
    expect(desk.views()).toMatchObject([{ status: { kind: 'idle' } }])
  })

  it('is asked again when AWS takes its session no more', async () => {
    const device = deviceOf(wishOf('a'))
    const waiting = desk.ensure(device, 'client')
    await desk.answer(device, '123456')
    await waiting
    desk.drop(wishOf('a'))
    expect(desk.sessionFor(wishOf('a'))).toMatchObject({ ok: false, error: { code: 'MFA_CODE_REQUIRED' } })
  })

  it('that no code will do for ends the question at once', async () => {
    answer = ok({ kind: 'device-refused', aws })
    const device = deviceOf(wishOf('a'))
    const waiting = desk.ensure(device, 'client')
    await desk.answer(device, '123456')
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'MFA_DEVICE_REFUSED' } })
    expect(desk.views()).toMatchObject([{ status: { kind: 'failed', problem: { code: 'MFA_DEVICE_REFUSED' } } }])
  })
})

describe('a code', () => {
  const refusalOf = ([view]: readonly MfaView[]): unknown =>
    view?.status.kind === 'waiting-code' ? view.status.refused?.problem.details : view?.status

  it.each<[string, string, () => void, number, object]>([
    ['of five digits is told from others without asking AWS', '12345', () => {}, 0, { reason: 'not-six-digits' }],
    ['that AWS refuses', '123456', () => {}, 1, { reason: 'not-accepted', aws }],
    [
      'that AWS refuses, on a computer whose clock is ahead',
      '123456',
      () => clock.set(90_000),
      1,
      { reason: 'clock', secondsOff: 90 },
    ],
    [
      'that AWS refuses, on one whose clock is behind',
      '123456',
      () => clock.set(-120_000),
      1,
      { reason: 'clock', secondsOff: -120 },
    ],
  ])('%s leaves the question open and says why', async (_, typed, before, calls, details) => {
    answer = ok({ kind: 'refused', aws, serverTime: clock.now() })
    before()
    const device = deviceOf(wishOf('a'))
    const waiting = desk.ensure(device, 'client')
    expect(await desk.answer(device, typed)).toMatchObject({ ok: false, error: { code: 'MFA_CODE_REFUSED', details } })
    expect(refusalOf(desk.views())).toMatchObject(details)
    expect(given).toHaveLength(calls)
    answer = granted()
    expect(await desk.answer(device, '654321')).toEqual(ok(undefined))
    expect(await waiting).toEqual(ok(undefined))
  })

  it('that was just sent is not sent again, and may be once the device has had time for another', async () => {
    answer = ok({ kind: 'refused', aws, serverTime: null })
    const device = deviceOf(wishOf('a'))
    void desk.ensure(device, 'client')
    await desk.answer(device, '123456')
    expect(await desk.answer(device, '123 456')).toMatchObject({ error: { details: { reason: 'sent-before' } } })
    expect(given).toEqual(['123456'])
    await clock.advance(30_000)
    await desk.answer(device, '123456')
    expect(given).toEqual(['123456', '123456'])
    await desk.dispose()
  })

  it('may be sent again when AWS may not have seen it', async () => {
    answer = fail('NETWORK_UNREACHABLE', {})
    const device = deviceOf(wishOf('a'))
    const waiting = desk.ensure(device, 'client')
    expect(await desk.answer(device, '123456')).toMatchObject({ error: { code: 'NETWORK_UNREACHABLE' } })
    answer = granted()
    expect(await desk.answer(device, '123456')).toEqual(ok(undefined))
    expect(await waiting).toEqual(ok(undefined))
  })

  it('is taken by an open question only', async () => {
    expect(await desk.answer(deviceOf(wishOf('a')), '123456')).toMatchObject({ error: { code: 'INPUT_INVALID' } })
    expect(given).toEqual([])
  })

  it('and what it opens are neither logged nor shown', async () => {
    const device = deviceOf(wishOf('a'))
    const waiting = desk.ensure(device, 'client')
    await desk.answer(device, '907531')
    await waiting
    expect(logged).toContain('mfa-accepted')
    for (const secret of ['907531', 'ASIA1']) expect(logged + JSON.stringify(desk.views())).not.toContain(secret)
  })
})

describe('a question that is let go', () => {
  it.each<[string, (device: string) => Promise<void> | void, object]>([
    ['by the user', (device) => desk.cancel(device), { how: 'cancelled' }],
    ['by nobody in time', () => clock.advance(10 * 60_000), { how: 'too-late', minutes: 10 }],
  ])('%s ends for all, and no client asks the next', async (_, letGo, details) => {
    const device = deviceOf(wishOf('a'))
    const waiting = [desk.ensure(device, 'client'), desk.ensure(device, 'client')]
    await settle()
    await letGo(device)
    const over = { ok: false, error: { code: 'MFA_NOT_ANSWERED', details } }
    expect(await Promise.all(waiting)).toMatchObject([over, over])
    const next = desk.ensure(device, 'client')
    expect(desk.views()).toMatchObject([{ status: { kind: 'failed' } }])
    expect(await next).toMatchObject(over)
    const again = desk.start(device)
    expect(desk.views()).toMatchObject([{ status: { kind: 'waiting-code' } }])
    await desk.answer(device, '123456')
    expect(await again).toEqual(ok(undefined))
    expect(await desk.ensure(device, 'client')).toEqual(ok(undefined))
  })

  it('has no say in the next one, but what its code opens is for all who wait', async () => {
    const device = deviceOf(wishOf('a'))
    let tell: (answer: Result<CodeAnswer>) => void = () => {}
    const redeem = () => new Promise<Result<CodeAnswer>>((resolve) => (tell = resolve))
    deviceOf({ ...wishOf('a'), redeem })
    /** Sends a code, lets the question go before STS has answered, and opens the next one. */
    const overtake = async (waiting: Promise<Result<void>>, code: string) => {
      const late = desk.answer(device, code)
      desk.cancel(device)
      expect(await waiting).toMatchObject({ ok: false })
      return { late, next: desk.start(device) }
    }
    const refused = await overtake(desk.ensure(device, 'client'), '123456')
    tell(ok({ kind: 'refused', aws, serverTime: null }))
    expect(await refused.late).toMatchObject({ ok: false })
    expect(desk.views()).toMatchObject([{ status: { kind: 'waiting-code', refused: null } }])
    const taken = await overtake(refused.next, '654321')
    tell(granted())
    expect(await taken.late).toEqual(ok(undefined))
    expect(await taken.next).toEqual(ok(undefined))
    expect(desk.views()).toMatchObject([{ status: { kind: 'accepted' } }])
    expect(clock.pending()).toBe(0)
  })

  it('leaves no timer behind when the app quits', async () => {
    const waiting = desk.ensure(deviceOf(wishOf('a')), 'client')
    await settle()
    await desk.dispose()
    expect(await waiting).toMatchObject({ ok: false })
    expect(clock.pending()).toBe(0)
  })
})
