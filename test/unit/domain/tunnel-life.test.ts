import { sampleProblem } from '../../support/sample-problems.ts'
import { describe, expect, it } from 'vitest'
import type { Occurrence } from '#domain/tunnel/event.ts'
import { deadlinesOf } from '#domain/tunnel/deadlines.ts'
import { servingOf } from '#domain/tunnel/state.ts'
import { statusOf } from '#domain/tunnel/status.ts'
import { denied, dropped, now, refused, taken } from './sample-tunnels.ts'
import { armed, clients, readyState, Story } from './story.ts'
import { tunnels } from './tunnel-states.ts'

describe('first byte', () => {
  it('goes from the switch to ready by the first client', () => {
    const story = new Story(tunnels.stopped).then({ type: 'arm' })
    expect(story.types()).toEqual(['open-door'])
    expect(story.then({ type: 'door-opened' }).phase.kind).toBe('armed')
    story.then({ type: 'client-waiting' })
    expect(story.effects).toEqual([{ type: 'start-attempt', attempt: 1, asker: 'client' }])
    expect(statusOf(story.state)).toMatchObject({ kind: 'connecting', step: 'sign-in' })
    story.then(
      { type: 'attempt-step', attempt: 1, step: 'target' },
      { type: 'attempt-step', attempt: 1, step: 'start-session' },
    )
    story.then({ type: 'session-granted', attempt: 1, sessionId: 's-1' })
    expect(story.types()).toEqual(['carry-session'])
    story.then({ type: 'session-ready', sessionId: 's-1' })
    expect(statusOf(story.state).kind).toBe('open')
  })

  it('waits for the user when the session starts by hand', () => {
    const story = new Story(armed, { sessionStart: 'manual' }).then({ type: 'client-waiting' })
    expect(story.state).toEqual(armed)
    expect(story.then({ type: 'connect-now' }).phase.kind).toBe('connecting')
  })

  it('starts no second session for a second client', () => {
    const story = new Story(armed).then({ type: 'client-waiting' }, { type: 'client-waiting' }, { type: 'connect-now' })
    expect(story.phase).toMatchObject({ kind: 'connecting', session: { attempt: 1 } })
    expect(story.effects).toEqual([])
  })

  it('is proved anew when the user asks for a session that is ready', () => {
    const answered = { type: 'endpoint-answered', sessionId: 's-1', latencyMs: 3 } as const
    const story = new Story(readyState).then(answered)
    expect(servingOf(story.state)?.session).toMatchObject({ endpoint: { kind: 'answered' } })
    story.then({ type: 'connect-now' })
    expect(servingOf(story.state)?.session).toMatchObject({ kind: 'ready', endpoint: { kind: 'unproven' } })
  })

  it('terminates a grant that comes after the switch went off', () => {
    const story = new Story(armed).then({ type: 'client-waiting' }, { type: 'disarm' })
    expect(story.types()).toContain('abandon-attempt')
    story.then({ type: 'session-granted', attempt: 1, sessionId: 's-late' })
    expect(story.effects).toEqual([{ type: 'terminate-session', sessionId: 's-late' }])
  })
})

