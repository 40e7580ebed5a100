import type { Problem } from '#contract/problem.ts'
import { dueOccurrence, type Occurrence, type TunnelContext, type TunnelEffect } from '#domain/tunnel/event.ts'
import { phaseOf, type Phase } from '#domain/tunnel/phase.ts'
import { deadlinesOf } from '#domain/tunnel/deadlines.ts'
import type { TunnelState } from '#domain/tunnel/state.ts'
import { transition } from '#domain/tunnel/transition.ts'
import { attemptsOf } from './held.ts'
import { dropped, now, sampleContext } from './sample-tunnels.ts'
import { tunnels } from './tunnel-states.ts'

/** Plays a story of one tunnel, keeping attempt numbers fresh, and remembers what it wanted done. */
export class Story {
  state: TunnelState
  at = now
  effects: readonly TunnelEffect[] = []
  context: TunnelContext

  constructor(state: TunnelState, context: Partial<TunnelContext> = {}) {
    this.state = state
    this.context = sampleContext({ freshAttempt: 1, ...context })
  }

  then(...occurrences: readonly Occurrence[]): this {
    for (const occurrence of occurrences) {
      const { state, effects } = transition(this.state, { ...occurrence, at: this.at }, this.context)
      this.state = state
      this.effects = effects
      const started = effects.find((effect) => effect.type === 'start-attempt')
      if (started) this.context = { ...this.context, freshAttempt: started.attempt + 1 }
    }
    return this
  }

  /** What the tunnel is doing now. */
  get phase(): Phase {
    return phaseOf(this.state)
  }

  /** Lets time pass to the state's next deadline. */
  untilDue(): this {
    const [next] = deadlinesOf(this.state).toSorted((one, other) => one.at - other.at)
    if (next === undefined) throw new Error(`nothing is due in ${this.phase.kind}`)
    this.at = next.at
    return this.then(dueOccurrence(next.timer, next.at))
  }

  /** The start under way fails. */
  failing(problem: Problem = dropped): this {
    const [attempt] = attemptsOf(this.state)
    if (attempt === undefined) throw new Error(`no start in ${this.phase.kind}`)
    return this.then({ type: 'attempt-failed', attempt, problem })
  }

  types(): readonly string[] {
    return this.effects.map((effect) => effect.type)
  }
}

export const { armed } = tunnels
export const readyState: TunnelState = tunnels.ready()
export const clients = (open: number, waiting: number): Partial<TunnelContext> => ({
  clients: { open, waiting, lastAt: now },
})
