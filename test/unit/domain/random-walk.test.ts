import { sampleProblem } from '../../support/sample-problems.ts'
import { describe, expect, it } from 'vitest'
import type { ProblemCode } from '#contract/problem.ts'
import { timerKey } from '#domain/session/timers.ts'
import { dueOccurrence, type Occurrence, type TunnelContext, type TunnelEffect } from '#domain/tunnel/event.ts'
import { phaseOf } from '#domain/tunnel/phase.ts'
import { deadlinesOf, rotationDeadline } from '#domain/tunnel/deadlines.ts'
import { servingOf, stoppedTunnel, successorOf, type TunnelState } from '#domain/tunnel/state.ts'
import { attemptsOf, heldSessionsOf } from './held.ts'
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

/** What makes a session doubtful. */
const troubles = ['session-silent', 'endpoint-departed'] as const

/** A world that answers orders late, out of turn, or never; it counts what it was left with. */
class World {
  state: TunnelState = stoppedTunnel
  at = now
  /** Sessions that the service gave out and that nobody terminated. */
  readonly alive = new Set<string>()
  /** Attempts whose StartSession may still be answered. */
  readonly asked = new Set<number>()
  /** Timers that run, by name and session, and when they are due. */
  readonly timers = new Map<string, number>()
  starts = 0
  readies = 0
  /** The most sessions held at once. */
  mostHeld = 0
  handovers = 0
  /** Starts that a wall brought about. */
  rotations = 0
  /** Sessions that nobody was to be sent over any more. */
  doubts = 0
  /** Starts that bulk brought about. */
  lanes = 0
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
    const before = this.state
    const { state, effects } = transition(before, { ...occurrence, at: this.at }, this.#context)
    if (phaseOf(state).kind === 'ready' && phaseOf(before).kind === 'connecting') this.readies += 1
    if (successorOf(before) !== null && servingOf(state)?.session.attempt === successorOf(before)?.session.attempt)
      this.handovers += 1
    if (successorOf(state)?.succession === 'beside' && successorOf(before) === null) this.lanes += 1
    if (occurrence.type === 'rotation-due' && successorOf(state) !== successorOf(before)) this.rotations += 1
    this.state = state
    this.mostHeld = Math.max(this.mostHeld, heldSessionsOf(state).length)
    for (const effect of effects) this.#carryOut(effect)
  }

  #carryOut(effect: TunnelEffect): void {
    if (effect.type === 'start-attempt') {
      expect(effect.attempt).toBe(this.#context.freshAttempt)
      this.asked.add(effect.attempt)
      this.starts += 1
      this.#context = { ...this.#context, freshAttempt: effect.attempt + 1 }
    }
    if (effect.type === 'doubt-session' && effect.isDoubted) this.doubts += 1
    if (effect.type === 'terminate-session') this.alive.delete(effect.sessionId)
    if (effect.type === 'schedule') this.timers.set(timerKey(effect.timer), effect.at)
    if (effect.type === 'cancel') this.timers.delete(timerKey(effect.timer))
  }

  #occurrence(): Occurrence {
    const granted = this.pick([...this.asked, -1])
    const problem = sampleProblem(this.pick(codes))
    const sessionId = this.pick([...this.alive, ...heldSessionsOf(this.state), 's-none'])
    const attempt = this.pick([...attemptsOf(this.state), this.#context.freshAttempt - 1, 0])
    const deadline = this.pick([...deadlinesOf(this.state), null])
    const choices: readonly (() => Occurrence)[] = [
      () => ({
        type: this.pick(['arm', 'arm', 'connect-now', 'connect-now', this.pick(['disarm', 'disconnect-now'])]),
      }),
      () => this.#progress(),
      () => this.#progress(),
      () => this.#progress(),
      () => this.#progress(),
      () => ({ type: 'successor-wanted' }),
      () => this.#meet(sessionId),
      () => this.#load(sessionId),
      () => ({ type: 'tunnel-edited', what: this.pick(['port', 'route', 'options']) }),
      () => ({ type: this.pick(['door-opened', 'door-opened', 'door-closed', 'client-waiting', 'clients-changed']) }),
      () => ({ type: 'door-failed', problem: sampleProblem('PORT_TAKEN') }),
      () => (granted < 0 ? { type: 'client-waiting' } : this.#grant(granted)),
      () => (granted < 0 ? { type: 'door-opened' } : this.#grant(granted)),
      () => ({ type: 'session-ready', sessionId }),
      () => ({ type: 'attempt-failed', attempt, problem }),
      () => ({ type: 'session-failed', sessionId, problem }),
      () => ({
        type: this.pick(['session-stopped', 'session-alive', 'session-resuming', 'session-resumed', ...troubles]),
        sessionId,
      }),
      () => this.#lose(sessionId, this.pick(['SESSION_DROPPED', 'SESSION_ENDED'])),
      () => (deadline === null ? { type: 'woke' } : dueOccurrence(deadline.timer, deadline.at)),
      () => ({ type: this.pick(['slept', 'woke', 'online', 'offline', 'sign-in-revived', 'relay-started']) }),
      () => ({ type: 'relay-stopped', prospect: this.random() > 0.1 ? 'restarting' : 'gone' }),
    ]
    return this.pick(choices)()
  }

  /** What a healthy relay and service would answer next. */
  #progress(): Occurrence {
    const { door } = this.state
    if (door.kind === 'closed') return { type: 'arm' }
    if (door.kind === 'opening') return { type: 'door-opened' }
    if (door.kind === 'gone') return { type: 'relay-started' }
    const starting = this.state.sessions.map(({ session }) => session).find(({ kind }) => kind === 'starting')
    if (starting === undefined) return this.#progressServed()
    if (starting.sessionId !== null) return { type: 'session-ready', sessionId: starting.sessionId }
    return this.asked.has(starting.attempt) ? this.#grant(starting.attempt) : { type: 'clients-changed' }
  }

  /** A session serves, or none does. */
  #progressServed(): Occurrence {
    const phase = phaseOf(this.state)
    if (phase.kind !== 'ready') return { type: 'client-waiting' }
    const plan = rotationDeadline(this.state)
    if (plan !== null) return dueOccurrence(plan.timer, plan.at)
    const lane = deadlinesOf(this.state).find(({ timer }) => timer.name === 'lane')
    if (lane !== undefined) return dueOccurrence(lane.timer, lane.at)
    const { sessionId } = phase.session
    return this.random() > 0.2
      ? { type: 'successor-wanted' }
      : this.pick([this.#meet(sessionId), this.#load(sessionId)])
  }

  #grant(attempt: number): Occurrence {
    this.asked.delete(attempt)
    const sessionId = `s-${attempt}`
    this.alive.add(sessionId)
    return { type: 'session-granted', attempt, sessionId }
  }

  #meet(sessionId: string): Occurrence {
    const kind = this.pick(['credentials', 'duration', 'channel'] as const)
    const at = this.at + Math.floor(this.random() * 400_000) - 10_000
    return { type: 'walls-known', sessionId, walls: this.pick([[{ kind, at }], []]) }
  }

  #load(sessionId: string): Occurrence {
    const open = this.pick([0, 0, 1, 2])
    return { type: 'loads-changed', loads: [{ sessionId, open, isBulk: open > 0 && this.random() > 0.3 }] }
  }

