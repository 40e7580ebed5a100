import { appendFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import type { MfaView } from '#contract/mfa.ts'
import { problem } from '#contract/problem.ts'
import { codeOfStep, stepAt } from '#sandbox/service/sts/totp.ts'
import { homeStage } from './identity-stage.ts'

const stage = homeStage({ people: 'with-mfa' })

const named = (name: string) => ({ type: 'named', name }) as const
const ensure = (name: string) => stage.identity.signIns.ensure(named(name), 'client')
const credentialsOf = (name: string) => stage.identity.credentials.credentialsOf(named(name))
const calls = (name: string): number => stage.sandbox.state().calls.filter(({ action }) => action === name).length

/** What the phone shows in this half minute, or so many later; a fault may set the sandbox's clock off. */
function code(later = 0): string {
  const [device] = stage.sandbox.world.mfaDevices
  return codeOfStep(device?.secret ?? '', stepAt(Date.now()) + later)
}

/** The first view of a device, past or to come, that fits. */
function seen(fits: (view: MfaView) => boolean): Promise<MfaView> {
  return new Promise((resolve) => {
    const stop = stage.identity.mfa.onChange((view) => look(view))
    const look = (view: MfaView): void => {
      if (!fits(view)) return
      stop()
      resolve(view)
    }
    stage.identity.mfa.views().forEach(look)
  })
}
const asked = () => seen(({ status }) => status.kind === 'waiting-code')

/** A profile as somebody would write it, behind those that are there. */
const addProfile = (name: string, settings: Readonly<Record<string, string>>) =>
  appendFile(
    stage.config,
    `\n[profile ${name}]\n${Object.entries(settings)
      .map(([key, value]) => `${key} = ${value}`)
      .join('\n')}\n`,
  )

describe('a role that asks for a code', () => {
  it('is given for one, and so is every other role of the same device', async () => {
    const waiting = ['orders-mfa', 'orders-mfa', 'staging-mfa'].map(ensure)
    const { id } = await asked()
    expect(stage.identity.mfa.views()).toHaveLength(1)
    expect(await stage.identity.mfa.answer(id, code())).toEqual({ ok: true, value: undefined })
    expect(await Promise.all(waiting)).toMatchObject([{ ok: true }, { ok: true }, { ok: true }])
    expect(await credentialsOf('orders-mfa')).toMatchObject({ ok: true })
    expect(await credentialsOf('staging-mfa')).toMatchObject({ ok: true })
    expect([calls('GetSessionToken'), calls('AssumeRole')]).toEqual([1, 2])
    expect(stage.identity.mfa.views()).toMatchObject([{ status: { kind: 'accepted' } }])
    expect(stage.identity.pages).toEqual([])
  })

  it('is given without a question while the session of the code lasts, also when its own credentials are renewed', async () => {
    const waiting = ensure('orders-mfa')
    await stage.identity.mfa.answer((await asked()).id, code())
    await waiting
    stage.identity.credentials.forget(named('orders-mfa'))
    expect(await ensure('orders-mfa')).toEqual({ ok: true, value: 'already' })
    expect([calls('GetSessionToken'), calls('AssumeRole')]).toEqual([1, 2])
  })

  it('is asked for a new one when AWS takes that session no more', async () => {
    const waiting = ensure('orders-mfa')
    await stage.identity.mfa.answer((await asked()).id, code())
    await waiting
    stage.sandbox.fault({ kind: 'expire-credentials' })
    stage.identity.credentials.forget(named('orders-mfa'))
    expect(await credentialsOf('orders-mfa')).toMatchObject({ ok: false, error: { code: 'CREDENTIALS_INVALID' } })
    expect(await credentialsOf('orders-mfa')).toMatchObject({ ok: false, error: { code: 'MFA_CODE_REQUIRED' } })
  })

  it('is told apart by who only looks: nobody is asked', async () => {
    const answer = await credentialsOf('orders-mfa')
    expect(answer).toMatchObject({
      ok: false,
      error: { code: 'MFA_CODE_REQUIRED', details: { profile: 'orders-mfa', before: 'none' } },
    })
    expect(stage.identity.mfa.views()).toMatchObject([{ status: { kind: 'idle' } }])
    // The page and the relay take nothing else: a whole snapshot is lost with one problem of another shape.
    if (!answer.ok) expect(problem.parse(answer.error)).toEqual(answer.error)
  })

  it('is not asked for a code before its source is known to work', async () => {
    await addProfile('cut', {
      role_arn: 'arn:aws:iam::482100973316:role/TunnelWithMfa',
      source_profile: 'no',
      mfa_serial: 'x',
    })
    expect(await ensure('cut')).toMatchObject({ ok: false, error: { details: { reason: 'source-missing' } } })
    expect(stage.identity.mfa.views()).toEqual([])
  })
})

describe('a code', () => {
  it.each<[string, () => string, object]>([
    [
      'that is wrong',
      () => (code() === '000000' ? '000001' : '000000'),
      { reason: 'not-accepted', aws: { error: 'AccessDenied' } },
    ],
    ['of five digits', () => '12345', { reason: 'not-six-digits' }],
  ])('%s leaves the client waiting, and the next one lets it through', async (_, typed, details) => {
    const waiting = ensure('orders-mfa')
    const { id } = await asked()
    const answer = await stage.identity.mfa.answer(id, typed())
    expect(answer).toMatchObject({ ok: false, error: { code: 'MFA_CODE_REFUSED', details } })
    if (!answer.ok) expect(problem.parse(answer.error)).toEqual(answer.error)
    expect(stage.identity.mfa.views()).toMatchObject([
      { status: { kind: 'waiting-code', refused: { problem: { details } } } },
    ])
    await stage.identity.mfa.answer(id, code())
    expect(await waiting).toEqual({ ok: true, value: 'just-now' })
  })

  it('that AWS took before is refused by AWS, and sent twice it is held back here', async () => {
    const taken = code()
    const waiting = ensure('orders-mfa')
    const { id } = await asked()
    await stage.identity.mfa.answer(id, taken)
    await waiting
    stage.sandbox.fault({ kind: 'expire-credentials' })
    stage.identity.credentials.forget(named('orders-mfa'))
    await credentialsOf('orders-mfa')
    const again = ensure('orders-mfa')
    await asked()
    expect(await stage.identity.mfa.answer(id, taken)).toMatchObject({ error: { details: { reason: 'sent-before' } } })
    expect(calls('GetSessionToken')).toBe(1)
    expect(await stage.identity.mfa.answer(id, code(-1))).toMatchObject({
      error: { details: { reason: 'not-accepted' } },
    })
    await stage.identity.mfa.answer(id, code(1))
    expect(await again).toMatchObject({ ok: true })
  })

  it('of a device that is not the user’s ends the question', async () => {
    const role = { role_arn: 'arn:aws:iam::482100973316:role/TunnelWithMfa', source_profile: 'mika' }
    await addProfile('other', { ...role, mfa_serial: 'arn:aws:iam::118840276650:mfa/somebody' })
    const waiting = ensure('other')
    await stage.identity.mfa.answer((await asked()).id, '123456')
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'MFA_DEVICE_REFUSED' } })
  })

  it('that is refused on a computer whose clock is off is refused for that', async () => {
    stage.sandbox.fault({ kind: 'clock', offsetSeconds: -120 })
    const waiting = ensure('orders-mfa')
    const { id } = await asked()
    const details = {
      reason: 'clock',
      secondsOff: expect.toSatisfy((off: number) => Math.abs(off - 120) <= 2) as unknown,
    }
    // Made by this computer's clock, as an authenticator on it would.
    expect(await stage.identity.mfa.answer(id, code())).toMatchObject({ error: { code: 'MFA_CODE_REFUSED', details } })
    await stage.identity.mfa.answer(id, code(-4))
    expect(await waiting).toMatchObject({ ok: true })
  })
})

