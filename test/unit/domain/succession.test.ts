import { describe, expect, it } from 'vitest'
import type { TunnelState } from '#domain/tunnel/state.ts'
import { statusOf } from '#domain/tunnel/status.ts'
import { heldSessionsOf } from './held.ts'
import { denied, dropped } from './sample-tunnels.ts'
import { clients, readyState, Story } from './story.ts'
import { lane, readySession, startingSession, tunnels } from './tunnel-states.ts'

const roles = ({ sessions }: TunnelState): readonly string[] =>
  sessions.map(({ role, session }) => `${role} ${session.kind} ${session.attempt}`)

/** A tunnel in use whose successor has been granted. */
function succeeding(): Story {
  const story = new Story(readyState, { ...clients(1, 0), freshAttempt: 2 })
  story.then({ type: 'successor-wanted' })
  expect(story.effects).toEqual([{ type: 'start-attempt', attempt: 2, asker: 'nobody' }])
  return story.then({ type: 'session-granted', attempt: 2, sessionId: 's-2' })
}

describe('a successor', () => {
  it('is started beside the session that serves, once, and takes its place when it is ready', () => {
    const story = succeeding()
    expect(story.types()).toEqual(['carry-session'])
    expect(story.then({ type: 'successor-wanted' }).effects).toEqual([])
    expect(statusOf(story.state).kind).toBe('open')
    story.then({ type: 'session-ready', sessionId: 's-2' })
    expect(roles(story.state)).toEqual(['draining ready 1', 'serving ready 2'])
    expect(story.effects).toEqual([])
    expect(statusOf(story.state)).toMatchObject({ kind: 'open', since: story.at })
  })

  it('leaves the one before to its clients; the relay says when it is stopped, and then it is terminated', () => {
    const story = succeeding().then({ type: 'session-ready', sessionId: 's-2' })
    story.then({ type: 'session-stopped', sessionId: 's-1' })
    expect(story.effects).toEqual([{ type: 'terminate-session', sessionId: 's-1' }])
    expect(roles(story.state)).toEqual(['serving ready 2'])
  })

  it('is what everybody waits for when the one before is lost, and then belongs to that drop', () => {
    const story = succeeding().then({ type: 'session-lost', sessionId: 's-1', problem: dropped })
    expect(statusOf(story.state)).toMatchObject({ kind: 'connecting', step: 'data-channel' })
    expect(story.effects).toEqual([{ type: 'terminate-session', sessionId: 's-1' }])
    story.then({ type: 'session-failed', sessionId: 's-2', problem: dropped })
    expect(story.phase).toMatchObject({ kind: 'reconnecting', pause: { tries: 1 } })
    expect(heldSessionsOf(story.state)).toEqual([])
  })

  it('that fails leaves the one that serves alone', () => {
    const story = succeeding().then({ type: 'session-failed', sessionId: 's-2', problem: denied })
    expect(roles(story.state)).toEqual(['serving ready 1'])
    expect(story.effects).toEqual([{ type: 'terminate-session', sessionId: 's-2' }])
    expect(statusOf(story.state).kind).toBe('open')
  })

  it('hears of the far end for itself: what a draining session says concerns nobody any more', () => {
    const story = succeeding().then({ type: 'session-ready', sessionId: 's-2' })
    story.then({ type: 'endpoint-failed', sessionId: 's-1', problem: denied })
    expect(statusOf(story.state).kind).toBe('open')
    story.then({ type: 'session-lost', sessionId: 's-1', problem: dropped })
    expect(statusOf(story.state).kind).toBe('open')
  })

  it('is asked with the others after sleep, by one order', () => {
    const story = succeeding().then({ type: 'session-ready', sessionId: 's-2' }, { type: 'woke' })
    expect(story.types().filter((type) => type === 'check-sessions')).toHaveLength(1)
    expect(story.types().filter((type) => type === 'schedule')).toHaveLength(2)
    expect(roles(story.state)).toEqual(['draining checking 1', 'serving checking 2'])
  })
})

describe('a session that was opened beside the one that serves', () => {
  const opened = (): Story => {
    const given = tunnels.ready(readySession(), lane('successor', startingSession({ sessionId: 's-2', attempt: 2 })))
    return new Story(given, clients(1, 0)).then({ type: 'session-ready', sessionId: 's-2' })
  }

  it('serves once it is ready; the one before stays', () => {
    expect(roles(opened().state)).toEqual(['bulk ready 1', 'serving ready 2'])
  })

  it('is stood in for at once when it is lost', () => {
    const story = opened().then({ type: 'session-lost', sessionId: 's-2', problem: dropped })
    expect(roles(story.state)).toEqual(['serving ready 1'])
    expect(story.effects).toEqual([{ type: 'terminate-session', sessionId: 's-2' }])
    expect(statusOf(story.state).kind).toBe('open')
  })

  it('keeps nobody from stopping: what stands beside is closed with it', () => {
    const story = opened().then({ type: 'disconnect-now' })
    expect(roles(story.state)).toEqual(['draining closing 1', 'serving closing 2'])
    expect(story.types().filter((type) => type === 'stop-session')).toHaveLength(2)
  })
})