describe('a dropped session', () => {
  it('is tried again after 2, 4, 8, 15 and 30 s, then after 15 s and five times every 30 s, then by nobody', () => {
    const story = new Story(readyState, clients(1, 0)).then({
      type: 'session-lost',
      sessionId: 's-1',
      problem: dropped,
    })
    expect(story.types()).toContain('terminate-session')
    const waits: (number | null)[] = []
    for (let tries = 0; tries < 12; tries += 1) {
      const [deadline] = deadlinesOf(story.state)
      waits.push(deadline === undefined ? null : deadline.at - story.at)
      if (deadline === undefined) break
      story.untilDue().failing(sampleProblem('TARGET_NOT_CONNECTED'))
    }
    expect(waits).toEqual([2_000, 4_000, 8_000, 15_000, 30_000, 15_000, 30_000, 30_000, 30_000, 30_000, null])
    expect(statusOf(story.state)).toMatchObject({ kind: 'failed', retry: null })
  })

  it('says which try of how many comes next', () => {
    const story = new Story(readyState, clients(1, 0)).then({
      type: 'session-lost',
      sessionId: 's-1',
      problem: dropped,
    })
    expect(statusOf(story.state)).toMatchObject({ kind: 'reconnecting', attempt: 1, of: 5, nextAt: now + 2_000 })
    expect(statusOf(story.untilDue().failing().state)).toMatchObject({ kind: 'reconnecting', attempt: 2, of: 5 })
  })

  it('keeps clients waiting while another try is planned, and refuses them when none is', () => {
    const story = new Story(readyState, clients(1, 0)).then({
      type: 'session-lost',
      sessionId: 's-1',
      problem: dropped,
    })
    for (let tries = 0; tries < 9; tries += 1) {
      expect(deadlinesOf(story.state)).toHaveLength(1)
      expect(story.untilDue().failing().types()).not.toContain('refuse-clients')
    }
    expect(story.untilDue().failing().types()).toContain('refuse-clients')
    expect(deadlinesOf(story.state)).toEqual([])
  })

  it('keeps clients waiting when its first start fails for what may pass, also one that came for a manual start', () => {
    const throttled = sampleProblem('THROTTLED')
    const story = new Story(armed, clients(0, 1)).then({ type: 'client-waiting' }).failing(throttled)
    expect(story.types()).not.toContain('refuse-clients')
    const manual = new Story(armed, { ...clients(0, 1), sessionStart: 'manual' })
    manual.then({ type: 'connect-now' }).failing(throttled)
    expect(manual.then({ type: 'client-waiting' }).types()).toEqual([])
  })

  it('is no incident when the service ended a session that nobody used', () => {
    const ended = sampleProblem('SESSION_ENDED')
    const story = new Story(readyState).then({ type: 'session-lost', sessionId: 's-1', problem: ended })
    expect(story.phase.kind).toBe('armed')
    expect(story.types()).not.toContain('terminate-session')
    const used = new Story(readyState, clients(0, 0)).then({ type: 'session-lost', sessionId: 's-1', problem: ended })
    expect(used.phase.kind).toBe('reconnecting')
  })

  it('terminates a session that could not be resumed, for it may live on where nobody sees it', () => {
    const expired = sampleProblem('SESSION_EXPIRED')
    const story = new Story(readyState).then({ type: 'session-lost', sessionId: 's-1', problem: expired })
    expect(story.phase.kind).toBe('armed')
    expect(story.types()).toContain('terminate-session')
  })

  it('goes on with its tries when the new session is lost at once', () => {
    const story = new Story(readyState, clients(1, 0)).then({
      type: 'session-lost',
      sessionId: 's-1',
      problem: dropped,
    })
    for (const tries of [1, 2, 3, 4]) {
      story.untilDue()
      const attempt = story.context.freshAttempt - 1
      story.then({ type: 'session-granted', attempt, sessionId: 's-2' }, { type: 'session-ready', sessionId: 's-2' })
      story.then({ type: 'session-lost', sessionId: 's-2', problem: dropped })
      expect(story.phase).toMatchObject({ kind: 'reconnecting', pause: { tries } })
    }
  })

  it('is not retried by a timer when trying again can not help', () => {
    const story = new Story(armed).then({ type: 'client-waiting' }).failing(denied)
    expect(deadlinesOf(story.state)).toEqual([])
    expect(story.types()).toContain('refuse-clients')
    expect(story.then({ type: 'client-waiting' }).phase.kind).toBe('connecting')
  })

  it('spends no try without a network, and is tried at once when it is back', () => {
    const story = new Story(readyState, { ...clients(0, 0), online: false })
    story.then({ type: 'session-lost', sessionId: 's-1', problem: dropped })
    for (let tries = 0; tries < 20; tries += 1) story.untilDue()
    expect(story.phase).toMatchObject({ kind: 'reconnecting', pause: { tries: 0 } })
    story.context = { ...story.context, online: true }
    expect(servingOf(story.then({ type: 'online' }).state)).toMatchObject({
      session: { kind: 'starting' },
      series: { after: 'drop', tries: 0 },
    })
  })

  it('opens no browser for a timer, but does for a client that waits', () => {
    const lost: Occurrence = { type: 'session-lost', sessionId: 's-1', problem: dropped }
    expect(new Story(readyState, clients(1, 0)).then(lost).untilDue().phase).toMatchObject({
      session: { asker: 'nobody' },
    })
    expect(new Story(readyState, clients(0, 1)).then(lost).untilDue().phase).toMatchObject({
      session: { asker: 'client' },
    })
    const late = new Story(readyState, clients(1, 0)).then(lost).untilDue()
    late.context = { ...late.context, ...clients(0, 1) }
    expect(late.failing(sampleProblem('SIGN_IN_REQUIRED')).phase).toMatchObject({
      kind: 'connecting',
      session: { asker: 'client' },
    })
  })
})

describe('the far end', () => {
  it('is shown as failed while the session lives on, until it answers', () => {
    const story = new Story(readyState, clients(1, 0)).then({
      type: 'endpoint-failed',
      sessionId: 's-1',
      problem: refused,
    })
    expect(story.phase.kind).toBe('ready')
    expect(statusOf(story.state)).toMatchObject({ kind: 'failed', problem: { code: 'ENDPOINT_REFUSED' }, retry: null })
    expect(story.effects).toEqual([])
    story.then({ type: 'endpoint-answered', sessionId: 's-1', latencyMs: 3 })
    expect(statusOf(story.state).kind).toBe('ready')
  })
})

