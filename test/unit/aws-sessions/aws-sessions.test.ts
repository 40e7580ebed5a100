import { describe, expect, it } from 'vitest'
import type { Result } from '#contract/result.ts'
import { createAwsSessions } from '#core/app/aws-sessions/aws-sessions.ts'
import type { ListedSession, NamedSessionPlace } from '#core/app/aws-sessions/ports.ts'
import type { SessionPlace } from '#core/app/ports.ts'
import type { LedgerEntry } from '#core/app/sessions/session-ledger.ts'
import type { RememberedSession } from '#core/app/sessions/session-memory.ts'
import { ok } from '#domain/result.ts'
import { sampleFailure } from '#test/support/sample-problems.ts'

const placeOf = (roleName: string): SessionPlace => ({
  profile: { type: 'sso', session: 'harborline', accountId: '482100973316', roleName },
  region: 'ap-northeast-1',
})
const named = (roleName: string): NamedSessionPlace => ({
  key: roleName,
  place: placeOf(roleName),
  account: { id: '482100973316', name: 'orders-prod', role: roleName },
  environment: 'production',
})
const listed = (sessionId: string): ListedSession => ({
  ...{ sessionId, targetId: 'i-0ab3f29c81d7e4402', kind: 'forward', startedAt: 1, reason: null },
})
const remembered = (sessionId: string): RememberedSession => ({
  ...{ sessionId, place: placeOf('Tunnel'), targetId: 'i-0ab3f29c81d7e4402', purpose: 'forward' },
  ...{ tunnelId: null, startedAt: 1 },
})
const entry = (sessionId: string, owner: Readonly<Record<string, string>>): LedgerEntry => ({
  ...{ ...remembered(sessionId), streamUrl: '', owner },
})

/** Two roles of an account: one sees `sessions`, the other may not ask. */
function stage(...sessions: readonly string[]) {
  const terminated: (readonly [string, SessionPlace])[] = []
  const over: string[] = []
  const open: LedgerEntry[] = []
  const left: RememberedSession[] = []
  const answers: Readonly<Record<string, Result<readonly ListedSession[]>>> = {
    Tunnel: ok(sessions.map(listed)),
    Auditor: sampleFailure('ACCESS_DENIED'),
  }
  const atAws = createAwsSessions({
    directory: {
      openAt: async ({ profile }) => answers[profile.type === 'sso' ? profile.roleName : ''] ?? ok([]),
    },
    service: { terminate: async (place, id) => (terminated.push([id, place]), ok(undefined)) },
    memory: { left: () => left, over: (id) => over.push(id) },
    clock: { now: () => 7 },
    open: () => open,
    places: async () => [named('Tunnel'), named('Auditor')],
  })
  return { atAws, terminated, over, open, left }
}

describe('a person’s sessions at AWS', () => {
  it('are told apart: used by a tunnel, a shell or files here, left by an earlier start, somebody else’s', async () => {
    const { atAws, open, left } = stage('s-1', 's-2', 's-3', 's-4', 's-5')
    open.push(entry('s-1', { tunnelId: 't' }), entry('s-2', { shellId: 'h' }), entry('s-3', { sshRequest: '9' }))
    left.push(remembered('s-4'))
    const list = await atAws.list()
    expect(list.askedAt).toBe(7)
    expect(list.sessions.map(({ use }) => use)).toEqual([
      { by: 'here', what: 'tunnel', id: 't' },
      { by: 'here', what: 'shell', id: 'h' },
      { by: 'here', what: 'ssh', id: '' },
      { by: 'left-over' },
      { by: 'elsewhere' },
    ])
  })

  it('that could not be asked for are a place with its problem', async () => {
    const { places, sessions } = await stage('s-1').atAws.list()
    expect(places.map(({ key, problem }) => [key, problem?.code ?? null])).toEqual([
      ['Tunnel', null],
      ['Auditor', 'ACCESS_DENIED'],
    ])
    expect(sessions.map(({ place }) => place)).toEqual(['Tunnel'])
  })

  it('are ended where they are, each once, and remembered no more', async () => {
    const { atAws, terminated, over } = stage('s-1', 's-2')
    await atAws.list()
    expect(await atAws.terminate(['s-2', 's-2'])).toEqual([{ sessionId: 's-2', problem: null }])
    expect(terminated).toEqual([['s-2', placeOf('Tunnel')]])
    expect(over).toEqual(['s-2'])
  })

  it('are left alone when the list had them not, or when the app has come to use them since', async () => {
    const { atAws, terminated, open } = stage('s-1')
    expect(await atAws.terminate(['s-1'])).toMatchObject([{ problem: { code: 'INPUT_INVALID' } }])
    await atAws.list()
    open.push(entry('s-1', { tunnelId: 't' }))
    const ended = await atAws.terminate(['s-1', 's-of-nobody'])
    expect(ended.map(({ problem }) => problem?.code)).toEqual(['INPUT_INVALID', 'INPUT_INVALID'])
    expect(terminated).toEqual([])
  })
})
