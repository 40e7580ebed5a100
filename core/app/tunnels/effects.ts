import type { TunnelEffect } from '#domain/tunnel/event.ts'
import type { TunnelTimer } from '#domain/tunnel/state.ts'
import type { Clock, RelayLink } from '../ports.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { sessionRequestOf } from './session-request.ts'
import type { SettingsReader } from './supervisor-deps.ts'
import { TunnelSessionOwner } from './tunnel-session-owner.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

const dueEvents = {
  retry: 'retry-due',
  idle: 'idle-due',
  check: 'check-due',
  stop: 'stop-due',
} as const satisfies Record<TunnelTimer, string>

interface RunningAttempt {
  readonly number: number
  readonly abort: AbortController
  readonly owner: TunnelSessionOwner
}

/** What runs for one tunnel beside its state. */
interface Running {
  readonly timers: Map<TunnelTimer, () => void>
  attempt: RunningAttempt | null
}

interface EffectDeps {
  readonly relay: RelayLink
  readonly sessions: Sessions
  readonly clock: Clock
  readonly settings: SettingsReader
}

/** Carries out what transitions want done. */
export interface EffectRunner {
  run(unit: TunnelUnit, effect: TunnelEffect): void
  /** Timers of a tunnel that is no more. */
  forget(unit: TunnelUnit): void
}

/** Creates the runner; it holds the timers and the running attempt of every tunnel. */
export function createEffectRunner(deps: EffectDeps): EffectRunner {
  return new Runner(deps)
}

class Runner implements EffectRunner {
  readonly #deps: EffectDeps
  readonly #running = new WeakMap<TunnelUnit, Running>()

  constructor(deps: EffectDeps) {
    this.#deps = deps
  }

  run(unit: TunnelUnit, effect: TunnelEffect): void {
    const { relay, sessions } = this.#deps
    const tunnelId = unit.id
    switch (effect.type) {
      case 'open-door':
        return this.#openDoor(unit)
      case 'close-door':
        return relay.order({ type: 'close-door', tunnelId, deadlineMs: effect.deadlineMs })
      case 'start-attempt':
        return this.#startAttempt(unit, effect)
      case 'abandon-attempt':
        return this.#abandonAttempt(unit, effect.attempt)
      case 'use-session':
        return this.#useSession(unit, effect.attempt)
      case 'stop-session':
        return sessions.stop(effect.sessionId, effect.deadlineMs)
      case 'terminate-session':
        return sessions.terminate(effect.sessionId)
      case 'check-session':
        return sessions.check()
      case 'refuse-clients':
        return relay.order({ type: 'refuse-clients', tunnelId, problem: effect.problem })
      case 'schedule':
        return this.#schedule(unit, effect.timer, effect.at)
      case 'cancel':
        return this.#cancel(unit, effect.timer)
    }
  }

  forget(unit: TunnelUnit): void {
    const running = this.#of(unit)
    for (const stop of running.timers.values()) stop()
    running.timers.clear()
    if (running.attempt !== null) this.#abandonAttempt(unit, running.attempt.number)
  }

  #of(unit: TunnelUnit): Running {
    const known = this.#running.get(unit) ?? { timers: new Map(), attempt: null }
    this.#running.set(unit, known)
    return known
  }

  #openDoor(unit: TunnelUnit): void {
    const { relay, settings } = this.#deps
    const clientWaitMs = settings.current().clientWaitSeconds * 1_000
    relay.order({ type: 'open-door', tunnelId: unit.id, port: unit.saved.preference.localPort, clientWaitMs })
  }

  #schedule(unit: TunnelUnit, timer: TunnelTimer, at: number): void {
    const { clock } = this.#deps
    const { timers } = this.#of(unit)
    this.#cancel(unit, timer)
    const stop = clock.after(Math.max(0, at - clock.now()), () => {
      timers.delete(timer)
      unit.send({ type: dueEvents[timer], due: at })
    })
    timers.set(timer, stop)
  }

  #cancel(unit: TunnelUnit, timer: TunnelTimer): void {
    const { timers } = this.#of(unit)
    timers.get(timer)?.()
    timers.delete(timer)
  }

  #startAttempt(unit: TunnelUnit, effect: Extract<TunnelEffect, { type: 'start-attempt' }>): void {
    const { sessions, settings, clock } = this.#deps
    const { attempt, asker } = effect
    const abort = new AbortController()
    const owner = new TunnelSessionOwner(unit, attempt, clock)
    this.#of(unit).attempt = { number: attempt, abort, owner }
    const request = sessionRequestOf(unit.saved, settings.current())
    if (!request.ok) return owner.failed(request.error)
    sessions.start({ ...request.value, asker, owner, signal: abort.signal })
  }

  #useSession(unit: TunnelUnit, attempt: number): void {
    const { relay, sessions } = this.#deps
    const running = this.#of(unit)
    const owner = running.attempt?.number === attempt ? running.attempt.owner : null
    if (owner === null || owner.grant === null) return
    const { sessionId } = owner.grant
    sessions.carry(owner.grant, owner)
    relay.order({ type: 'serve-door', tunnelId: unit.id, sessionId })
  }

  #abandonAttempt(unit: TunnelUnit, attempt: number): void {
    const running = this.#of(unit)
    if (running.attempt?.number !== attempt) return
    running.attempt.abort.abort()
    running.attempt = null
  }
}
