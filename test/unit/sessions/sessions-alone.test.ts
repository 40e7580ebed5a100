import { unremembered } from '#test/support/unremembered.ts'
import { sampleProblem } from '../../support/sample-problems.ts'
import { describe, expect, it } from 'vitest'
import type { SessionGrant } from '#contract/relay.ts'
import { createSessions, type Sessions } from '#core/app/sessions/sessions.ts'
import type { SessionNews, SessionOwner } from '#core/app/sessions/session-request.ts'
import type { SessionService } from '#core/app/ports.ts'
import { ok } from '#domain/result.ts'
import { grantFor } from '#test/support/grants.ts'
import { FakeClock, FakeDataKeys, FakeRelay, FakeSessions, FakeSignIns, settle, silentLog } from '../tunnels/fakes.ts'

const shellGrant: SessionGrant = {
  ...grantFor({ port: 1, sessionId: 'sh-1' }),
  purpose: { for: 'shell', program: 'shell' },
}
const place = { profile: { type: 'named', name: 'ops' }, region: 'eu-west-1' } as const

/** Whoever has a session and no tunnel: it takes what it is granted, and hears. */
class ShellOwner implements SessionOwner {
  readonly logFields = { shell: '1' }
  readonly heard: string[] = []
  isWanted = true
  readonly #sessions: () => Sessions

  constructor(sessions: () => Sessions) {
    this.#sessions = sessions
  }

  step(step: string): void {
    this.heard.push(step)
  }

  target(): void {}

  granted(grant: SessionGrant): void {
    this.#sessions().carry(grant, this)
  }

  failed(): void {
    this.heard.push('failed')
  }

  news({ type }: SessionNews): void {
    this.heard.push(type)
  }

  wants(): boolean {
    return this.isWanted
  }

  isWaitedFor(): boolean {
    return false
  }
}

class ShellService extends FakeSessions {
  override async start(): ReturnType<SessionService['start']> {
    this.alive.set('sh-1', place)
    return ok(shellGrant)
  }
}

function stage() {
  const [clock, relay, service] = [new FakeClock(), new FakeRelay(), new ShellService()]
  relay.obeys = false
  const credentials = { credentialsOf: async () => ok({ accessKeyId: 'AKIAEXAMPLE', secretAccessKey: 'x' }) }
  const dataKeys = new FakeDataKeys()
  const sessions: Sessions = createSessions({
    callerOf: async () => null,
    clock,
    relay,
    sessions: service,
    signIns: new FakeSignIns(),
    credentials,
    dataKeys,
    memory: unremembered,
    log: silentLog,
  })
  const owner = new ShellOwner(() => sessions)
  sessions.start({
    place,
    target: { by: 'id', id: 'i-0ab3f29c81d7e4402' },
    purpose: { for: 'shell', program: { run: 'shell' }, size: { columns: 80, rows: 24 } },
    reason: 'a look',
    engine: 'builtin',
    asker: 'user',
    owner,
    signal: new AbortController().signal,
  })
  return { clock, relay, service, dataKeys, sessions, owner }
}

