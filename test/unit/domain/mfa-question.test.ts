import { describe, expect, it } from 'vitest'
import type { MfaStatus } from '#contract/mfa.ts'
import { deviceName, nextCodeAt, sixDigits, wasSent } from '#domain/mfa/code.ts'
import { afterMfaEvent, type MfaEvent } from '#domain/mfa/question.ts'
import { sampleProblem } from '../../support/sample-problems.ts'

describe('a code', () => {
  it.each([
    ['123456', '123456'],
    [' 123 456\n', '123456'],
    ['123-456', '123456'],
    ['１２３４５６', '123456'],
    ['12345', null],
    ['1234567', null],
    ['12345a', null],
    ['', null],
  ])('%j is read as %j', (typed, code) => {
    expect(sixDigits(typed)).toBe(code)
  })

  it('counts as sent for half a minute, and no other does', () => {
    const sent = { code: '123456', at: 1_000_000 }
    expect(wasSent(sent, '123456', 1_029_999)).toBe(true)
    expect(wasSent(sent, '123456', 1_030_000)).toBe(false)
    expect(wasSent(sent, '123457', 1_000_001)).toBe(false)
    expect(wasSent(null, '123456', 1_000_000)).toBe(false)
  })

  it('is followed by the next at each half minute', () => {
    expect(nextCodeAt(60_000)).toBe(90_000)
    expect(nextCodeAt(89_999)).toBe(90_000)
  })

  it.each([
    ['arn:aws:iam::123456789012:mfa/mika-phone', 'mika-phone'],
    ['GAHT12345678', 'GAHT12345678'],
  ])('comes from a device: %s is called %s', (serial, name) => {
    expect(deviceName(serial)).toBe(name)
  })
})

const problem = sampleProblem('MFA_CODE_REFUSED')
const idle: MfaStatus = { kind: 'idle' }
const asked: MfaStatus = { kind: 'waiting-code', since: 1, expiresAt: 600_001, refused: null }
const checking: MfaStatus = { kind: 'checking-code', since: 1, expiresAt: 600_001 }
const refused: MfaStatus = { ...asked, refused: { problem, nextCodeAt: 60_000 } }
const accepted: MfaStatus = { kind: 'accepted', expiresAt: 9_000_000 }
const failed: MfaStatus = { kind: 'failed', problem, at: 7 }

const ask: MfaEvent = { type: 'asked', at: 1, expiresAt: 600_001 }
const sent: MfaEvent = { type: 'code-sent' }
const refuse: MfaEvent = { type: 'code-refused', at: 31_000, problem }
const accept: MfaEvent = { type: 'accepted', expiresAt: 9_000_000 }
const giveUp: MfaEvent = { type: 'given-up', at: 7, problem }
const end: MfaEvent = { type: 'ended' }

describe('the question for a code', () => {
  it.each<[string, MfaStatus, MfaEvent, MfaStatus]>([
    ['asks', idle, ask, asked],
    ['asks again after it was given up', failed, ask, asked],
    ['asks again when the session has ended', accepted, ask, asked],
    ['is asked once', refused, ask, refused],
    ['waits for AWS', asked, sent, checking],
    ['forgets the refusal when the next code is sent', refused, sent, checking],
    ['stays open when a code would not do', checking, refuse, refused],
    ['says what is no code without asking AWS', asked, refuse, refused],
    ['is over when a code was taken', checking, accept, accepted],
    ['is good though it was closed while AWS looked', failed, accept, accepted],
    ['is over when nobody answers', asked, giveUp, failed],
    ['is over while AWS looks', checking, giveUp, failed],
    ['is given up once', accepted, giveUp, accepted],
    ['ends with the session', accepted, end, idle],
  ])('%s', (_, before, event, after) => {
    expect(afterMfaEvent(before, event)).toEqual(after)
  })

  it.each<[MfaStatus, MfaEvent]>([
    [idle, sent],
    [checking, sent],
    [accepted, sent],
    [idle, refuse],
    [failed, refuse],
    [idle, giveUp],
    [asked, end],
    [failed, end],
  ])('%j does not change by %j', (status, event) => {
    expect(afterMfaEvent(status, event)).toBe(status)
  })
})
