import { describe, expect, it } from 'vitest'
import type { ClientTrouble } from '#core/app/tunnels/client-troubles.ts'
import { sampleProblem } from '#test/support/sample-problems.ts'
import { fixtureTunnels } from '#test/support/snapshot-fixtures.ts'
import { messagesOf } from '#words/messages.ts'
import { clientNotice } from '../../../main/notifications/client-notice.ts'

const [tunnel] = fixtureTunnels()
const offline: ClientTrouble = {
  tunnelId: tunnel?.id ?? '',
  letGo: { why: 'problem', problem: sampleProblem('TARGET_NOT_CONNECTED') },
  programs: ['DBeaver'],
  waitMs: 30_000,
}

function said(trouble: ClientTrouble, language: 'en' | 'ja' = 'en'): readonly string[] {
  if (tunnel === undefined) throw new Error('there is no tunnel')
  const { title, body } = clientNotice(trouble, tunnel, messagesOf(language))
  return [title, body]
}

describe('a notification about clients', () => {
  it('names the tunnel, what is wrong, who waits and for how long', () => {
    expect(said(offline)).toEqual([
      'orders-db writer cannot open',
      'The bastion is not connected to Systems Manager. DBeaver waits 30 s.',
    ])
    expect(said(offline, 'ja')).toEqual([
      'orders-db writer に接続できません',
      expect.stringMatching(/。 ?DBeaver は 30 秒待ちます。$/),
    ])
  })

  it.each([
    [[], 'A client waits 30 s.'],
    [['psql', 'pgAdmin 4'], 'psql, pgAdmin 4 waits 30 s.'],
    [['a', 'b', 'c'], 'A client waits 30 s.'],
  ])('calls %j by name while they are few', (programs, end) => {
    expect(said({ ...offline, programs })[1]).toContain(end)
  })

  it('promises no wait to those who were let go', () => {
    expect(said({ ...offline, waitMs: null })[1]).toBe('The bastion is not connected to Systems Manager.')
    expect(said({ ...offline, letGo: { why: 'on-its-way', step: 'sign-in' }, waitMs: null })[1]).toBe(
      'DBeaver gave up waiting before the session was open.',
    )
    expect(said({ ...offline, letGo: { why: 'started-by-hand' }, waitMs: null })[1]).toContain('only with Connect')
  })

  it('says of a web page what it tried', () => {
    const refused = { ...offline, letGo: { why: 'problem', problem: sampleProblem('CLIENT_REFUSED') } } as const
    expect(said(refused)).toEqual([
      'A web page in Chrome tried to use localhost:19200',
      'It was refused; nothing reached the database.',
    ])
    expect(said(refused, 'ja')[0]).toBe('Chrome のウェブページが localhost:19200 に接続を試みました')
  })
})
