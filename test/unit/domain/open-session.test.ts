import { describe, expect, it } from 'vitest'
import type { HopOf, SessionLane } from '#contract/status.ts'
import { openSessions } from '#domain/tunnel/open-session.ts'

const lane: SessionLane = { sessionId: 'a', role: 'serving', targetId: null, openedAt: 1, replacement: null, open: 1 }
const facts = {
  sessionId: 'a',
  openedAt: 1,
  openedInMs: 1,
  latencyMs: null,
  engine: 'builtin' as const,
  engineVersion: null,
  recovery: null,
  replacement: null,
  draining: 0,
}

const hop = (health: HopOf<'session'>['health'], lanes: SessionLane[] | null): HopOf<'session'> => ({
  kind: 'session',
  zone: 'ssm',
  health,
  facts: lanes === null ? null : { ...facts, lanes },
})

describe('how many sessions a tunnel has open', () => {
  it.each([
    ['none', hop('idle', null), 0],
    ['one that is open', hop('ok', []), 1],
    ['several', hop('ok', [lane, { ...lane, role: 'bulk' }]), 2],
    ['those that are left while none serves', hop('fail', [lane, lane]), 2],
  ])('counts %s', (_what, session, open) => {
    expect(openSessions(session)).toBe(open)
  })
})
