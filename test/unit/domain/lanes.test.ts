import { describe, expect, it } from 'vitest'
import { laneLookMs, laneQuietMs, laneRetryMs, laneWaitMs } from '#domain/retry-plan/lane-plan.ts'
import type { ToldLoad } from '#domain/tunnel/event.ts'
import { deadlinesOf } from '#domain/tunnel/deadlines.ts'
import { statusOf } from '#domain/tunnel/status.ts'
import type { TunnelState } from '#domain/tunnel/state.ts'
import { denied, dropped } from './sample-tunnels.ts'
import { clients, Story } from './story.ts'
import { now, readySession, tunnels } from './tunnel-states.ts'

const roles = ({ sessions }: TunnelState): readonly string[] =>
  sessions.map(({ role, session }) => `${role} ${session.sessionId ?? session.kind}`)

const load = (sessionId: string, open: number, pace: 'bulk' | 'calm' = 'calm'): ToldLoad => ({
  ...{ sessionId, open },
  isBulk: pace === 'bulk',
})

/** The timer of that name, from now on; null when none runs. */
const dueIn = (story: Story, name: string): number | null => {
  const found = deadlinesOf(story.state).find(({ timer }) => timer.name === name)
  return found === undefined ? null : found.at - story.at
}

/** A tunnel over whose one session a dump moves. */
function dumping(mostSessions = 4): Story {
  const story = new Story(tunnels.ready(readySession()), { ...clients(1, 0), freshAttempt: 2, mostSessions })
  return story.then({ type: 'loads-changed', loads: [load('s-1', 1, 'bulk')] })
}

/** The same with a session beside it. */
function withLane(): Story {
  return dumping().then(
    { type: 'session-granted', attempt: 2, sessionId: 's-2' },
    { type: 'session-ready', sessionId: 's-2' },
  )
}

describe('a session that moves bulk', () => {
  it('gets another beside it at once, which whoever comes waits for', () => {
    const story = dumping()
    expect(story.effects.filter(({ type }) => type !== 'cancel')).toEqual([
      { type: 'start-attempt', attempt: 2, asker: 'nobody' },
      { type: 'expect-session', withinMs: laneWaitMs },
    ])
    expect(dueIn(story, 'lane')).toBeNull()
  })

  it('stays with what it carries, and is green as before, while the other serves', () => {
    const story = withLane()
    expect(roles(story.state)).toEqual(['bulk s-1', 'serving s-2'])
    expect(story.types()).not.toContain('drain-session')
    expect(statusOf(story.state).kind).toBe('open')
  })

  it('gets none where the tunnel may have no more, and is looked at again', () => {
    const story = dumping(1)
    expect(roles(story.state)).toEqual(['serving s-1'])
    expect(dueIn(story, 'lane')).toBe(laneLookMs)
  })

  it('gets none while another is calm', () => {
    const story = withLane().then({ type: 'loads-changed', loads: [load('s-2', 1)] })
    expect(dueIn(story, 'lane')).toBeNull()
    story.then({ type: 'loads-changed', loads: [load('s-1', 1), load('s-2', 1, 'bulk')] })
    expect(dueIn(story, 'lane')).toBeNull()
    story.then({ type: 'loads-changed', loads: [load('s-1', 1, 'bulk')] })
    expect(story.types()).toContain('start-attempt')
  })

  it('waits for the network and for its own health', () => {
    const bulk = { type: 'loads-changed', loads: [load('s-1', 1, 'bulk')] } as const
    const away = new Story(tunnels.ready(readySession()), { online: false }).then(bulk)
    expect(dueIn(away, 'lane')).toBe(laneLookMs)
    const story = new Story(tunnels.checking('resuming')).then(bulk)
    expect(dueIn(story, 'lane')).toBeNull()
    expect(dueIn(story.then({ type: 'session-resumed', sessionId: 's-1' }), 'lane')).toBe(0)
  })
})

describe('an account that refuses the second session', () => {
  it('leaves the first as it is, tells those who wait to go on, and is asked again after ever longer', () => {
    const story = dumping().failing(denied)
    expect(roles(story.state)).toEqual(['serving s-1'])
    expect(statusOf(story.state).kind).toBe('open')
    expect(story.effects).toContainEqual({ type: 'expect-session', withinMs: 0 })
    expect(dueIn(story, 'lane')).toBe(laneRetryMs(1))
    story.untilDue().failing(denied)
    expect(dueIn(story, 'lane')).toBe(laneRetryMs(2))
    expect(laneRetryMs(2)).toBeGreaterThan(laneRetryMs(1))
  })

  it('is not asked for the next dump before its time', () => {
    const story = dumping().failing(denied)
    story.then({ type: 'loads-changed', loads: [load('s-1', 0)] })
    expect(dueIn(story, 'lane')).toBeNull()
    story.then({ type: 'loads-changed', loads: [load('s-1', 1, 'bulk')] })
    expect(dueIn(story, 'lane')).toBe(laneRetryMs(1))
  })
})

describe('several sessions', () => {
  it('are one again when nobody has used the other for a while', () => {
    const story = withLane().then({ type: 'loads-changed', loads: [load('s-1', 0), load('s-2', 1)] })
    expect(dueIn(story, 'lane-end')).toBe(laneQuietMs)
    story.untilDue()
    expect(story.effects).toContainEqual({ type: 'drain-session', sessionId: 's-1' })
    expect(roles(story.state)).toEqual(['draining s-1', 'serving s-2'])
  })

  it('keep the one that is used, though the other serves', () => {
    const story = withLane().then({ type: 'loads-changed', loads: [load('s-1', 1), load('s-2', 0)] })
    story.untilDue()
    expect(story.effects).toContainEqual({ type: 'drain-session', sessionId: 's-2' })
    expect(roles(story.state)).toEqual(['serving s-1', 'draining s-2'])
  })

  it('keep the only one that is calm, though nobody uses it', () => {
    const story = withLane().then({ type: 'loads-changed', loads: [load('s-1', 1, 'bulk'), load('s-2', 0)] })
    expect(dueIn(story, 'lane-end')).toBeNull()
  })

  it('stand in for each other when the one that serves is lost', () => {
    const story = withLane().then({ type: 'session-lost', sessionId: 's-2', problem: dropped })
    expect(roles(story.state)).toEqual(['serving s-1'])
    expect(story.phase.kind).toBe('ready')
  })

  it('meet their walls each for itself: one beside drains before its own', () => {
    const walls = [{ kind: 'credentials', at: now + 600_000 } as const]
    const story = withLane().then(
      { type: 'walls-known', sessionId: 's-1', walls },
      { type: 'walls-known', sessionId: 's-2', walls },
    )
    expect(dueIn(story, 'lane-end')).toBe(dueIn(story, 'rotation'))
    story.then({ type: 'lane-end-due', sessionId: 's-1', due: story.at + (dueIn(story, 'lane-end') ?? 0) })
    expect(roles(story.state)).toEqual(['draining s-1', 'serving s-2'])
  })
})
