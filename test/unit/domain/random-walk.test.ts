import { describe, expect, it } from 'vitest'
import { problemOf } from '#domain/problem/problem.ts'
import type { ProblemCode } from '#contract/problem.ts'
import type { Occurrence, TunnelContext, TunnelEffect } from '#domain/tunnel/event.ts'
import { deadlineOf, heldSessionOf, type TunnelState } from '#domain/tunnel/state.ts'
import { transition } from '#domain/tunnel/transition.ts'
import { seededRandom } from '../../support/seeded-random.ts'
import { now, sampleContext } from './sample-tunnels.ts'

const codes: readonly ProblemCode[] = [
  'SESSION_DROPPED',
  'SESSION_ENDED',
  'TARGET_NOT_CONNECTED',
  'ACCESS_DENIED',
  'SIGN_IN_REQUIRED',
  'NETWORK_UNREACHABLE',
]

/** A world that answers orders late, out of turn, or never; it counts what it was left with. */
class World {
  state: TunnelState = { kind: 'stopped' }
  at = now
  /** Sessions that the service gave out and that nobody terminated. */
  readonly alive = new Set<string>()
  /** Attempts whose StartSession may still be answered. */
  readonly asked = new Set<number>()
  carried: string | null = null
  starts = 0
  readies = 0
  readonly random: () => number
  #context: TunnelContext = sampleContext({ freshAttempt: 1 })

  constructor(seed: number) {
    this.random = seededRandom(seed)
  }

  pick<T>(list: readonly T[]): T {
    return list[Math.floor(this.random() * list.length)]!
  }

  step(): void {
    this.at += Math.floor(this.random() * 20_000)
    const clients = this.pick([0, 0, 1, 3])
    this.#context = {
      ...this.#context,
      online: this.random() > 0.2,
      clients: { open: clients, waiting: this.pick([0, 1]), lastAt: this.at },
    }
    this.apply(this.#occurrence())
  }

  apply(occurrence: Occurrence): void {
    const { state, effects } = transition(this.state, { ...occurrence, at: this.at }, this.#context)
    if (state.kind === 'ready' && this.state.kind === 'connecting') this.readies += 1
    this.state = state
    for (const effect of effects) this.#carryOut(effect)
  }

  #carryOut(effect: TunnelEffect): void {
    if (effect.type === 'start-attempt') {
      expect(effect.attempt).toBe(this.#context.freshAttempt)
      this.asked.add(effect.attempt)
      this.starts += 1
      this.#context = { ...this.#context, freshAttempt: effect.attempt + 1 }
    }
    if (effect.type === 'use-session') this.carried = effect.sessionId
    if (effect.type === 'terminate-session') this.alive.delete(effect.sessionId)
  }

  #occurrence(): Occurrence {
    const granted = this.pick([...this.asked, -1])
    const problem = problemOf(this.pick(codes))
    const sessionId = this.pick([...this.alive, heldSessionOf(this.state) ?? 's-none'])
    const attempt = this.pick([this.#context.freshAttempt - 1, 0])
    const deadline = deadlineOf(this.state)
    const choices: readonly (() => Occurrence)[] = [
      () => ({
        type: this.pick(['arm', 'arm', 'connect-now', 'connect-now', this.pick(['disarm', 'disconnect-now'])]),
      }),
      () => this.#progress(),
      () => this.#progress(),
      () => this.#progress(),
      () => ({ type: 'spec-changed', what: this.pick(['port', 'route', 'options']) }),
      () => ({ type: this.pick(['door-opened', 'door-opened', 'door-closed', 'client-waiting', 'clients-changed']) }),
      () => ({ type: 'door-failed', problem: problemOf('PORT_TAKEN') }),
      () => (granted < 0 ? { type: 'client-waiting' } : this.#grant(granted)),
      () => (granted < 0 ? { type: 'door-opened' } : this.#grant(granted)),
      () => ({ type: 'session-ready', attempt, sessionId }),
      () => ({ type: 'session-failed', attempt, problem }),
      () => ({
        type: this.pick(['session-stopped', 'session-alive', 'session-resuming', 'session-resumed']),
        sessionId,
      }),
      () => this.#lose(sessionId, this.pick(['SESSION_DROPPED', 'SESSION_ENDED'])),
      () => (deadline === null ? { type: 'woke' } : { type: `${deadline.timer}-due`, due: deadline.at }),
      () => ({ type: this.pick(['slept', 'woke', 'online', 'offline', 'sign-in-revived', 'relay-started']) }),
      () => ({ type: 'relay-stopped', prospect: this.random() > 0.1 ? 'restarting' : 'gone' }),
    ]
    return this.pick(choices)()
  }

  /** What a healthy relay and service would answer next. */
  #progress(): Occurrence {
    const { state } = this
    if (state.kind === 'stopped') return { type: 'arm' }
    if (state.kind === 'arming') return { type: 'door-opened' }
    if (state.kind === 'restoring') return { type: 'relay-started' }
    if (state.kind !== 'connecting') return { type: 'client-waiting' }
    if (state.sessionId !== null) return { type: 'session-ready', attempt: state.attempt, sessionId: state.sessionId }
    return this.asked.has(state.attempt) ? this.#grant(state.attempt) : { type: 'clients-changed' }
  }

  #grant(attempt: number): Occurrence {
    this.asked.delete(attempt)
    const sessionId = `s-${attempt}`
    this.alive.add(sessionId)
    return { type: 'session-granted', attempt, sessionId }
  }

  #lose(sessionId: string, code: 'SESSION_DROPPED' | 'SESSION_ENDED'): Occurrence {
    if (code === 'SESSION_ENDED') this.alive.delete(sessionId)
    return { type: 'session-lost', sessionId, problem: problemOf(code) }
  }
}

describe('random walks', () => {
  it('never hold two sessions, whatever happens in whatever order', () => {
    const seen = { starts: 0, readies: 0 }
    for (let seed = 1; seed <= 300; seed += 1) {
      const world = new World(seed)
      for (let steps = 0; steps < 200; steps += 1) {
        world.step()
        const held = heldSessionOf(world.state)
        const others = [...world.alive].filter((sessionId) => sessionId !== held)
        if (others.length > 0)
          expect.fail(`seed ${seed}, step ${steps}, ${world.state.kind}: ${others.join()} left alive`)
      }
      seen.starts += world.starts
      seen.readies += world.readies
    }
    // The walks are worth something only when they get as far as sessions.
    expect(seen.starts).toBeGreaterThan(3_000)
    expect(seen.readies).toBeGreaterThan(500)
  })

  it('always reach stopped, with nothing left alive, once the switch goes off', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const world = new World(seed)
      for (let steps = 0; steps < 60; steps += 1) world.step()
      world.apply({ type: 'disarm' })
      if (world.state.kind === 'stopping') world.apply({ type: 'door-closed' })
      for (const attempt of world.asked) {
        world.alive.add(`s-${attempt}`)
        world.apply({ type: 'session-granted', attempt, sessionId: `s-${attempt}` })
      }
      expect(world.state, `seed ${seed}`).toEqual({ kind: 'stopped' })
      expect([...world.alive], `seed ${seed}`).toEqual([])
    }
  })
})
