import { problemOf } from '#domain/problem/problem.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { TunnelEffect } from '#domain/tunnel/event.ts'
import type { TunnelTimer } from '#domain/tunnel/state.ts'
import type { Clock, RelayLink } from '../ports.ts'
import type { AttemptListener, Attempts } from './attempts.ts'
import type { SessionLedger } from './ledger.ts'
import type { SettingsReader } from './supervisor-deps.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

/** The relay's engines give up by themselves well before this; it is for a relay that says nothing at all. */
const silentRelayMs = 90_000

const dueEvents = {
  retry: 'retry-due',
  idle: 'idle-due',
  check: 'check-due',
  stop: 'stop-due',
} as const satisfies Record<TunnelTimer, string>

interface RunningAttempt {
  readonly number: number
  readonly abort: AbortController
  grant: SessionGrant | null
  stopWatch: () => void
}

/** What runs for one tunnel beside its state. */
interface Running {
  readonly timers: Map<TunnelTimer, () => void>
  attempt: RunningAttempt | null
}

interface EffectDeps {
  readonly relay: RelayLink
  readonly attempts: Attempts
  readonly ledger: SessionLedger
  readonly clock: Clock
  readonly settings: SettingsReader
}

/** Carries out what transitions want done. */
export interface EffectRunner {
  run(unit: TunnelUnit, effect: TunnelEffect): void
  /** The attempt's part is over: the relay said how it went. Returns its grant, if it had one. */
  finish(unit: TunnelUnit, attempt: number): SessionGrant | null
  /** Timers of a tunnel that is no more. */
  forget(unit: TunnelUnit): void
}

/** Creates the runner; it holds the timers, the running attempt and its grant of every tunnel. */
export function createEffectRunner(deps: EffectDeps): EffectRunner {
  return new Runner(deps)
}

class Runner implements EffectRunner {
  readonly #deps: EffectDeps
  readonly #running = new WeakMap<TunnelUnit, Running>()
  #isCheckOrdered = false

  constructor(deps: EffectDeps) {
    this.#deps = deps
  }

  run(unit: TunnelUnit, effect: TunnelEffect): void {
    const { relay, ledger } = this.#deps
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
        return relay.order({ type: 'stop-session', tunnelId, deadlineMs: effect.deadlineMs })
      case 'terminate-session':
        return ledger.terminate(effect.sessionId)
      case 'check-session':
        return this.#checkSessions()
      case 'refuse-clients':
        return relay.order({ type: 'refuse-clients', tunnelId, problem: effect.problem })
      case 'schedule':
        return this.#schedule(unit, effect.timer, effect.at)
      case 'cancel':
        return this.#cancel(unit, effect.timer)
    }
  }

  finish(unit: TunnelUnit, attempt: number): SessionGrant | null {
    const running = this.#of(unit)
    const current = running.attempt
    if (current?.number !== attempt) return null
    current.stopWatch()
    running.attempt = null
    return current.grant
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
    const { attempt, asker } = effect
    const abort = new AbortController()
    this.#of(unit).attempt = { number: attempt, abort, grant: null, stopWatch: () => {} }
    const listener = this.#listenerOf(unit, attempt)
    this.#deps.attempts.start({ tunnel: unit.saved, asker, listener, signal: abort.signal })
  }

  #listenerOf(unit: TunnelUnit, attempt: number): AttemptListener {
    return {
      step: (step) => unit.send({ type: 'attempt-step', attempt, step }),
      target: (target) => unit.learn({ target }),
      granted: (grant) => {
        const current = this.#of(unit).attempt
        if (current?.number === attempt) current.grant = grant
        unit.send({ type: 'session-granted', attempt, sessionId: grant.sessionId })
      },
      failed: (problem) => unit.send({ type: 'session-failed', attempt, problem }),
    }
  }

  #useSession(unit: TunnelUnit, attempt: number): void {
    const { relay, clock } = this.#deps
    const current = this.#of(unit).attempt
    if (current?.number !== attempt || current.grant === null) return
    current.stopWatch = clock.after(silentRelayMs, () => {
      unit.send({ type: 'session-failed', attempt, problem: problemOf('HANDSHAKE_TIMED_OUT') })
    })
    relay.order({ type: 'use-session', tunnelId: unit.id, attempt, grant: current.grant })
  }

  #abandonAttempt(unit: TunnelUnit, attempt: number): void {
    const running = this.#of(unit)
    if (running.attempt?.number !== attempt) return
    running.attempt.abort.abort()
    running.attempt.stopWatch()
    running.attempt = null
  }

  /** One order makes the relay check every session, so tunnels that ask in one go share it. */
  #checkSessions(): void {
    if (this.#isCheckOrdered) return
    this.#isCheckOrdered = true
    queueMicrotask(() => {
      this.#isCheckOrdered = false
      this.#deps.relay.order({ type: 'check-sessions' })
    })
  }
}
