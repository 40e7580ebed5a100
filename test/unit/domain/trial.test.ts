import { describe, expect, it } from 'vitest'
import type { EndpointProof } from '#domain/session/far-end.ts'
import type { Occurrence, TunnelContext } from '#domain/tunnel/event.ts'
import { servingOf, type TunnelState } from '#domain/tunnel/state.ts'
import { statusOf } from '#domain/tunnel/status.ts'
import { sampleProblem } from '../../support/sample-problems.ts'
import { denied, now } from './sample-tunnels.ts'
import { clients, Story } from './story.ts'
import { doubted, readySession, tunnels } from './tunnel-states.ts'

const roles = ({ sessions }: TunnelState): readonly string[] =>
  sessions.map(({ role, session }) => `${role} ${session.kind} ${session.attempt}`)

const answered: EndpointProof = { kind: 'answered', latencyMs: 3 }
const silent: Occurrence = { type: 'session-silent', sessionId: 's-1' }
const doubt = (isDoubted: boolean, sessionId = 's-1') => ({ type: 'doubt-session', sessionId, isDoubted })

/** A tunnel in use over the session `s-1`, which is green. */
function used(context: Partial<TunnelContext> = {}): Story {
  return new Story(tunnels.ready(readySession({ endpoint: answered })), {
    ...clients(1, 0),
    freshAttempt: 2,
    ...context,
  })
}

/** Somebody comes, and waits because nobody is sent over the session that serves. */
function waitingAt(story: Story): Story {
  story.context = { ...story.context, ...clients(1, 1) }
  return story.then({ type: 'client-waiting' })
}

describe('a session whose agent says nothing', () => {
  it('is not green, takes nobody, keeps whom it has, and is followed by another once somebody comes', () => {
    const story = used().then(silent)
    expect(statusOf(story.state).kind).toBe('unknown')
    expect(story.effects).toEqual([doubt(true)])
    waitingAt(story)
    expect(story.effects).toEqual([{ type: 'start-attempt', attempt: 2, asker: 'client' }])
    story.then({ type: 'session-granted', attempt: 2, sessionId: 's-2' }, { type: 'session-ready', sessionId: 's-2' })
    expect(roles(story.state)).toEqual(['draining checking 1', 'serving ready 2'])
    expect(story.types()).not.toContain('terminate-session')
    expect(statusOf(story.state).kind).toBe('open')
  })

  it('takes whoever comes again as soon as it is heard', () => {
    const story = used().then(silent, { type: 'session-alive', sessionId: 's-1' })
    expect(story.effects).toEqual([doubt(false)])
    expect(statusOf(story.state).kind).toBe('ready')
    expect(waitingAt(story).effects).toEqual([])
  })

  it('is no news while the machine sleeps, or its channel is replaced', () => {
    expect(used().then({ type: 'slept' }, silent).effects).toEqual([])
    expect(used().then({ type: 'session-resuming', sessionId: 's-1' }, silent).effects).toEqual([])
  })

  it('is followed by one that is tried again within seconds while somebody waits', () => {
    const story = waitingAt(used().then(silent))
    for (const waitMs of [500, 1_000, 2_000, 4_000, 8_000, 8_000]) {
      story.failing(sampleProblem('AWS_UNAVAILABLE'))
      const before = story.at
      story.untilDue()
      expect(story.at - before).toBe(waitMs)
      expect(story.types()).toContain('start-attempt')
    }
    expect(servingOf(story.state)?.session.sessionId).toBe('s-1')
  })

  /** Nobody comes; the one client of the session has not heard anything yet. */
  const alone = (): Story =>
    used().then({ type: 'endpoint-unanswered', sessionId: 's-1', waitedMs: 3_000, answered: 0 }, silent)

  it('is followed by another at once where its one client waits for a first answer', () => {
    expect(alone().types()).toContain('start-attempt')
    const later = used().then(silent)
    expect(later.types()).not.toContain('start-attempt')
    later.then({ type: 'endpoint-unanswered', sessionId: 's-1', waitedMs: 100, answered: 0 })
    expect(later.types()).toContain('start-attempt')
  })

  it('is followed for nobody while its channel is replaced, which brings the answer by itself', () => {
    const story = used().then({ type: 'endpoint-unanswered', sessionId: 's-1', waitedMs: 3_000, answered: 0 })
    expect(story.then({ type: 'session-resuming', sessionId: 's-1' }).types()).not.toContain('start-attempt')
  })

  it('is tried again for such a client until that has left', () => {
    const story = alone().failing(sampleProblem('AWS_UNAVAILABLE')).untilDue()
    expect(story.types()).toContain('start-attempt')
    story.failing(sampleProblem('AWS_UNAVAILABLE')).then({ type: 'endpoint-caught-up', sessionId: 's-1' })
    expect(story.untilDue().types()).not.toContain('start-attempt')
  })

  it('carries who comes where no other session can be had', () => {
    const story = waitingAt(used().then(silent)).failing(denied)
    expect(story.effects).toEqual([doubt(false)])
    expect(waitingAt(story).effects).toEqual([])
    expect(statusOf(story.state).kind).toBe('unknown')
  })

  it('is left alone once nobody waits any more', () => {
    const story = waitingAt(used().then(silent)).failing(sampleProblem('AWS_UNAVAILABLE'))
    story.context = { ...story.context, ...clients(1, 0) }
    expect(story.untilDue().types()).not.toContain('start-attempt')
    expect(waitingAt(story).types()).toContain('start-attempt')
  })
})

