import { describe, expect, it } from 'vitest'
import { problemOf } from '#domain/problem/problem.ts'
import { routeOf } from '#domain/route/route.ts'
import { noFacts } from '#domain/route/facts.ts'
import type { Occurrence } from '#domain/tunnel/event.ts'
import { deadlinesOf } from '#domain/tunnel/deadlines.ts'
import { statusOf } from '#domain/tunnel/status.ts'
import { sampleProblem } from '#test/support/sample-problems.ts'
import { now, refused, sampleTunnel } from './sample-tunnels.ts'
import { armed, clients, readyState, Story } from './story.ts'
import { readySession, tunnels } from './tunnel-states.ts'

const sessionId = 's-1'
const answered = { type: 'endpoint-answered', sessionId, latencyMs: 3 } as const
const unanswered = (waitedMs = 1_000, others = 0): Occurrence => ({
  type: 'endpoint-unanswered',
  sessionId,
  waitedMs,
  answered: others,
})
const givenUp = (waitedMs: number, others = 0): Occurrence => ({
  type: 'endpoint-given-up',
  sessionId,
  waitedMs,
  answered: others,
})
const caughtUp = { type: 'endpoint-caught-up', sessionId } as const

const look = (story: Story) => ({
  kind: statusOf(story.state).kind,
  database: routeOf(sampleTunnel(), story.state, noFacts)[4].health,
})
const after = (story: Story): number => story.at - now

