import { describe, expect, it } from 'vitest'
import { route as routeSchema, tunnelStatus } from '#contract/status.ts'
import { noFacts } from '#domain/route/facts.ts'
import { routeOf } from '#domain/route/route.ts'
import { isLive } from '#domain/session/state.ts'
import { timerKey } from '#domain/session/timers.ts'
import { dueOccurrence, type TunnelContext, type TunnelEffect, type TunnelEvent } from '#domain/tunnel/event.ts'
import { deadlinesOf } from '#domain/tunnel/deadlines.ts'
import { servingOf, stoppedTunnel, type TunnelState } from '#domain/tunnel/state.ts'
import { attemptsOf, heldSessionsOf, wantsDoor } from './held.ts'
import { phaseOf } from '#domain/tunnel/phase.ts'
import { statusOf } from '#domain/tunnel/status.ts'
import { transition } from '#domain/tunnel/transition.ts'
import { sampleContext, sampleEvents, sampleTunnel, sampleStates } from './sample-tunnels.ts'

const contexts: readonly TunnelContext[] = [
  sampleContext(),
  sampleContext({ clients: { open: 2, waiting: 1, lastAt: 0 } }),
  sampleContext({ online: false }),
  sampleContext({ sessionStart: 'manual', idleMs: null }),
]

const nameOf = (state: TunnelState, index: number): string =>
  [index, phaseOf(state).kind, ...state.sessions.map(({ role, session }) => `${role}:${session.kind}`)].join(' ')

const where = (event: TunnelEvent, after: TunnelState): string => `${event.type} → ${phaseOf(after).kind}`

function count(effects: readonly TunnelEffect[], type: TunnelEffect['type']): number {
  return effects.filter((effect) => effect.type === type).length
}

/** What runs after the effects, when what the state has was running before. */
function timersAfter(before: TunnelState, effects: readonly TunnelEffect[]): Readonly<Record<string, number>> {
  const timers = new Map(Object.entries(timersIn(before)))
  for (const effect of effects) {
    if (effect.type === 'cancel') timers.delete(timerKey(effect.timer))
    if (effect.type === 'schedule') timers.set(timerKey(effect.timer), effect.at)
  }
  return Object.fromEntries(timers)
}

function timersIn(state: TunnelState): Readonly<Record<string, number>> {
  return Object.fromEntries(deadlinesOf(state).map(({ timer, at }) => [timerKey(timer), at]))
}

function forEachCell(
  check: (state: TunnelState, event: TunnelEvent, context: TunnelContext) => void,
  state: TunnelState,
): void {
  for (const event of sampleEvents) for (const context of contexts) check(state, event, context)
}