describe('a far end that answers nobody', () => {
  const unanswered = (sessionId: string): Occurrence => ({
    type: 'endpoint-unanswered',
    sessionId,
    waitedMs: 8_000,
    answered: 0,
  })

  it('holds up nobody who comes later: another session dials anew', () => {
    const story = new Story(tunnels.ready(), { ...clients(1, 0), freshAttempt: 2 }).then(unanswered('s-1'))
    expect(story.effects).toContainEqual(doubt(true))
    expect(statusOf(story.state).kind).toBe('unanswered')
    expect(waitingAt(story).types()).toContain('start-attempt')
  })

  it('is tried by another session after ever longer, and at once again when somebody was answered', () => {
    const story = new Story(tunnels.ready(), { ...clients(1, 0), freshAttempt: 2 }).then(unanswered('s-1'))
    const waits: number[] = []
    for (let attempt = 2; attempt < 8; attempt += 1) {
      const before = story.at
      waitingAt(story)
      for (let due = 0; due < 9 && !story.types().includes('start-attempt'); due += 1) story.untilDue()
      expect(story.types()).toContain('start-attempt')
      waits.push(story.at - before)
      const sessionId = `s-${attempt}`
      story.then({ type: 'session-granted', attempt, sessionId }, { type: 'session-ready', sessionId })
      story.then(unanswered(sessionId))
    }
    expect(waits).toEqual([0, 8_000, 15_000, 30_000, 60_000, 60_000])
    story.then({ type: 'endpoint-answered', sessionId: 's-7', latencyMs: 3 })
    expect(story.effects).toContainEqual(doubt(false, 's-7'))
    expect(servingOf(story.state)?.trial.round).toBe(0)
  })

  it('that has closed every connection is looked for anew by the session of whoever comes next', () => {
    const story = used().then({ type: 'endpoint-departed', sessionId: 's-1' })
    expect(story.effects).toEqual([doubt(true)])
    expect(statusOf(story.state).kind).toBe('open')
    expect(waitingAt(story).types()).toContain('start-attempt')
  })

  it('that refuses does so at once, and is asked again over the same session', () => {
    const story = used().then({ type: 'endpoint-failed', sessionId: 's-1', problem: sampleProblem('ENDPOINT_REFUSED') })
    expect(story.effects).toEqual([])
    expect(waitingAt(story).effects).toEqual([])
  })

  it('is not tried without a network, and within a second of its return', () => {
    const story = waitingAt(used({ online: false }).then(silent))
    expect(story.types()).not.toContain('start-attempt')
    story.context = { ...story.context, online: true }
    expect(story.untilDue().types()).toContain('start-attempt')
    expect(story.at - now).toBe(1_000)
  })
})

it('a session that is doubted for good is doubted no more with its first answer', () => {
  const state = doubted(tunnels.checking('silent'), { isAlone: true, round: 3 })
  const story = new Story(state, clients(1, 0)).then(
    { type: 'session-alive', sessionId: 's-1' },
    { type: 'endpoint-answered', sessionId: 's-1', latencyMs: 3 },
  )
  expect(servingOf(story.state)?.trial).toMatchObject({ isAlone: false, round: 0 })
})