describe('chains', () => {
  const guarded = 'arn:aws:iam::482100973316:role/TunnelWithMfa'
  const partner = 'arn:aws:iam::730155204418:role/TunnelForPartner'
  const serial = 'arn:aws:iam::118840276650:mfa/mika-phone'

  it('that ask for a code at their first link go on to the next without one', async () => {
    await addProfile('second', { role_arn: partner, source_profile: 'orders-mfa', external_id: 'harborline-42' })
    const waiting = ensure('second')
    expect(await asked()).toMatchObject({ profile: 'orders-mfa' })
    await stage.identity.mfa.answer(stage.identity.mfa.views()[0]?.id ?? '', code())
    expect(await waiting).toMatchObject({ ok: true })
    expect(await credentialsOf('second')).toMatchObject({ ok: true })
  })

  it('that ask at their last link are asked for there, and AWS says that the device is not a role’s', async () => {
    await addProfile('first', { role_arn: partner, source_profile: 'mika', external_id: 'harborline-42' })
    await addProfile('last', { role_arn: guarded, source_profile: 'first', mfa_serial: serial })
    const waiting = ensure('last')
    const { id, profile } = await asked()
    expect(profile).toBe('last')
    await stage.identity.mfa.answer(id, code())
    expect(await waiting).toMatchObject({ ok: false, error: { code: 'MFA_DEVICE_REFUSED' } })
    expect(calls('GetSessionToken')).toBe(0)
  })

  it('without their external id are denied, with the role that was asked for', async () => {
    await addProfile('bare', { role_arn: partner, source_profile: 'mika' })
    expect(await credentialsOf('bare')).toMatchObject({
      error: { code: 'ACCESS_DENIED', details: { roleArn: partner } },
    })
  })

  it('of more than an hour are refused as AWS refuses them', async () => {
    const long = {
      role_arn: partner,
      external_id: 'harborline-42',
      source_profile: 'orders-mfa',
      duration_seconds: '7200',
    }
    await addProfile('long', long)
    const waiting = ensure('long')
    await stage.identity.mfa.answer((await asked()).id, code())
    expect(await waiting).toMatchObject({ error: { code: 'PROFILE_INVALID', details: { reason: 'refused' } } })
  })
})

