import { describe, expect, it } from 'vitest'
import { problemOf } from '#domain/problem/problem.ts'
import type { ShellEffect, ShellOccurrence } from '#domain/shell/event.ts'
import { endingOf, isLeftFromHere } from '#domain/shell/ending.ts'
import { openShell, shownSession, type ShellState } from '#domain/shell/state.ts'
import { shellStatusOf, type ShellFacts } from '#domain/shell/status.ts'
import { shellTransition } from '#domain/shell/transition.ts'
import { sampleProblem } from '../../support/sample-problems.ts'

const facts: ShellFacts = {
  by: { engine: 'builtin', version: null },
  message: 'Welcome',
  exitCode: null,
  resumeWait: null,
}
const types = (effects: readonly ShellEffect[]): readonly string[] => effects.map(({ type }) => type)

/** A shell after these events, a millisecond apart, and what the last one wanted done. */
function after(...events: readonly ShellOccurrence[]) {
  let at = 1_000
  const opened = openShell(at)
  let step: { readonly state: ShellState; readonly effects: readonly ShellEffect[] } = opened
  for (const event of events) {
    at += 1
    step = shellTransition(step.state, { ...event, at }, { online: true })
  }
  return { ...step, status: shellStatusOf(step.state, facts), effects: types(step.effects) }
}

const granted = { type: 'session-granted', attempt: 1, sessionId: 's-1' } as const
const ready = { type: 'session-ready', sessionId: 's-1' } as const
const lost = { type: 'session-lost', sessionId: 's-1', problem: sampleProblem('SESSION_DROPPED') } as const
const exited = { type: 'session-lost', sessionId: 's-1', problem: problemOf('SESSION_ENDED', {}) } as const
const open = [granted, ready] as const

