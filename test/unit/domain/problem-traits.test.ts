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
    expect(those(asksForSignIn)).toEqual(['MFA_CODE_REQUIRED', 'SIGN_IN_REQUIRED', 'TOKEN_REVOKED'])
    expect(those(isCuredBySignIn)).toEqual(
      all.filter((code) => /^(sign-in|enter-code|use-device-code)$/.test(remedyOf({ code }))).toSorted(),
    )
  })

  test('a network that comes back cures what is worth another try', () => {
    expect(those(isCuredByNetwork)).toEqual([
      'DATA_CHANNEL_UNREACHABLE',
      'HANDSHAKE_TIMED_OUT',
      'NETWORK_UNREACHABLE',
      'PROXY_REFUSED',
      'PROXY_SCRIPT_SILENT',
      'SESSION_DROPPED',
    ])
    for (const code of those(isOutage)) expect(isRetryable({ code }), code).toBe(true)
  })

  test('trying again helps where what broke comes back, and where somebody else may have moved meanwhile', () => {
    const others = those(isRetryable).filter((code) => !/^(network|time|new-session)$/.test(traitsOf({ code }).cure))
    expect(others).toEqual([
      'CATALOG_NOT_WRITTEN',
      'ENDPOINT_REFUSED',
      'ENDPOINT_TIMED_OUT',
      'EXEC_AGENT_NOT_RUNNING',
      'EXEC_SESSIONS_FULL',
      'INSTANCE_NOT_STARTED',
      'LOCAL_ADDRESS_MISSING',
      'PORT_TAKEN',
      'SIGN_IN_CALLBACK_UNAVAILABLE',
      'TARGET_NOT_CONNECTED',
      'TARGET_NO_MATCH',
      'TARGET_STOPPED',
      'TASK_NOT_FOUND',
    ])
    for (const code of all)
      if (/^(network|time|new-session)$/.test(traitsOf({ code }).cure)) expect(isRetryable({ code }), code).toBe(true)
  })

  test('what is broken on a route has something to do about it, but for what AWS alone understands', () => {
    const idle = all.filter((code) => traitsOf({ code }).hop !== null && remedyOf({ code }) === 'none')
    expect(idle).toEqual(['AWS_REFUSED'])
  })

  test('an outage is what everybody would have now', () => {
    expect(those(isOutage)).toEqual([
      'AWS_UNAVAILABLE',
      'DATA_CHANNEL_UNREACHABLE',
      'ENGINE_FAILED',
      'HANDSHAKE_TIMED_OUT',
      'NETWORK_UNREACHABLE',
      'PROXY_REFUSED',
      'PROXY_SCRIPT_SILENT',
      'RELAY_STOPPED',
      'SESSION_DROPPED',
      'THROTTLED',
    ])
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
