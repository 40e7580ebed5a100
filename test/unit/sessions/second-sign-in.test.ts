import { sampleFailure } from '../../support/sample-problems.ts'
import { describe, expect, it } from 'vitest'
import { ok } from '#domain/result.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import { createSessionStarts } from '#core/app/sessions/session-starts.ts'
import type { SessionRequest } from '#core/app/sessions/session-request.ts'
import type { Log, ResolvedTarget, SessionService, SignedIn } from '#core/app/ports.ts'
import type { Asker } from '#domain/session/state.ts'

const silent: Log = { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} }
const request: Omit<SessionRequest, 'asker' | 'owner' | 'signal'> = {
  place: {
    profile: { type: 'sso', session: 'corp', accountId: '111122223333', roleName: 'DatabaseTunnel' },
    region: 'eu-west-1',
  },
  target: { by: 'id', id: 'i-0ab3f29c81d7e4402' },
  purpose: { for: 'forward', endpoint: { host: 'orders.example', port: 5_432 }, localPort: 15_432 },
  reason: 'a test',
  engine: 'builtin',
}

/** Runs one attempt whose target look-ups answer in turn; gives the steps it told and how it ended. */
async function attempt(answers: readonly Result<ResolvedTarget>[], asker: Asker, signedIn: SignedIn = 'already') {
  const heard: string[] = []
  let look = 0
  const sessions: Pick<SessionService, 'resolveTarget' | 'start'> = {
    resolveTarget: async () => answers[look++] ?? sampleFailure('INTERNAL'),
    start: async () => sampleFailure('TARGET_NOT_CONNECTED'),
  }
  let ensured = 0
  const starts = createSessionStarts({
    callerOf: async () => null,
    sessions,
    signIns: { ensure: async () => (ensured++, ok(signedIn)) },
    credentials: { credentialsOf: async () => ok({ accessKeyId: 'a', secretAccessKey: 's' }) },
    ledger: { add: () => {} },
    clock: { now: () => 0 },
    log: silent,
  })
  const problem = await new Promise<Problem>((resolve) => {
    starts.start({
      ...request,
      asker,
      signal: new AbortController().signal,
      owner: {
        logFields: {},
        step: (step) => heard.push(step),
        target: () => {},
        granted: () => {},
        failed: resolve,
        news: () => {},
        wants: () => true,
        isWaitedFor: () => false,
      },
    })
  })
  return { heard, ensured, code: problem.code }
}

const found = ok<ResolvedTarget>({
  id: 'i-0ab3f29c81d7e4402',
  name: null,
  online: true,
  agentVersion: null,
  zone: null,
  vpc: null,
  matches: 1,
  othersOnline: 0,
})

describe('a token that was refused though it looked good', () => {
  it('leads to one more sign-in while the client waits', async () => {
    const { heard, ensured, code } = await attempt([sampleFailure('TOKEN_REVOKED'), found], 'user')
    expect(ensured).toBe(2)
    expect(heard).toEqual(['target', 'sign-in', 'target', 'start-session'])
    expect(code).toBe('TARGET_NOT_CONNECTED')
  })

  it('is told when the second one is refused too', async () => {
    const { ensured, code } = await attempt([sampleFailure('TOKEN_REVOKED'), sampleFailure('TOKEN_REVOKED')], 'user')
    expect(ensured).toBe(2)
    expect(code).toBe('TOKEN_REVOKED')
  })

  it.each(['user', 'client'] as const)('asks a %s once, though what it gave is refused', async (asker) => {
    const { ensured, code } = await attempt([sampleFailure('TOKEN_REVOKED'), found], asker, 'just-now')
    expect([ensured, code]).toEqual([1, 'TOKEN_REVOKED'])
  })

  it('opens no browser for a timer: nobody may be there', async () => {
    const { ensured, heard } = await attempt([sampleFailure('TOKEN_REVOKED')], 'nobody')
    expect(ensured).toBe(0)
    expect(heard).not.toContain('sign-in')
  })
})
