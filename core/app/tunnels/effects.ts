import { unansweredAfterMs } from '#domain/session/far-end.ts'
import { timerKey } from '#domain/session/timers.ts'
import { dueOccurrence, type TunnelEffect } from '#domain/tunnel/event.ts'
import type { TunnelTimer } from '#domain/tunnel/state.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { RelayLink } from '../ports.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { guardOf } from './door-guard.ts'
import type { ClientWords } from './client-words.ts'
import { sessionRequestOf } from './session-request.ts'
import type { SettingsReader } from './supervisor-deps.ts'
import { TunnelSessionOwner } from './tunnel-session-owner.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

/** A start that runs for a tunnel, until its session is carried or it is over. */
interface RunningStart {
  readonly abort: AbortController
  readonly owner: TunnelSessionOwner
}

/** What runs for one tunnel beside its state. */
interface Running {
  /** By {@link timerKey}. */
  readonly timers: Map<string, () => void>
  /** By attempt. */
  readonly starts: Map<number, RunningStart>
}

interface EffectDeps {
  readonly relay: RelayLink
  readonly sessions: Sessions
  readonly clock: Clock
  readonly settings: SettingsReader
  readonly words: Pick<ClientWords, 'refuse'>
}

/** Carries out what transitions want done. */
interface EffectRunner {
  run(unit: TunnelUnit, effect: TunnelEffect): void
  /** Timers of a tunnel that is no more. */
  forget(unit: TunnelUnit): void
}

/** Creates the runner; it holds the timers and the running starts of every tunnel. */
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
      case 'carry-session':
        return this.#carrySession(unit, effect.attempt)
      case 'stop-session':
        return sessions.stop(effect.sessionId, effect.deadlineMs)
      case 'terminate-session':
        return sessions.terminate(effect.sessionId)
      case 'check-sessions':
        return sessions.check()
      case 'tell-silence': {
        const { sessionId, problem } = effect
        return relay.order({ type: 'far-end-silent', tunnelId, sessionId, problem, afterMs: unansweredAfterMs })
      }
      case 'refuse-clients':
        return this.#deps.words.refuse(unit, effect.problem)
      case 'schedule':
        return this.#schedule(unit, effect.timer, effect.at)
      case 'cancel':
        return this.#cancel(unit, effect.timer)
    }
  }

  forget(unit: TunnelUnit): void {
    const { timers, starts } = this.#of(unit)
    for (const stop of timers.values()) stop()
    timers.clear()
    for (const attempt of starts.keys()) this.#abandonAttempt(unit, attempt)
  }

  #of(unit: TunnelUnit): Running {
    const known = this.#running.get(unit) ?? { timers: new Map(), starts: new Map() }
    this.#running.set(unit, known)
    return known
  }

  #openDoor(unit: TunnelUnit): void {
    const { relay, settings } = this.#deps
    const { definition, preference } = unit.saved
    relay.order({
      type: 'open-door',
      tunnelId: unit.id,
      port: preference.localPort,
      kind: definition.kind,
      guard: guardOf(unit.saved, settings.current()),
      clientWaitMs: settings.current().clientWaitSeconds * 1_000,
    })
  }

  #schedule(unit: TunnelUnit, timer: TunnelTimer, at: number): void {
    const { clock } = this.#deps
    const { timers } = this.#of(unit)
    this.#cancel(unit, timer)
    const stop = clock.after(Math.max(0, at - clock.now()), () => {
      timers.delete(timerKey(timer))
      unit.send(dueOccurrence(timer, at))
    })
    timers.set(timerKey(timer), stop)
  }

  #cancel(unit: TunnelUnit, timer: TunnelTimer): void {
    const { timers } = this.#of(unit)
    timers.get(timerKey(timer))?.()
    timers.delete(timerKey(timer))
  }

  #startAttempt(unit: TunnelUnit, effect: Extract<TunnelEffect, { type: 'start-attempt' }>): void {
    const { sessions, settings, clock } = this.#deps
    const { attempt, asker } = effect
    const abort = new AbortController()
    const { starts } = this.#of(unit)
    const owner = new TunnelSessionOwner(unit, attempt, clock, () => starts.delete(attempt))
    starts.set(attempt, { abort, owner })
    const request = sessionRequestOf(unit.saved, settings.current())
    if (!request.ok) return owner.failed(request.error)
    sessions.start({ ...request.value, asker, owner, signal: abort.signal })
  }

  #carrySession(unit: TunnelUnit, attempt: number): void {
    const { relay, sessions } = this.#deps
    const { starts } = this.#of(unit)
    const owner = starts.get(attempt)?.owner
    starts.delete(attempt)
    if (owner === undefined || owner.grant === null) return
    const { sessionId } = owner.grant
    sessions.carry(owner.grant, owner)
    relay.order({ type: 'serve-door', tunnelId: unit.id, sessionId })
  }

  #abandonAttempt(unit: TunnelUnit, attempt: number): void {
    const { starts } = this.#of(unit)
    starts.get(attempt)?.abort.abort()
    starts.delete(attempt)
  }
}
