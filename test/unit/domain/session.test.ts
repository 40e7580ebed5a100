import { describe, expect, it } from 'vitest'
import { sampleProblem } from '../../support/sample-problems.ts'
import type { SessionEffect } from '#domain/session/event.ts'
import { attemptOf, deadlineOf, heldBy, type SessionState } from '#domain/session/state.ts'
import { transitionSession } from './session-alone.ts'
import { sampleSessionEvents, sampleSessions } from './sample-sessions.ts'
import { now, readySession, startingSession } from './tunnel-states.ts'

const contexts = [{ online: true }, { online: false }]
const terminated = (effect: SessionEffect): readonly string[] =>
  effect.type === 'terminate-session' ? [effect.sessionId] : []
const types = (effects: readonly SessionEffect[]): readonly string[] => effects.map(({ type }) => type)

describe.each(sampleSessions.map((state) => ({ state, kind: state.kind })))('a session that is $kind', ({ state }) => {
  const cells = sampleSessionEvents.flatMap((event) => contexts.map((context) => ({ event, context })))

  it('gives up what it no longer holds: start, session and timer', () => {
    for (const { event, context } of cells) {
      const { state: after, effects } = transitionSession(state, event, context)
      const held = heldBy(state)
      const isOver = event.type === 'session-lost' && event.problem.code === 'SESSION_ENDED'
      const isLate = event.type === 'session-granted' && heldBy(after) !== event.sessionId
      const isReleased = held !== null && heldBy(after) !== held && !isOver
      expect(types(effects).includes('terminate-session'), event.type).toBe(isReleased || isLate)
      const isDropped = attemptOf(state) !== null && after.kind === 'over' && event.type !== 'attempt-failed'
      expect(types(effects).includes('abandon-attempt'), event.type).toBe(isDropped)
      const isMoved = JSON.stringify(deadlineOf(state)) !== JSON.stringify(deadlineOf(after))
      expect(types(effects).includes('schedule'), event.type).toBe(isMoved && deadlineOf(after) !== null)
      const [old, fresh] = [deadlineOf(state)?.timer.name, deadlineOf(after)?.timer.name]
      expect(types(effects).includes('cancel'), event.type).toBe(old !== undefined && old !== fresh)
    }
  })

  it('goes only where its life goes: never back to a start, never out of its end', () => {
    for (const { event, context } of cells) {
      const { state: after } = transitionSession(state, event, context)
      if (state.kind === 'over') expect(after).toBe(state)
      if (state.kind === 'closing') expect(['closing', 'over']).toContain(after.kind)
      if (after.kind === 'starting') expect(state.kind).toBe('starting')
      expect(after.attempt).toBe(state.attempt)
    }
  })

  it('hears nothing that is said of another session', () => {
    for (const { event, context } of cells) {
      const isOther =
        ('attempt' in event && event.attempt === 0) || ('sessionId' in event && event.sessionId === 's-old')
      if (isOther) expect(transitionSession(state, event, context).state).toBe(state)
    }
  })

  it('is over with the relay', () => {
    const { state: after } = transitionSession(state, { at: now, type: 'relay-stopped' }, { online: true })
    expect(after.kind).toBe('over')
  })
})

describe('a session', () => {
  it('that was granted hears no more of its start: neither that it failed nor of another grant', () => {
    const granted = startingSession({ sessionId: 's-1' })
    const failed = { at: now, type: 'attempt-failed', attempt: 1, problem: sampleProblem('THROTTLED') } as const
    const step = { at: now, type: 'attempt-step', attempt: 1, step: 'target' } as const
    for (const late of [failed, step])
      expect(transitionSession(granted, late, { online: true })).toEqual({ state: granted, effects: [] })
    const again = { at: now, type: 'session-granted', attempt: 1, sessionId: 's-2' } as const
    const { state, effects } = transitionSession(granted, again, { online: true })
    expect(state).toBe(granted)
    expect(effects).toEqual([{ type: 'terminate-session', sessionId: 's-2' }])
  })

  it('is not green from sleep until it has answered, and silence after waking is a loss only with a network', () => {
    const online = { online: true }
    let session = transitionSession(readySession(), { at: 1, type: 'slept' }, online).state
    expect(session).toMatchObject({ kind: 'checking', why: 'asleep', deadline: null })
    session = transitionSession(session, { at: 2, type: 'woke' }, online).state
    expect(session).toMatchObject({ kind: 'checking', why: 'woke', deadline: 15_002 })
    const due = { at: 15_002, type: 'check-due', sessionId: 's-1', due: 15_002 } as const
    expect(transitionSession(session, due, { online: false }).state).toMatchObject({
      kind: 'checking',
      deadline: 30_002,
    })
    const lost = transitionSession(session, due, online)
    expect(lost.state).toMatchObject({ kind: 'over', end: { how: 'lost', problem: { code: 'SESSION_DROPPED' } } })
    expect(types(lost.effects)).toEqual(['stop-session', 'terminate-session', 'cancel'])
  })

  it('is stopped by the relay before the service is told', () => {
    const closing = transitionSession(readySession(), { at: now, type: 'close-session' }, { online: true })
    expect(types(closing.effects)).toEqual(['stop-session', 'schedule'])
    const stopped = { at: now, type: 'session-stopped', sessionId: 's-1' } as const
    expect(types(transitionSession(closing.state, stopped, { online: true }).effects)).toEqual([
      'terminate-session',
      'cancel',
    ])
  })

  it('keeps what it knows of the far end while it is checked', () => {
    const proven = readySession({ endpoint: { kind: 'answered', latencyMs: 3 } })
    const checked = transitionSession(proven, { at: now, type: 'woke' }, { online: true }).state
    const alive = { at: now, type: 'session-alive', sessionId: 's-1' } as const
    const doubtful = transitionSession(checked, { ...alive, proof: 'gone' }, { online: true }).state
    expect(doubtful).toMatchObject({ kind: 'ready', endpoint: { kind: 'unproven' } })
    expect(transitionSession(checked, alive, { online: true }).state).toEqual(proven)
  })
})

describe('random walks of one session', () => {
  it('never leave it alive where nobody holds it', () => {
    let seed = 1
    const random = (): number => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647
    const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
    const ends = { over: 0 }
    for (let walk = 0; walk < 500; walk += 1) {
      let state: SessionState = startingSession()
      const alive = new Set<string>()
      for (let steps = 0; steps < 30; steps += 1) {
        const event = { ...pick(sampleSessionEvents) }
        if (event.type === 'session-granted') alive.add(event.sessionId)
        if (event.type === 'session-lost' && event.problem.code === 'SESSION_ENDED') alive.delete(event.sessionId)
        const next = transitionSession(state, event, pick(contexts))
        next.effects.flatMap(terminated).forEach((sessionId) => alive.delete(sessionId))
        state = next.state
        const others = [...alive].filter((sessionId) => sessionId !== heldBy(state))
        expect(others, `walk ${walk}, step ${steps}, ${event.type}`).toEqual([])
      }
      if (state.kind === 'over') ends.over += 1
    }
    expect(ends.over).toBeGreaterThan(100)
  })
})