describe.each(sampleStates.map((state, index) => ({ name: nameOf(state, index), state })))(
  'state $name',
  ({ state }) => {
    it('is told apart from nothing: every event gives a state that windows and routes can show', () => {
      forEachCell((before, event, context) => {
        const { state: after } = transition(before, event, context)
        expect(tunnelStatus.safeParse(statusOf(after)).success, where(event, after)).toBe(true)
        const route = routeSchema.parse(routeOf(sampleTunnel(), after, noFacts))
        const failing = route.findIndex((hop) => hop.health === 'fail')
        expect(failing >= 0, where(event, after)).toBe(statusOf(after).kind === 'failed')
        if (failing >= 0) expect(route.slice(failing + 1).every((hop) => hop.health === 'none')).toBe(true)
      }, state)
    })

    it('has the sessions that its door allows: one that serves behind it, one to succeed that, none that is over', () => {
      forEachCell((before, event, context) => {
        const { state: after } = transition(before, event, context)
        const of = (role: string): number => after.sessions.filter((session) => session.role === role).length
        const { door } = after
        const isServed = door.kind === 'open' && door.behind.kind === 'session'
        if (door.kind === 'open') expect(of('serving'), where(event, after)).toBe(isServed ? 1 : 0)
        else expect(of('serving'), where(event, after)).toBeLessThanOrEqual(1)
        const isWell = servingOf(after) !== null && servingOf(after)?.session.kind !== 'closing'
        expect(of('successor'), where(event, after)).toBeLessThanOrEqual(isServed && isWell ? 1 : 0)
        const beside = after.sessions.filter(({ role }) => role === 'bulk')
        expect(
          beside.every(({ session }) => isServed && isWell && isLive(session)),
          where(event, after),
        ).toBe(true)
        expect(after.sessions.filter(({ session }) => session.kind === 'over')).toEqual([])
        if (door.kind !== 'open' && door.kind !== 'closing') expect(after.sessions).toEqual([])
        if (door.kind === 'closed') expect(after).toEqual(stoppedTunnel)
        if (after.wish === 'off') expect(['closed', 'closing']).toContain(door.kind)
      }, state)
    })

    it('starts at most one attempt, and only one that it waits for', () => {
      forEachCell((before, event, context) => {
        const { state: after, effects } = transition(before, event, context)
        const starts = effects.filter((effect) => effect.type === 'start-attempt').map(({ attempt }) => attempt)
        const fresh = attemptsOf(after).filter((attempt) => !attemptsOf(before).includes(attempt))
        expect(starts, where(event, after)).toEqual(fresh)
        if (starts.length > 0) expect(starts).toEqual([context.freshAttempt])
      }, state)
    })

    it('gives up what it no longer holds, each once: attempts, sessions and timers', () => {
      forEachCell((before, event, context) => {
        const { state: after, effects } = transition(before, event, context)
        const isOver = event.type === 'session-lost' && event.problem.code === 'SESSION_ENDED'
        const late = event.type === 'session-granted' ? [event.sessionId] : []
        const released = new Set([...heldSessionsOf(before), ...late])
        for (const sessionId of heldSessionsOf(after)) released.delete(sessionId)
        if (isOver) released.delete(event.sessionId)
        const terminated = effects.flatMap((effect) => (effect.type === 'terminate-session' ? [effect.sessionId] : []))
        expect(terminated, where(event, after)).toEqual([...released])
        const running = new Set(after.sessions.map(({ session }) => session.attempt))
        const ended = event.type === 'attempt-failed' ? [event.attempt] : []
        const abandoned = effects.flatMap((effect) => (effect.type === 'abandon-attempt' ? [effect.attempt] : []))
        const dropped = attemptsOf(before).filter((attempt) => !running.has(attempt) && !ended.includes(attempt))
        expect(abandoned, where(event, after)).toEqual(dropped)
        expect(timersAfter(before, effects), where(event, after)).toEqual(timersIn(after))
      }, state)
    })

    it('opens a door only when none is open, and closes every door that is no longer wanted', () => {
      forEachCell((before, event, context) => {
        const { state: after, effects } = transition(before, event, context)
        const isRelayEvent = event.type === 'relay-started' || event.type === 'relay-stopped'
        if (count(effects, 'open-door') === 1) expect(phaseOf(after).kind, where(event, after)).toBe('arming')
        if (count(effects, 'open-door') === 1 && !isRelayEvent)
          expect(wantsDoor(before), where(event, after)).toBe(false)
        const isDropped = wantsDoor(before) && !wantsDoor(after) && !isRelayEvent && event.type !== 'door-failed'
        if (isDropped) expect(count(effects, 'close-door'), where(event, after)).toBe(1)
      }, state)
    })

    it('ends in stopped after disarm, with every session terminated once the relay has let go of it', () => {
      for (const context of contexts) {
        const first = transition(state, { at: 1, type: 'disarm' }, context)
        const isClosing = first.state.door.kind === 'closing'
        const last = isClosing ? transition(first.state, { at: 2, type: 'door-closed' }, context) : null
        expect((last ?? first).state).toEqual(stoppedTunnel)
        expect(count(first.effects, 'terminate-session')).toBe(0)
        const terminated = (last?.effects ?? []).flatMap((effect) =>
          effect.type === 'terminate-session' ? [effect.sessionId] : [],
        )
        expect(terminated).toEqual(heldSessionsOf(state))
      }
    })

    it('ends in stopped after disarm even when the relay never answers', () => {
      let last = transition(state, { at: 1, type: 'disarm' }, sampleContext()).state
      for (let next = deadlinesOf(last)[0]; next !== undefined; next = deadlinesOf(last)[0]) {
        last = transition(last, { at: next.at, ...dueOccurrence(next.timer, next.at) }, sampleContext()).state
      }
      expect(last).toEqual(stoppedTunnel)
    })

    it('does not mutate what it was given', () => {
      const copy = structuredClone(state)
      forEachCell((before, event, context) => void transition(before, event, context), state)
      expect(state).toEqual(copy)
    })
  },
)