describe('a session whose database nobody has heard', () => {
  it('is open and no more, whether a client came or somebody connected by hand', () => {
    for (const first of ['client-waiting', 'connect-now'] as const) {
      const story = new Story(armed).then({ type: first })
      story.then({ type: 'session-granted', attempt: 1, sessionId }, { type: 'session-ready', sessionId })
      expect(look(story), first).toEqual({ kind: 'open', database: 'idle' })
      expect(look(story.then(answered)), first).toEqual({ kind: 'ready', database: 'ok' })
    }
  })

  it('is amber once a first answer is 8 s late, and failed at 25 s, with what to do', () => {
    const story = new Story(readyState, clients(1, 0)).then(unanswered())
    expect(look(story)).toEqual({ kind: 'open', database: 'work' })
    expect(statusOf(story.state)).toMatchObject({ waitingSince: now - 1_000 })
    expect(look(story.untilDue())).toEqual({ kind: 'unanswered', database: 'warn' })
    expect(after(story)).toBe(7_000)
    expect(look(story.untilDue())).toEqual({ kind: 'failed', database: 'fail' })
    expect(after(story)).toBe(24_000)
    expect(statusOf(story.state)).toMatchObject({
      problem: { code: 'ENDPOINT_TIMED_OUT', details: { afterMs: 25_000 } },
      retry: null,
    })
    expect(deadlinesOf(story.state)).toEqual([])
    const problem = { code: 'ENDPOINT_TIMED_OUT', details: { afterMs: 25_000 } }
    expect(story.effects, 'whoever waits is told').toContainEqual({ type: 'tell-silence', sessionId, problem })
    expect(look(story.then(answered)), 'a late answer is an answer').toEqual({ kind: 'ready', database: 'ok' })
  })

  it('has failed when its client gives up before that, unless the client hardly waited', () => {
    const story = new Story(readyState, clients(1, 0)).then(unanswered(), givenUp(2_000)).then(caughtUp)
    expect(look(story)).toEqual({ kind: 'open', database: 'idle' })
    story.then(unanswered(), givenUp(5_600)).then(caughtUp)
    expect(statusOf(story.state)).toMatchObject({
      kind: 'failed',
      problem: { code: 'ENDPOINT_TIMED_OUT', details: { afterMs: 5_600 } },
    })
    story.then(unanswered(9_000))
    expect(look(story).kind, 'one more client that waits changes nothing').toBe('failed')
  })

  it('is not said to refuse when the agent tells of its dial minutes later, client or no client', () => {
    const waiting = new Story(readyState, clients(1, 0)).then(unanswered()).untilDue()
    waiting.then({ type: 'endpoint-failed', sessionId, problem: refused })
    expect(statusOf(waiting.state)).toMatchObject({ kind: 'failed', problem: { code: 'ENDPOINT_TIMED_OUT' } })
    const left = new Story(readyState).then(unanswered(), givenUp(10_000)).then(caughtUp)
    left.at += 117_000
    left.then({ type: 'endpoint-failed', sessionId, problem: refused })
    expect(statusOf(left.state)).toMatchObject({ kind: 'failed', problem: { code: 'ENDPOINT_TIMED_OUT' } })
    const prompt = new Story(readyState).then(unanswered(), { type: 'endpoint-failed', sessionId, problem: refused })
    expect(statusOf(prompt.state)).toMatchObject({ kind: 'failed', problem: { code: 'ENDPOINT_REFUSED' } })
  })

  it('keeps that for its reason when the plugin ends the session for it', () => {
    const noBytes = problemOf('ENGINE_FAILED', { reason: 'no-bytes' })
    const story = new Story(readyState).then(unanswered(), givenUp(6_000)).then(caughtUp)
    story.then({ type: 'session-lost', sessionId, problem: noBytes })
    expect(statusOf(story.state)).toMatchObject({
      kind: 'failed',
      problem: { code: 'ENDPOINT_TIMED_OUT' },
      retry: null,
    })
    story.then({ type: 'client-waiting' })
    expect(statusOf(story.state).kind).toBe('connecting')
    const proven = new Story(readyState, clients(1, 0)).then(answered)
    proven.then({ type: 'session-lost', sessionId, problem: noBytes })
    expect(statusOf(proven.state).kind, 'a session that carried somebody is a loss').toBe('reconnecting')
  })

  it('does not count the time asleep, nor while its channel is resumed', () => {
    const story = new Story(readyState, clients(1, 0)).then(unanswered(), { type: 'slept' })
    story.at += 3_600_000
    story.then({ type: 'woke' }, { type: 'session-alive', sessionId })
    expect(look(story)).toEqual({ kind: 'open', database: 'work' })
    story.then({ type: 'session-resuming', sessionId }, givenUp(9_000))
    story.at += 60_000
    expect(look(story.then({ type: 'session-resumed', sessionId })).kind).toBe('open')
    expect(look(story.untilDue()).kind).toBe('unanswered')
  })
})

describe('a session whose database has answered', () => {
  const proven = () =>
    new Story(tunnels.ready(readySession({ endpoint: { kind: 'answered', latencyMs: 3 } })), clients(2, 0))

  it('never fails for a late first answer while other connections live, and is amber for it', () => {
    const story = proven().then(unanswered(1_000, 2))
    expect(look(story)).toEqual({ kind: 'ready', database: 'ok' })
    expect(look(story.untilDue())).toEqual({ kind: 'unanswered', database: 'warn' })
    expect(statusOf(story.state)).toMatchObject({ hasAnswered: true })
    expect(deadlinesOf(story.state)).toEqual([])
    story.then(givenUp(60_000, 2), caughtUp)
    expect(look(story)).toEqual({ kind: 'ready', database: 'ok' })
  })

  it('fails as any other once none of its answered connections is left', () => {
    const story = proven().then(unanswered(1_000, 2)).untilDue()
    story.then(unanswered(20_000, 0))
    expect(look(story).kind).toBe('unanswered')
    expect(look(story.untilDue()).kind).toBe('failed')
  })

  it('takes a refusal for what it is', () => {
    const story = proven().then({ type: 'endpoint-failed', sessionId, problem: sampleProblem('ENDPOINT_REFUSED') })
    expect(statusOf(story.state)).toMatchObject({ kind: 'failed', problem: { code: 'ENDPOINT_REFUSED' } })
  })
})
