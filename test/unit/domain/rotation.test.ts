import { describe, expect, it } from 'vitest'
import type { SessionWall } from '#contract/status.ts'
import { problemOf } from '#domain/problem/problem.ts'
import { timelineEntryOf } from '#domain/tunnel/timeline.ts'
import { deadlinesOf } from '#domain/tunnel/deadlines.ts'
import { servingOf, successorOf, type TunnelState } from '#domain/tunnel/state.ts'
import { statusOf } from '#domain/tunnel/status.ts'
import { transition } from '#domain/tunnel/transition.ts'
import { denied, dropped, now, sampleContext } from './sample-tunnels.ts'
import { clients, readyState, Story } from './story.ts'
import { tunnels } from './tunnel-states.ts'

const minute = 60_000
const hour = 60 * minute

const channelAt = (at: number): SessionWall => ({ kind: 'channel', at })
const planOf = (state: TunnelState): number | null => servingOf(state)?.rotation?.at ?? null
const roles = ({ sessions }: TunnelState): readonly string[] =>
  sessions.map(({ role, session }) => `${role} ${session.kind} ${session.attempt}`)

/** A tunnel in use, of which the walls are known. */
function walled(...walls: readonly SessionWall[]): Story {
  const story = new Story(readyState, { ...clients(1, 0), freshAttempt: 2 })
  return story.then({ type: 'walls-known', sessionId: 's-1', walls })
}

/** The same, when a successor is being started. */
function succeeding(): Story {
  const story = walled(channelAt(now + hour)).untilDue()
  expect(story.effects).toContainEqual({ type: 'start-attempt', attempt: 2, asker: 'nobody' })
  return story
}

describe('a session with a wall ahead', () => {
  it.each([
    ['credentials', hour, 4 * minute],
    ['duration', hour, 6 * minute],
    ['channel', hour, 5 * minute],
    ['duration', 2 * minute, minute],
    ['credentials', 20_000, 10_000],
  ] as const)('of %s in %i ms is replaced %i ms before', (kind, inMs, leadMs) => {
    const story = walled({ kind, at: now + inMs })
    expect(story.effects).toEqual([{ type: 'schedule', timer: { name: 'rotation' }, at: now + inMs - leadMs }])
  })

  it('is replaced for the first of them', () => {
    const story = walled(channelAt(now + hour), { kind: 'credentials', at: now + 30 * minute })
    expect(planOf(story.state)).toBe(now + 26 * minute)
  })

  it('that is as good as there is not replaced for it, but for the next', () => {
    const story = walled({ kind: 'credentials', at: now + 4_000 }, channelAt(now + hour))
    expect(planOf(story.state)).toBe(now + 55 * minute)
    expect(planOf(walled({ kind: 'credentials', at: now - minute }).state)).toBeNull()
  })

  it('goes on serving while another is started beside it, and keeps its clients after', () => {
    const story = succeeding()
    expect(roles(story.state)).toEqual(['serving ready 1', 'successor starting 2'])
    story.then({ type: 'session-granted', attempt: 2, sessionId: 's-2' })
    expect(roles(story.state)).toEqual(['serving ready 1', 'successor starting 2'])
    story.then({ type: 'session-ready', sessionId: 's-2' })
    expect(roles(story.state)).toEqual(['draining ready 1', 'serving ready 2'])
    expect(story.types()).not.toContain('terminate-session')
  })

  it('is not replaced twice: its timer ends with the start, and the next one is of the next session', () => {
    expect(deadlinesOf(succeeding().state)).toEqual([])
    const story = succeeding().then(
      { type: 'session-granted', attempt: 2, sessionId: 's-2' },
      { type: 'session-ready', sessionId: 's-2' },
    )
    expect(planOf(story.state)).toBeNull()
    story.then({ type: 'walls-known', sessionId: 's-2', walls: [channelAt(story.at + hour)] })
    expect(planOf(story.state)).toBe(story.at + 55 * minute)
  })

  it('moves it when its channel is opened anew', () => {
    const story = walled(channelAt(now + hour))
    story.at += 30 * minute
    story.then({ type: 'walls-known', sessionId: 's-1', walls: [channelAt(story.at + hour)] })
    expect(story.effects).toEqual([
      { type: 'schedule', timer: { name: 'rotation' }, at: now + 30 * minute + 55 * minute },
    ])
  })

  it('waits for a session that is not well, and for the network', () => {
    const story = walled(channelAt(now + hour)).then({ type: 'session-resuming', sessionId: 's-1' })
    story.untilDue()
    expect(successorOf(story.state)).toBeNull()
    expect(planOf(story.state)).toBe(story.at + 15_000)
    story.then({ type: 'session-resumed', sessionId: 's-1' })
    story.context = { ...story.context, online: false }
    expect(successorOf(story.untilDue().state)).toBeNull()
    story.context = { ...story.context, online: true }
    expect(successorOf(story.untilDue().state)).not.toBeNull()
  })

  it('is left alone while nobody uses it, and replaced once somebody does', () => {
    const story = walled(channelAt(now + hour))
    story.context = { ...story.context, clients: { open: 0, waiting: 0, lastAt: now } }
    expect(successorOf(story.untilDue().state)).toBeNull()
    story.context = { ...story.context, clients: { open: 0, waiting: 0, lastAt: story.at } }
    expect(successorOf(story.untilDue().state)).not.toBeNull()
  })
})