describe('a shell', () => {
  it('opens, asked for by a person', () => {
    expect(openShell(1).effects).toEqual([{ type: 'start-attempt', attempt: 1, asker: 'user' }])
    expect(after().status).toEqual({ kind: 'opening', step: 'sign-in', since: 1_000 })
    expect(after({ type: 'attempt-step', attempt: 1, step: 'target' }).status).toMatchObject({ step: 'target' })
    expect(after(granted)).toMatchObject({
      status: { kind: 'opening', step: 'data-channel' },
      effects: ['carry-session'],
    })
    const { status, state } = after(...open)
    expect(status).toEqual({ kind: 'open', since: 1_002, sessionId: 's-1', by: facts.by, message: 'Welcome' })
    expect(shownSession(state)).toBe('s-1')
    expect(shownSession(after(granted).state)).toBeNull()
  })

  it('fails when its start does, and holds nothing then', () => {
    const problem = sampleProblem('TARGET_NOT_CONNECTED')
    const refused = after({ type: 'attempt-failed', attempt: 1, problem })
    expect(refused).toMatchObject({ status: { kind: 'failed', at: 1_001, problem }, effects: [] })
    const broken = after(granted, { type: 'session-failed', sessionId: 's-1', problem })
    expect(broken).toMatchObject({ status: { kind: 'failed' }, effects: ['terminate-session'] })
  })

  it('that is over before anything of it was heard has ended', () => {
    const problem = problemOf('SESSION_ENDED', {})
    const over = after(granted, { type: 'session-failed', sessionId: 's-1', problem })
    expect(over.status).toMatchObject({ kind: 'ended', how: 'left', openedAt: null, problem: null })
  })

  it('reconnects, and is open again in its session', () => {
    const resuming = after(...open, { type: 'session-resuming', sessionId: 's-1' })
    expect(resuming.status).toEqual({ kind: 'reconnecting', since: 1_003, sessionId: 's-1', by: facts.by, wait: null })
    const back = after(
      ...open,
      { type: 'session-resuming', sessionId: 's-1' },
      { type: 'session-resumed', sessionId: 's-1' },
    )
    expect(back.status).toMatchObject({ kind: 'open', since: 1_002 })
  })

  it('ends with what carried it, and is terminated unless the service ended it', () => {
    expect(after(...open, lost)).toMatchObject({
      status: { kind: 'ended', at: 1_003, openedAt: 1_002, how: 'lost', problem: { code: 'SESSION_DROPPED' } },
      effects: ['terminate-session'],
    })
    expect(after(...open, exited)).toMatchObject({ status: { kind: 'ended', how: 'left', problem: null }, effects: [] })
    const gone = after(...open, { type: 'relay-stopped' })
    expect(gone).toMatchObject({
      status: { how: 'lost', problem: { code: 'RELAY_STOPPED' } },
      effects: ['terminate-session'],
    })
    expect(shownSession(after(...open, exited).state)).toBe('s-1')
  })

  it('that is wanted no more is stopped, terminated once it is, and never kept by a relay that does not answer', () => {
    const ending = after(...open, { type: 'end' })
    expect(ending).toMatchObject({ status: { kind: 'closing', since: 1_003 }, effects: ['stop-session', 'schedule'] })
    const stopped = after(...open, { type: 'end' }, { type: 'session-stopped', sessionId: 's-1' })
    expect(stopped).toMatchObject({
      status: { kind: 'ended', how: 'closed', openedAt: 1_002 },
      effects: ['terminate-session', 'cancel'],
    })
    const stuck = after(...open, { type: 'end' }, { type: 'close-due', sessionId: 's-1', due: 1_003 + 7_000 })
    expect(stuck).toMatchObject({ status: { kind: 'ended', how: 'closed' }, effects: ['terminate-session', 'cancel'] })
  })

  it('that is wanted no more before it opened is given up, and a grant that comes late is terminated', () => {
    const given = after({ type: 'end' })
    expect(given).toMatchObject({
      status: { kind: 'ended', openedAt: null, how: 'closed' },
      effects: ['abandon-attempt'],
    })
    expect(after({ type: 'end' }, granted).effects).toEqual(['terminate-session'])
  })

  it('that is over is opened again in its place, by a session of its own', () => {
    const again = after(...open, exited, { type: 'again' })
    expect(again).toMatchObject({ status: { kind: 'opening', since: 1_004 }, effects: ['start-attempt'] })
    expect(shownSession(again.state)).toBeNull()
    const second = { type: 'session-granted', attempt: 2, sessionId: 's-2' } as const
    expect(after(...open, exited, { type: 'again' }, granted).effects).toEqual(['terminate-session'])
    const back = after(
      ...open,
      exited,
      { type: 'again' },
      second,
      { type: 'session-ready', sessionId: 's-2' },
      ready,
      lost,
    )
    expect(back.status).toMatchObject({ kind: 'open', sessionId: 's-2', since: 1_006 })
    expect(after(...open, { type: 'again' }).status).toMatchObject({ kind: 'open', sessionId: 's-1' })
  })
})

describe('how a shell ended', () => {
  it.each([
    [problemOf('SESSION_ENDED', {}), 'left'],
    [problemOf('SESSION_ENDED', { said: 'Terminated by an administrator' }), 'terminated'],
    [problemOf('SESSION_EXPIRED', { said: 'Your session timed out due to inactivity' }), 'idle'],
    [problemOf('SESSION_EXPIRED', { said: 'The session was idle for too long' }), 'idle'],
    [problemOf('SESSION_EXPIRED', { said: 'The maximum session duration is over' }), 'duration'],
    [problemOf('SESSION_EXPIRED', { said: 'The session can not be resumed' }), 'lost'],
    [problemOf('SESSION_EXPIRED', {}), 'lost'],
    [problemOf('SESSION_DROPPED', {}), 'lost'],
    [problemOf('RELAY_STOPPED', {}), 'lost'],
  ] as const)('%j: %s', (problem, how) => {
    expect(endingOf(problem)).toBe(how)
  })
})

describe('an end at the far end', () => {
  it.each([
    [null, false],
    [1_000_000, true],
    [984_999, false],
  ])('was made from here when something was sent just before (at %j)', (sentAt, isLeft) => {
    expect(isLeftFromHere(1_000_000, sentAt)).toBe(isLeft)
  })
})