describe('keys with an mfa_serial and no role', () => {
  it('ask for no code, as with AWS’s own tools', async () => {
    await addProfile('keys', { aws_access_key_id: 'AKIASANDBOXMIKASATOX', aws_secret_access_key: 's', mfa_serial: 'x' })
    expect(await ensure('keys')).toEqual({ ok: true, value: 'already' })
    expect(stage.identity.mfa.views()).toEqual([])
  })
})

describe('a policy that denies a user sessions of their own', () => {
  const denied = { kind: 'error', action: 'GetSessionToken', code: 'AccessDenied', status: 403, times: 9 } as const

  it('leaves the way of the AWS CLI: the code goes with AssumeRole, and is for one role', async () => {
    stage.sandbox.fault(denied)
    const waiting = ensure('orders-mfa')
    expect(await stage.identity.mfa.answer((await asked()).id, code())).toEqual({ ok: true, value: undefined })
    expect(await waiting).toEqual({ ok: true, value: 'just-now' })
    expect(await credentialsOf('orders-mfa')).toMatchObject({ ok: true })
    expect([calls('GetSessionToken'), calls('AssumeRole')]).toEqual([1, 1])
    expect(await credentialsOf('staging-mfa')).toMatchObject({ error: { code: 'MFA_CODE_REQUIRED' } })
  })

  it('is asked no second time', async () => {
    stage.sandbox.fault(denied)
    const waiting = ensure('orders-mfa')
    await stage.identity.mfa.answer((await asked()).id, code())
    await waiting
    const other = ensure('staging-mfa')
    const { id } = await seen(({ status, profile }) => status.kind === 'waiting-code' && profile === 'staging-mfa')
    expect(await stage.identity.mfa.answer(id, code(1))).toEqual({ ok: true, value: undefined })
    expect(await other).toEqual({ ok: true, value: 'just-now' })
    expect([calls('GetSessionToken'), calls('AssumeRole')]).toEqual([1, 2])
  })
})
