import type { Occurrence, TunnelContext, TunnelEffect } from '#domain/tunnel/event.ts'
import { deadlineOf, type TunnelState } from '#domain/tunnel/state.ts'
import { transition } from '#domain/tunnel/transition.ts'
import { dropped, now, sampleContext, sampleSession } from './sample-tunnels.ts'

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

  /** Lets time pass to the state's own deadline. */
  untilDue(): this {
    const deadline = deadlineOf(this.state)
    if (deadline === null) throw new Error(`nothing is due in ${this.state.kind}`)
    this.at = deadline.at
    return this.then({ type: `${deadline.timer}-due`, due: deadline.at })
  }

  /** The attempt under way fails. */
  failing(problem = dropped): this {
    if (this.state.kind !== 'connecting') throw new Error(`no attempt in ${this.state.kind}`)
    return this.then({ type: 'session-failed', attempt: this.state.attempt, problem })
  }

  types(): readonly string[] {
    return this.effects.map((effect) => effect.type)
  }
}

export const armed: TunnelState = { kind: 'armed', since: now }
export const readyState: TunnelState = { kind: 'ready', since: now, session: sampleSession(), idleCloseAt: null }
export const clients = (open: number, waiting: number): Partial<TunnelContext> => ({
  clients: { open, waiting, lastAt: now },
})
