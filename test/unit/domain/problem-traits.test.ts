import { describe, expect, test } from 'vitest'
import { problemCode, type ProblemCode } from '#contract/problem.ts'
import {
  asksForSignIn,
  canBeRequested,
  isCuredByNetwork,
  isCuredBySignIn,
  isOutage,
  isRetryable,
  isSessionOver,
  remedyOf,
  traitsOf,
} from '#domain/problem/traits.ts'

const all = problemCode.options
const those = (holds: (problem: { code: ProblemCode }) => boolean): readonly ProblemCode[] =>
  all.filter((code) => holds({ code })).toSorted()

describe('the table about codes', () => {
  test('a new sign-in is asked for where the old one ended, and cures what an unsuccessful one left', () => {
    expect(those(asksForSignIn)).toEqual(['SIGN_IN_REQUIRED', 'TOKEN_REVOKED'])
    expect(those(isCuredBySignIn)).toEqual(
      all.filter((code) => /^(sign-in|use-device-code)$/.test(remedyOf({ code }))).toSorted(),
    )
  })

  test('a network that comes back cures what is worth another try', () => {
    expect(those(isCuredByNetwork)).toEqual([
      'DATA_CHANNEL_UNREACHABLE',
      'HANDSHAKE_TIMED_OUT',
      'NETWORK_UNREACHABLE',
      'SESSION_DROPPED',
    ])
    for (const code of those(isOutage)) expect(isRetryable({ code }), code).toBe(true)
  })

  test('the end of a session is no outage', () => {
    expect(those(isSessionOver)).toEqual(['SESSION_ENDED', 'SESSION_EXPIRED'])
    expect(those(isSessionOver).some((code) => isOutage({ code }))).toBe(false)
  })

  test('what an administrator cures can be requested', () => {
    for (const code of all)
      if (traitsOf({ code }).cure === 'administrator') expect(canBeRequested({ code }), code).toBe(true)
  })

  test('hop and phase do not contradict each other', () => {
    for (const code of all) {
      const { hop, phase } = traitsOf({ code })
      if (hop === 'endpoint' || phase === 'endpoint') expect([hop, phase], code).toEqual(['endpoint', 'endpoint'])
      if (hop === 'target' || phase === 'target') expect([hop, phase], code).toEqual(['target', 'target'])
      if (hop === null || hop === 'port') expect(['computer', 'sign-in'], code).toContain(phase)
    }
  })
})