  #lose(sessionId: string, code: 'SESSION_DROPPED' | 'SESSION_ENDED'): Occurrence {
    if (code === 'SESSION_ENDED') this.alive.delete(sessionId)
    return { type: 'session-lost', sessionId, problem: sampleProblem(code) }
  }
}

describe('random walks', () => {
  it('hold every session that lives, let one serve at most, and run no timer of another state', () => {
    const seen = { starts: 0, readies: 0, handovers: 0, rotations: 0, doubts: 0, lanes: 0, mostHeld: 0 }
    for (let seed = 1; seed <= 320; seed += 1) {
      const world = new World(seed)
      for (let steps = 0; steps < 200; steps += 1) {
        world.step()
        const { state } = world
        const at = `seed ${seed}, step ${steps}, ${phaseOf(state).kind}`
        const held = new Set(heldSessionsOf(state))
        const others = [...world.alive].filter((sessionId) => !held.has(sessionId))
        if (others.length > 0) expect.fail(`${at}: ${others.join()} left alive`)
        if (state.sessions.filter(({ role }) => role === 'serving').length > 1) expect.fail(`${at}: two serve`)
        const wanted = deadlinesOf(state).map((deadline) => `${timerKey(deadline.timer)} ${deadline.at}`)
        const running = [...world.timers].map(([timer, due]) => `${timer} ${due}`)
        if (running.toSorted().join() !== wanted.toSorted().join()) expect.fail(`${at}: timers ${running.join()}`)
      }
      seen.starts += world.starts
      seen.readies += world.readies
      seen.handovers += world.handovers
      seen.rotations += world.rotations
      seen.doubts += world.doubts
      seen.lanes += world.lanes
      seen.mostHeld = Math.max(seen.mostHeld, world.mostHeld)
    }
    // The walks are worth something only when they get as far as sessions, and as several of them.
    expect(seen.starts).toBeGreaterThan(3_000)
    expect(seen.readies).toBeGreaterThan(500)
    expect(seen.handovers).toBeGreaterThan(300)
    expect(seen.rotations).toBeGreaterThan(50)
    expect(seen.doubts).toBeGreaterThan(30)
    expect(seen.lanes).toBeGreaterThan(20)
    expect(seen.mostHeld).toBeGreaterThan(3)
  })

  it('always reach stopped, with nothing left alive and no timer, once the switch goes off', () => {
    for (let seed = 1; seed <= 300; seed += 1) {
      const world = new World(seed)
      for (let steps = 0; steps < 60; steps += 1) world.step()
      world.apply({ type: 'disarm' })
      if (world.state.door.kind === 'closing') world.apply({ type: 'door-closed' })
      for (const attempt of world.asked) {
        world.alive.add(`s-${attempt}`)
        world.apply({ type: 'session-granted', attempt, sessionId: `s-${attempt}` })
      }
      expect(world.state, `seed ${seed}`).toEqual(stoppedTunnel)
      expect([...world.alive], `seed ${seed}`).toEqual([])
      expect(world.timers.size, `seed ${seed}`).toBe(0)
    }
  })
})
