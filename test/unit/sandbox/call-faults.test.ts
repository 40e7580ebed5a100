import { describe, expect, it } from 'vitest'
import { createCallFaults } from '#sandbox/faults/call-faults.ts'
import { fault } from '#sandbox/faults/fault.ts'

const nothing = { delayMs: 0, hangUp: false, error: null }

function waiting(...inputs: readonly unknown[]) {
  const faults = createCallFaults()
  for (const input of inputs) {
    const parsed = fault.parse(input)
    if (parsed.kind === 'throttle' || parsed.kind === 'error' || parsed.kind === 'delay' || parsed.kind === 'hang-up')
      faults.add(parsed)
  }
  return faults
}

describe('faults that wait for calls', () => {
  it('meet only their own action, as often as asked', () => {
    const faults = waiting({ kind: 'throttle', action: 'StartSession', times: 2 })
    expect(faults.take('ssm', 'ResumeSession')).toEqual(nothing)
    expect(faults.take('ssm', 'StartSession').error?.code).toBe('ThrottlingException')
    expect(faults.take('ssm', 'StartSession').error?.code).toBe('ThrottlingException')
    expect(faults.take('ssm', 'StartSession')).toEqual(nothing)
    expect(faults.pending()).toEqual([])
  })

  it('say "too fast" in the words of each service', () => {
    const codes = (['oidc', 'portal', 'ssm', 'ec2', 'sts'] as const).map(
      (service) => waiting({ kind: 'throttle', action: '*' }).take(service, 'Any').error?.code,
    )
    expect(codes).toEqual([
      'SlowDownException',
      'TooManyRequestsException',
      'ThrottlingException',
      'RequestLimitExceeded',
      'Throttling',
    ])
  })

  it('combine: a delay before an error', () => {
    const faults = waiting(
      { kind: 'delay', action: '*', milliseconds: 5 },
      { kind: 'error', action: '*', code: 'Boom', status: 500 },
    )
    expect(faults.take('ssm', 'StartSession')).toMatchObject({ delayMs: 5, error: { status: 500, code: 'Boom' } })
    expect(faults.take('ssm', 'StartSession')).toEqual(nothing)
  })

  it('keep an error for the next call when this one is cut', () => {
    const faults = waiting({ kind: 'error', action: '*', code: 'Boom' }, { kind: 'hang-up', action: '*' })
    expect(faults.take('ssm', 'StartSession')).toEqual({ delayMs: 0, hangUp: true, error: null })
    expect(faults.take('ssm', 'StartSession').error?.code).toBe('Boom')
  })
})