describe('an idle session', () => {
  it('is closed after a while without clients, and the port stays', () => {
    const story = new Story(readyState, clients(1, 0)).then({ type: 'clients-changed' })
    expect(deadlinesOf(story.state)).toEqual([])
    story.context = { ...story.context, ...clients(0, 0) }
    story.then({ type: 'clients-changed' })
    expect(story.phase).toMatchObject({ kind: 'ready', idleCloseAt: now + 1_200_000 })
    story.untilDue()
    expect(story.types()).toEqual(['stop-session', 'cancel', 'schedule'])
    expect(statusOf(story.state).kind).toBe('armed')
    expect(story.then({ type: 'session-stopped', sessionId: 's-1' }).phase.kind).toBe('armed')
    expect(story.types()).toEqual(['terminate-session', 'cancel'])
  })

  it('is started again for a client that comes while it is being closed', () => {
    const story = new Story(tunnels.closing('listen'), { freshAttempt: 2 }).then(
      { type: 'client-waiting' },
      { type: 'session-stopped', sessionId: 's-1' },
    )
    expect(story.phase).toMatchObject({ kind: 'connecting', session: { attempt: 2 } })
  })
})

describe('sleep and the relay', () => {
  it('shows no green from sleep until the session has answered', () => {
    const story = new Story(readyState).then({ type: 'slept' })
    expect(statusOf(story.state).kind).toBe('unknown')
    expect(story.then({ type: 'session-alive', sessionId: 's-1' }).phase.kind).toBe('checking')
    expect(story.then({ type: 'woke' }).types()).toContain('check-sessions')
    expect(statusOf(story.then({ type: 'session-alive', sessionId: 's-1' }).state).kind).toBe('open')
  })

  it('takes silence after waking as a loss', () => {
    const story = new Story(readyState, clients(1, 0)).then({ type: 'slept' }, { type: 'woke' }).untilDue()
    expect(story.phase.kind).toBe('reconnecting')
    expect(story.types()).toEqual(expect.arrayContaining(['stop-session', 'terminate-session']))
  })

  it('brings the doors back after a restart, and the session where it was in use', () => {
    const story = new Story(readyState, clients(2, 0)).then({ type: 'relay-stopped', prospect: 'restarting' })
    expect(story.types()).toContain('terminate-session')
    expect(story.then({ type: 'relay-started' }).types()).toEqual(['open-door'])
    expect(story.then({ type: 'door-opened' }).phase.kind).toBe('connecting')
    const idle = new Story(armed).then(
      { type: 'relay-stopped', prospect: 'restarting' },
      { type: 'relay-started' },
      { type: 'door-opened' },
    )
    expect(idle.phase.kind).toBe('armed')
  })

  it('fails at the port when the relay is gone for good', () => {
    const story = new Story(readyState).then({ type: 'relay-stopped', prospect: 'gone' })
    expect(statusOf(story.state)).toMatchObject({ kind: 'failed', problem: { code: 'RELAY_STOPPED' } })
  })
})

describe('the port and the sign-in', () => {
  it('is tried again when another program had it', () => {
    const story = new Story(tunnels.stopped).then({ type: 'arm' }, { type: 'door-failed', problem: taken })
    expect(statusOf(story.state)).toMatchObject({ kind: 'failed', retry: { of: null, nextAt: now + 1_000 } })
    expect(story.untilDue().types()).toContain('open-door')
    expect(story.then({ type: 'door-opened' }).phase.kind).toBe('armed')
  })

  it('moves when the saved port changes', () => {
    const story = new Story(readyState).then({ type: 'tunnel-edited', what: 'port' })
    expect(story.types()).toEqual(['close-door', 'schedule', 'schedule'])
    expect(story.then({ type: 'door-closed' }).types()).toEqual(['open-door', 'terminate-session', 'cancel', 'cancel'])
  })

  it('goes on by itself after the sign-in that it failed for', () => {
    const story = new Story(armed).then({ type: 'client-waiting' }).failing(sampleProblem('SIGN_IN_CANCELLED'))
    expect(statusOf(story.state)).toMatchObject({ kind: 'failed', retry: null })
    expect(story.then({ type: 'sign-in-revived' }).phase).toMatchObject({
      kind: 'connecting',
      session: { asker: 'nobody' },
    })
    const other = new Story(armed).then({ type: 'client-waiting' }).failing(denied).then({ type: 'sign-in-revived' })
    expect(other.phase.kind).toBe('failed')
  })
})

describe('a port that another program has', () => {
  it('stays shown as taken while it is tried again, for ever, and listens as soon as it is given back', () => {
    const story = new Story(tunnels.barred(taken, undefined, now + 1_000))
    for (let tries = 0; tries < 20; tries += 1) {
      story.untilDue()
      expect(story.types()).toContain('open-door')
      expect(statusOf(story.state)).toMatchObject({ kind: 'failed', problem: { code: 'PORT_TAKEN' } })
      story.then({ type: 'door-failed', problem: taken })
    }
    story.untilDue().then({ type: 'door-opened' })
    expect(statusOf(story.state).kind).toBe('armed')
  })
})
