// @vitest-environment happy-dom
import { act, fireEvent, within } from '@testing-library/react'
import { describe, expect, test } from 'vitest'
import type { MfaStatus, MfaView } from '#contract/mfa.ts'
import { fail, ok } from '#domain/result.ts'
import { askedDevice, waitingForCode } from '../../../renderer/features/mfa/waiting-for-code.ts'
import { sampleProblem } from '../../support/sample-problems.ts'
import { fixtureSnapshot, fixtureTunnel } from '../../support/snapshot-fixtures.ts'
import { open } from './support.tsx'

const id = '6f0b1d6e-0c1c-4f0e-9d55-2a1f4f0a7c31'
const serial = 'arn:aws:iam::123456789012:mfa/mika-phone'
const deviceWith = (status: MfaStatus): MfaView => ({ id, serial, profile: 'orders-mfa', status })
const asking = (now: number): MfaStatus => ({
  kind: 'waiting-code',
  since: now,
  expiresAt: now + 600_000,
  refused: null,
})

/** A tunnel with a profile of the AWS config that stands before the sign-in. */
function waiting(port: number, profile: string, clients: number, since: number) {
  const tunnel = fixtureTunnel(15432)
  return {
    ...tunnel,
    preference: { ...tunnel.preference, localPort: port, profile: { type: 'named' as const, name: profile } },
    status: { kind: 'connecting' as const, step: 'code' as const, since },
    clients: { open: 0, waiting: clients },
  }
}

const codeField = () => within(document.body).getByRole<HTMLInputElement>('textbox', { name: 'Code' })

const ask = (status: MfaStatus) =>
  open(fixtureSnapshot({ mfaDevices: [deviceWith(status)] }, Date.now()), { 'mfa.answer': () => ok(undefined) })

describe('the question for a code', () => {
  test('sends six digits by itself, once, and forgets them', async () => {
    const { client } = await ask(asking(Date.now()))
    const field = codeField()
    fireEvent.change(field, { target: { value: '123 45' } })
    expect(client.inputsOf('mfa.answer')).toEqual([])
    fireEvent.change(field, { target: { value: '１２３ 456' } })
    expect(client.inputsOf('mfa.answer')).toEqual([{ device: id, code: '123456' }])
    expect(field.value).toBe('')
  })

  test('says why a code would not do until somebody types', async () => {
    const now = Date.now()
    const refused = { problem: sampleProblem('MFA_CODE_REFUSED'), nextCodeAt: now + 900_000 }
    const { screen } = await ask({ ...asking(now), refused } as MfaStatus)
    expect(within(screen.getByRole('dialog')).getByRole('alert').textContent).toMatch(
      /^Not accepted\. This computer’s clock is 95 seconds ahead.*Wait for the next, [89]\d\d s\.$/,
    )
    const field = screen.getByRole('textbox', { name: 'Code' })
    expect(field.getAttribute('aria-invalid')).toBe('true')
    fireEvent.change(field, { target: { value: '1' } })
    expect(within(screen.getByRole('dialog')).queryByRole('alert')).toBeNull()
  })

  test('takes nothing while AWS looks at a code', async () => {
    const now = Date.now()
    const { screen } = await ask({ kind: 'checking-code', since: now, expiresAt: now + 600_000 })
    expect(codeField().readOnly).toBe(true)
    expect(screen.getByText('AWS is looking at the code')).toBeTruthy()
  })

  test('is cancelled by its button', async () => {
    const { client, screen } = await ask(asking(Date.now()))
    fireEvent.click(screen.getByRole('button', { name: /^Cancel/ }))
    expect(client.inputsOf('mfa.cancel')).toEqual([{ device: id }])
  })

  test('that was let go comes again from the banner, and its refusal is said once', async () => {
    const failed: MfaStatus = { kind: 'failed', problem: sampleProblem('MFA_NOT_ANSWERED'), at: 1 }
    const { client, screen } = await open(fixtureSnapshot({ mfaDevices: [deviceWith(failed)] }, Date.now()), {
      'mfa.start': () => fail('MFA_NOT_ANSWERED', { device: id, serial, profile: 'orders-mfa', how: 'cancelled' }),
    })
    expect(screen.queryByRole('textbox', { name: 'Code' })).toBeNull()
    await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Enter code' })))
    expect(client.inputsOf('mfa.start')).toEqual([{ device: id }])
    expect(screen.queryByText(/^No code was entered/)).toBeNull()
  })
})

describe('who waits for a code', () => {
  test('is a client before a start by hand, and the profile’s own tunnel before others', () => {
    const snapshot = fixtureSnapshot({
      tunnels: [
        waiting(1, 'orders-mfa', 0, 5),
        waiting(2, 'staging-mfa', 1, 5),
        waiting(3, 'orders-mfa', 1, 7),
        fixtureTunnel(15432),
      ],
    })
    const { tunnel, until, others } = waitingForCode(deviceWith(asking(1)), snapshot)
    expect(tunnel?.preference.localPort).toBe(3)
    expect(until).toBe(7 + snapshot.settings.clientWaitSeconds * 1_000)
    expect(others).toBe(2)
  })

  test('is nobody in particular when a person started it', () => {
    const snapshot = fixtureSnapshot({ tunnels: [waiting(1, 'orders-mfa', 0, 5)] })
    expect(waitingForCode(deviceWith(asking(1)), snapshot)).toMatchObject({ until: null, others: 0 })
    expect(waitingForCode(deviceWith(asking(1)), fixtureSnapshot({ tunnels: [] }))).toMatchObject({ tunnel: null })
  })

  test('of several devices the first one is asked for', () => {
    const other = { ...deviceWith(asking(2)), id: 'other' }
    expect(askedDevice([deviceWith({ kind: 'idle' }), other])).toBe(other)
    expect(askedDevice([deviceWith({ kind: 'accepted', expiresAt: 1 })])).toBeNull()
  })
})
