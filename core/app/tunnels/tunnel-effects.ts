import { unansweredAfterMs } from '#domain/session/far-end.ts'
import { dueOccurrence, type TunnelEffect } from '#domain/tunnel/event.ts'
import type { TunnelTimer } from '#domain/tunnel/state.ts'
import type { CallerIdentity } from '#contract/tunnel.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { RelayLink } from '../ports.ts'
import { RunningStarts } from '../sessions/running-starts.ts'
import type { SessionWalls } from '../sessions/session-walls.ts'
import type { Sessions } from '../sessions/sessions.ts'
import { UnitTimers } from '../sessions/unit-timers.ts'
import { guardOf } from './door-guard.ts'
import type { ClientWords } from './client-words.ts'
import { sessionRequestOf } from './session-request.ts'
import type { SettingsReader } from './supervisor-deps.ts'
import { TunnelSessionOwner } from './tunnel-session-owner.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

interface EffectDeps {
  readonly relay: RelayLink
  readonly sessions: Sessions
  readonly walls: SessionWalls
  readonly clock: Clock
  readonly settings: SettingsReader
  readonly words: Pick<ClientWords, 'refuse'>
  /** Notes whom a tunnel is for. */
  pin(unit: TunnelUnit, identity: CallerIdentity): void
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
  readonly #timers: UnitTimers<TunnelUnit>
  readonly #starts = new RunningStarts<TunnelUnit, TunnelSessionOwner>()

  constructor(deps: EffectDeps) {
    this.#deps = deps
    this.#timers = new UnitTimers(deps.clock)
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
        return this.#starts.abandon(unit, effect.attempt)
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
      case 'doubt-session': {
        const { sessionId, isDoubted } = effect
        return relay.order({ type: 'doubt-session', tunnelId, sessionId, isDoubted })
      }
      case 'expect-session':
        return relay.order({ type: 'expect-session', tunnelId, withinMs: effect.withinMs })
      case 'drain-session':
        return relay.order({ type: 'drain-session', tunnelId, sessionId: effect.sessionId })
      case 'refuse-clients':
        return this.#deps.words.refuse(unit, effect.problem)
      case 'schedule':
        return this.#schedule(unit, effect.timer, effect.at)
      case 'cancel':
        return this.#timers.cancel(unit, effect.timer)
    }
  }

  forget(unit: TunnelUnit): void {
    this.#timers.cancelAll(unit)
    this.#starts.abandonAll(unit)
  }

  #openDoor(unit: TunnelUnit): void {
    const { relay, settings } = this.#deps
    const { definition, preference } = unit.saved
    relay.order({
      type: 'open-door',
      tunnelId: unit.id,
      port: preference.localPort,
      address: preference.localAddress,
      kind: definition.kind,
      guard: guardOf(unit.saved, settings.current()),
      clientWaitMs: settings.current().clientWaitSeconds * 1_000,
    })
  }

  #schedule(unit: TunnelUnit, timer: TunnelTimer, at: number): void {
    this.#timers.schedule(unit, timer, at, () => unit.send(dueOccurrence(timer, at)))
  }

  #startAttempt(unit: TunnelUnit, effect: Extract<TunnelEffect, { type: 'start-attempt' }>): void {
    const { sessions, settings, walls, clock } = this.#deps
    const { attempt, asker } = effect
    const request = sessionRequestOf(unit.saved, settings.current())
    const owner = new TunnelSessionOwner({
      ...{ unit, attempt, clock },
      failed: () => this.#starts.release(unit, attempt),
      pin: (identity) => this.#deps.pin(unit, identity),
      wallsOf: async (times) => (request.ok ? await walls.of({ ...request.value, ...times }) : []),
    })
    const signal = this.#starts.hold(unit, attempt, owner)
    if (!request.ok) return owner.failed(request.error)
    sessions.start({ ...request.value, avoided: unit.avoided, asker, access: 'ask', owner, signal })
  }

  #carrySession(unit: TunnelUnit, attempt: number): void {
    const { relay, sessions } = this.#deps
    const owner = this.#starts.release(unit, attempt)
    if (owner === null || owner.grant === null) return
    const { sessionId } = owner.grant
    sessions.carry(owner.grant, owner)
    const before = beforeOf(unit, attempt)
    relay.order({ type: 'serve-door', tunnelId: unit.id, sessionId, before })
  }
}

/** What the session of a start does to the one that serves before it. */
function beforeOf({ state }: TunnelUnit, attempt: number): 'drains' | 'stays' {
  const own = state.sessions.find(({ session }) => session.attempt === attempt)
  return own?.succession === 'beside' ? 'stays' : 'drains'
}