describe('a session without a tunnel', () => {
  it('is started, carried and terminated, and serves no door', async () => {
    const { relay, service, sessions, owner } = stage()
    await settle()
    expect(relay.ordersOf('start-session')).toMatchObject([{ grant: { sessionId: 'sh-1', purpose: { for: 'shell' } } }])
    relay.tell({ type: 'session-ready', sessionId: 'sh-1', agentVersion: null, openedInMs: 3 })
    sessions.stop('sh-1', 500)
    expect(relay.ordersOf('stop-session')).toEqual([{ type: 'stop-session', sessionId: 'sh-1', deadlineMs: 500 }])
    relay.tell({ type: 'session-stopped', sessionId: 'sh-1' })
    sessions.terminate('sh-1')
    await sessions.settled()
    expect(owner.heard).toEqual(['target', 'start-session', 'session-ready', 'session-stopped'])
    expect(service.alive.size).toBe(0)
    expect(relay.ordersOf('serve-door')).toEqual([])
    sessions.dispose()
    expect(relay.listeners).toBe(0)
  })

  it('has its questions answered: a pass while it is wanted, credentials, and a data key of its own', async () => {
    const { relay, dataKeys, owner } = stage()
    await settle()
    relay.tell({ type: 'pass-needed', sessionId: 'sh-1' })
    relay.tell({ type: 'credentials-needed', sessionId: 'sh-1', requestId: '1' })
    const asked = { keyId: 'alias/sessions', bytes: 64, context: { 'aws:ssm:SessionId': 'sh-1' } }
    relay.tell({ type: 'data-key-needed', sessionId: 'sh-1', requestId: '2', ...asked })
    await settle()
    owner.isWanted = false
    relay.tell({ type: 'pass-needed', sessionId: 'sh-1' })
    await settle()
    expect(relay.ordersOf('renew-pass')).toMatchObject([{ pass: { tokenValue: 'again-sh-1' } }, { pass: null }])
    expect(relay.ordersOf('give-credentials')).toMatchObject([
      { requestId: '1', credentials: { secretAccessKey: 'x' } },
    ])
    expect(relay.ordersOf('give-data-key')).toEqual([
      {
        type: 'give-data-key',
        sessionId: 'sh-1',
        requestId: '2',
        answer: ok({ plaintext: 'cGxhaW4=', ciphertext: 'c2VhbGVk' }),
      },
    ])
    expect(dataKeys.asked).toEqual([{ ...asked, place }])
  })

  it('gets no key that is bound to another session, and hears why there is none', async () => {
    const { relay, dataKeys } = stage()
    await settle()
    const ask = (sessionId: string, bound: string): void =>
      relay.tell({
        ...{ type: 'data-key-needed', sessionId, requestId: bound, keyId: 'k', bytes: 64 },
        context: { 'aws:ssm:SessionId': bound },
      })
    ask('sh-1', 'sh-2')
    ask('foreign', 'foreign')
    await settle()
    expect(dataKeys.asked).toEqual([])
    dataKeys.problem = sampleProblem('SESSION_KEY_UNUSABLE')
    ask('sh-1', 'sh-1')
    await settle()
    expect(relay.ordersOf('give-data-key')).toMatchObject([
      { sessionId: 'sh-1', answer: { ok: false, error: { code: 'SESSION_ENDED' } } },
      { sessionId: 'foreign', answer: { ok: false, error: { code: 'SESSION_ENDED' } } },
      { sessionId: 'sh-1', answer: { ok: false, error: { code: 'SESSION_KEY_UNUSABLE' } } },
    ])
  })

  it('is heard of no more once it was terminated, and counts until the service has answered', async () => {
    const { relay, service, sessions, owner } = stage()
    await settle()
    let answer = (): void => {}
    service.terminate = () => new Promise((resolve) => (answer = () => resolve(ok(undefined))))
    sessions.terminate('sh-1')
    relay.tell({ type: 'session-lost', sessionId: 'sh-1', problem: sampleProblem('SESSION_ENDED') })
    relay.tell({ type: 'session-ready', sessionId: 'sh-1', agentVersion: null, openedInMs: 3 })
    expect(owner.heard).toEqual(['target', 'start-session'])
    expect(sessions.open()).toHaveLength(1)
    answer()
    await sessions.settled()
    expect(sessions.open()).toHaveLength(0)
  })

  it('that nobody here started is not carried, not terminated, and gets nothing', async () => {
    const { relay, service, sessions, owner } = stage()
    await settle()
    const before = relay.ordersOf('start-session').length
    sessions.carry({ ...shellGrant, sessionId: 'foreign' }, owner)
    expect(relay.ordersOf('start-session')).toHaveLength(before)
    relay.tell({ type: 'session-lost', sessionId: 'foreign', problem: sampleProblem('SESSION_DROPPED') })
    relay.tell({ type: 'pass-needed', sessionId: 'foreign' })
    relay.tell({ type: 'credentials-needed', sessionId: 'foreign', requestId: '1' })
    relay.tell({ type: 'termination-needed', sessionId: 'foreign' })
    await settle()
    expect(relay.ordersOf('renew-pass')).toEqual([{ type: 'renew-pass', sessionId: 'foreign', pass: null }])
    expect(relay.ordersOf('give-credentials')).toMatchObject([{ credentials: null }])
    expect(relay.ordersOf('session-terminated')).toEqual([{ type: 'session-terminated', sessionId: 'foreign' }])
    expect([...service.alive.keys()]).toEqual(['sh-1'])
    expect(owner.heard).toEqual(['target', 'start-session'])
  })

  it('of which the relay says nothing is given up here and stopped there', async () => {
    const { clock, relay, owner } = stage()
    await clock.advance(90_000)
    expect(owner.heard.at(-1)).toBe('session-failed')
    expect(relay.ordersOf('stop-session')).toMatchObject([{ sessionId: 'sh-1' }])
    relay.tell({ type: 'session-lost', sessionId: 'sh-1', problem: sampleProblem('SESSION_DROPPED') })
    expect(owner.heard.at(-1)).toBe('session-failed')
  })

  it('is gone with the relay, without a timer left', async () => {
    const { clock, relay, owner } = stage()
    await settle()
    relay.stop(true)
    relay.tell({ type: 'session-ready', sessionId: 'sh-1', agentVersion: null, openedInMs: 3 })
    expect(owner.heard).toEqual(['target', 'start-session'])
    expect(clock.timers).toBe(0)
  })
})