describe('a target that takes two sessions, and has both', () => {
  /** The session that serves meets its wall in an hour; beside it stands one that moves bulk. */
  function full(...besideWalls: readonly SessionWall[]): Story {
    const story = new Story(readyState, { ...clients(2, 0), freshAttempt: 2, mostAtTarget: 2, mostSessions: 2 }).then(
      { type: 'loads-changed', loads: [{ sessionId: 's-1', open: 1, isBulk: true }] },
      { type: 'session-granted', attempt: 2, sessionId: 's-2' },
      { type: 'session-ready', sessionId: 's-2' },
      { type: 'endpoint-answered', sessionId: 's-2', latencyMs: 1 },
      { type: 'walls-known', sessionId: 's-1', walls: besideWalls },
      { type: 'walls-known', sessionId: 's-2', walls: [{ kind: 'duration', at: now + hour }] },
      { type: 'loads-changed', loads: [{ sessionId: 's-2', open: 1, isBulk: false }] },
    )
    expect(roles(story.state)).toEqual(['bulk ready 1', 'serving ready 2'])
    return story
  }

  it('has the one beside follow the one that serves, where that outlives it', () => {
    const story = full({ kind: 'duration', at: now + 2 * hour }).untilDue()
    expect(roles(story.state)).toEqual(['serving ready 1', 'draining ready 2'])
    expect(story.effects).toContainEqual({ type: 'drain-session', sessionId: 's-2' })
    expect(story.types()).not.toContain('start-attempt')
  })

  it('lets the one beside go that nobody uses, and has a successor once it is gone', () => {
    const story = full({ kind: 'duration', at: now + hour }).then({
      type: 'loads-changed',
      loads: [{ sessionId: 's-1', open: 0, isBulk: true }],
    })
    while (!story.types().includes('drain-session')) story.untilDue()
    expect(roles(story.state)).toEqual(['draining ready 1', 'serving ready 2'])
    story.then({ type: 'session-stopped', sessionId: 's-1' }).untilDue()
    expect(story.effects).toContainEqual({ type: 'start-attempt', attempt: 3, asker: 'nobody' })
  })

  it('starts nothing that it would refuse, and looks again', () => {
    const story = full({ kind: 'duration', at: now + hour })
    while (story.at < now + 54 * minute) story.untilDue()
    const looksAt = planOf(story.state) ?? Number.NaN
    expect(looksAt).toBeGreaterThan(story.at)
    expect(story.untilDue().types()).not.toContain('start-attempt')
    expect(successorOf(story.state)).toBeNull()
  })
})

describe('a successor that can not be had', () => {
  it('is tried again after ever longer, while the session goes on as if nothing were', () => {
    const story = succeeding()
    const waits: number[] = []
    for (let tries = 0; tries < 9; tries += 1) {
      story.failing(denied)
      expect(roles(story.state)).toEqual(['serving ready 1'])
      expect(statusOf(story.state).kind).toBe('open')
      waits.push((planOf(story.state) ?? 0) - story.at)
      story.untilDue()
    }
    expect(waits.map((wait) => wait / 1_000)).toEqual([15, 30, 60, 120, 240, 480, 900, 900, 900])
  })

  it('is told once, however often it is tried', () => {
    const story = succeeding()
    const lines: unknown[] = []
    for (let tries = 0; tries < 3; tries += 1) {
      const event = { type: 'attempt-failed', attempt: 2 + tries, problem: denied, at: story.at } as const
      const before = story.state
      story.then(event)
      lines.push(timelineEntryOf(before, story.state, event))
      story.untilDue()
    }
    expect(lines).toEqual([{ at: expect.any(Number), kind: 'rotation-failed', problem: denied }, null, null])
  })

  it('is tried at once after a sign-in', () => {
    const story = succeeding().failing(problemOf('SIGN_IN_REQUIRED', { session: 'harborline' }))
    story.then({ type: 'sign-in-revived' }).untilDue()
    expect(successorOf(story.state)).not.toBeNull()
  })

  it('is no reason to hurry for one that was ordered before its time', () => {
    const story = walled(channelAt(now + hour))
      .then({ type: 'successor-wanted' })
      .failing(denied)
    expect(servingOf(story.state)?.rotation).toMatchObject({ at: now + 55 * minute, tries: 0 })
  })
})

