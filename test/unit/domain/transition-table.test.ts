import { describe, expect, it } from 'vitest'
import { route as routeSchema, tunnelStatus } from '#contract/status.ts'
import { noFacts } from '#domain/route/facts.ts'
import { routeOf } from '#domain/route/route.ts'
import type { TunnelContext, TunnelEffect, TunnelEvent } from '#domain/tunnel/event.ts'
import { attemptOf, deadlineOf, heldSessionOf, wantsDoor, type TunnelState } from '#domain/tunnel/state.ts'
import { statusOf } from '#domain/tunnel/status.ts'
import { transition } from '#domain/tunnel/transition.ts'
import { sampleContext, sampleEvents, sampleTunnel, sampleStates } from './sample-tunnels.ts'

const contexts: readonly TunnelContext[] = [
  sampleContext(),
  sampleContext({ clients: { open: 2, waiting: 1, lastAt: 0 } }),
  sampleContext({ online: false }),
  sampleContext({ sessionStart: 'manual', idleMs: null }),
]

const nameOf = (state: TunnelState, index: number): string => `${index} ${state.kind}`

function count(effects: readonly TunnelEffect[], type: TunnelEffect['type']): number {
  return effects.filter((effect) => effect.type === type).length
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
        expect(tunnelStatus.safeParse(statusOf(after)).success, `${event.type} → ${after.kind}`).toBe(true)
        const route = routeSchema.parse(routeOf(sampleTunnel(), after, noFacts))
        const failing = route.findIndex((hop) => hop.health === 'fail')
        expect(failing >= 0, `${event.type} → ${after.kind}`).toBe(statusOf(after).kind === 'failed')
        if (failing >= 0) expect(route.slice(failing + 1).every((hop) => hop.health === 'none')).toBe(true)
      }, state)
    })

    it('starts at most one attempt, and only in the state that waits for it', () => {
      forEachCell((before, event, context) => {
        const { state: after, effects } = transition(before, event, context)
        const starts = effects.filter((effect) => effect.type === 'start-attempt')
        const isFresh = after.kind === 'connecting' && attemptOf(before) !== after.attempt
        expect(starts.map((effect) => effect.attempt)).toEqual(isFresh ? [context.freshAttempt] : [])
      }, state)
    })

    it('gives up what it no longer holds: attempt, session and timer', () => {
      forEachCell((before, event, context) => {
        const { state: after, effects } = transition(before, event, context)
        const where = `${event.type} → ${after.kind}`
        const session = heldSessionOf(before)
        const isOver = event.type === 'session-lost' && event.problem.code === 'SESSION_ENDED'
        const isReleased = session !== null && heldSessionOf(after) !== session
        const isLateGrant = event.type === 'session-granted' && attemptOf(before) !== event.attempt
        const isTerminated = effects.some(
          (effect) => effect.type === 'terminate-session' && effect.sessionId === session,
        )
        if (!isLateGrant) expect(isTerminated, where).toBe(isReleased && !isOver)
        const isEnded =
          (event.type === 'session-ready' || event.type === 'session-failed') && event.attempt === attemptOf(before)
        const isAbandoned = attemptOf(before) !== null && attemptOf(after) !== attemptOf(before) && !isEnded
        expect(count(effects, 'abandon-attempt'), where).toBe(isAbandoned ? 1 : 0)
        const isMoved = JSON.stringify(deadlineOf(before)) !== JSON.stringify(deadlineOf(after))
        expect(count(effects, 'schedule'), where).toBe(isMoved && deadlineOf(after) !== null ? 1 : 0)
      }, state)
    })

    it('opens a door only when none is open, and closes every door that is no longer wanted', () => {
      forEachCell((before, event, context) => {
        const { state: after, effects } = transition(before, event, context)
        const where = `${event.type} → ${after.kind}`
        const isRelayEvent = event.type === 'relay-started' || event.type === 'relay-stopped'
        if (count(effects, 'open-door') === 1) expect(after.kind, where).toBe('arming')
        if (count(effects, 'open-door') === 1 && !isRelayEvent) expect(wantsDoor(before), where).toBe(false)
        const isDropped = wantsDoor(before) && !wantsDoor(after) && !isRelayEvent && event.type !== 'door-failed'
        if (isDropped) expect(count(effects, 'close-door'), where).toBe(1)
      }, state)
    })

    it('ends in stopped after disarm, with its session terminated once the relay has let go of it', () => {
      for (const context of contexts) {
        const first = transition(state, { at: 1, type: 'disarm' }, context)
        const last =
          first.state.kind === 'stopping' ? transition(first.state, { at: 2, type: 'door-closed' }, context) : null
        expect((last ?? first).state).toEqual({ kind: 'stopped' })
        expect(count(first.effects, 'terminate-session')).toBe(0)
        const session = heldSessionOf(state)
        const terminated = (last?.effects ?? []).flatMap((effect) =>
          effect.type === 'terminate-session' ? [effect.sessionId] : [],
        )
        expect(terminated).toEqual(session === null ? [] : [session])
      }
    })

    it('ends in stopped after disarm even when the relay never answers', () => {
      const first = transition(state, { at: 1, type: 'disarm' }, sampleContext()).state
      const deadline = deadlineOf(first)
      const last =
        deadline === null
          ? first
          : transition(first, { at: deadline.at, type: 'stop-due', due: deadline.at }, sampleContext()).state
      expect(last).toEqual({ kind: 'stopped' })
      expect(heldSessionOf(last)).toBeNull()
    })

    it('does not mutate what it was given', () => {
      const copy = structuredClone(state)
      forEachCell((before, event, context) => void transition(before, event, context), state)
      expect(state).toEqual(copy)
    })
  },
)