describe('a wall that the next session meets as well', () => {
  it('is no reason to replace that: credentials that could not be renewed', () => {
    const end: SessionWall = { kind: 'credentials', at: now + 8 * minute }
    const story = walled(end, channelAt(now + hour)).untilDue()
    story.then({ type: 'session-granted', attempt: 2, sessionId: 's-2' })
    story.then({ type: 'walls-known', sessionId: 's-2', walls: [end, channelAt(story.at + hour)] })
    story.then({ type: 'session-ready', sessionId: 's-2' })
    expect(servingOf(story.state)?.rotation).toMatchObject({ wall: { kind: 'channel' } })
    expect(planOf(story.state)).toBe(story.at + 55 * minute)
  })

  it('is one again when it moved', () => {
    const story = walled({ kind: 'credentials', at: now + 8 * minute }).untilDue()
    const later: SessionWall = { kind: 'credentials', at: story.at + hour }
    story.then({ type: 'session-granted', attempt: 2, sessionId: 's-2' })
    story.then({ type: 'walls-known', sessionId: 's-2', walls: [later] })
    story.then({ type: 'session-ready', sessionId: 's-2' })
    expect(planOf(story.state)).toBe(later.at - 4 * minute)
  })
})

describe('the longest duration of a session that still carries somebody', () => {
  const end: SessionWall = { kind: 'duration', at: now + hour }
  const rotated = (): Story => {
    const story = walled(end).untilDue().then({ type: 'session-granted', attempt: 2, sessionId: 's-2' })
    return story.then({ type: 'session-ready', sessionId: 's-2' })
  }

  it('is told five minutes before, once', () => {
    const story = rotated()
    expect(story.effects).toContainEqual({
      type: 'schedule',
      timer: { name: 'ending', sessionId: 's-1' },
      at: end.at - 5 * minute,
    })
    const before = story.state
    story.untilDue()
    expect(story.at).toBe(end.at - 5 * minute)
    const event = { type: 'ending-due', sessionId: 's-1', due: story.at, at: story.at } as const
    expect(timelineEntryOf(before, story.state, event)).toEqual({ at: story.at, kind: 'ends-soon', problem: null })
    expect(roles(story.state)).toEqual(['draining ready 1', 'serving ready 2'])
    expect(deadlinesOf(story.state)).toEqual([])
  })

  it('is not told of one that was left by everybody before', () => {
    const story = rotated().then({ type: 'session-stopped', sessionId: 's-1' })
    expect(story.effects).toContainEqual({ type: 'cancel', timer: { name: 'ending', sessionId: 's-1' } })
  })
})

describe('the history', () => {
  const ready = { type: 'session-ready', sessionId: 's-2', at: now } as const
  const serving = succeeding().then({ type: 'session-granted', attempt: 2, sessionId: 's-2' }).state

  it('has a line for a session that took over, and one for connections that were cut with the one before', () => {
    const { state } = transition(serving, ready, sampleContext())
    expect(timelineEntryOf(serving, state, ready)).toEqual({ at: now, kind: 'rotated', problem: null })
    const lost = { type: 'session-lost', sessionId: 's-1', problem: dropped, at: now } as const
    const after = transition(state, lost, sampleContext()).state
    expect(timelineEntryOf(state, after, lost)).toEqual({ at: now, kind: 'drained-cut', problem: dropped })
  })

  it('has none for a first session', () => {
    const before = tunnels.connecting()
    const event = { type: 'session-granted', attempt: 1, sessionId: 's-1', at: now } as const
    expect(timelineEntryOf(before, transition(before, event, sampleContext()).state, event)).toBeNull()
  })
})
