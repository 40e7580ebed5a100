import { problemOf } from '#contract/problem.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { TunnelEffect } from '#core/domain/tunnel/event.ts'
import type { TunnelTimer } from '#core/domain/tunnel/state.ts'
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

/** What runs for one tunnel beside its state. */
interface Running {
  readonly timers: Map<TunnelTimer, () => void>
  attempt: {
    readonly number: number
    readonly abort: AbortController
    grant: SessionGrant | null
    stopWatch: () => void
  } | null
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
  const { relay, clock, ledger } = deps
  const running = new WeakMap<TunnelUnit, Running>()
  let isCheckOrdered = false

  const of = (unit: TunnelUnit): Running => {
    const known = running.get(unit) ?? { timers: new Map(), attempt: null }
    running.set(unit, known)
    return known
  }

  const schedule = (unit: TunnelUnit, timer: TunnelTimer, at: number): void => {
    cancel(unit, timer)
    const stop = clock.after(Math.max(0, at - clock.now()), () => {
      of(unit).timers.delete(timer)
      unit.send({ type: dueEvents[timer] })
    })
    of(unit).timers.set(timer, stop)
  }

  const cancel = (unit: TunnelUnit, timer: TunnelTimer): void => {
    of(unit).timers.get(timer)?.()
    of(unit).timers.delete(timer)
  }

  const startAttempt = (unit: TunnelUnit, effect: Extract<TunnelEffect, { type: 'start-attempt' }>): void => {
    const abort = new AbortController()
    of(unit).attempt = { number: effect.attempt, abort, grant: null, stopWatch: () => {} }
    const listener = listenerOf(unit, effect.attempt)
    deps.attempts.start({ spec: unit.spec, asker: effect.asker, listener, signal: abort.signal })
  }

  const listenerOf = (unit: TunnelUnit, attempt: number): AttemptListener => ({
    step: (step) => unit.send({ type: 'attempt-step', attempt, step }),
    target: (target) => unit.learn({ target }),
    granted: (grant) => {
      const current = of(unit).attempt
      if (current?.number === attempt) current.grant = grant
      unit.send({ type: 'session-granted', attempt, sessionId: grant.sessionId })
    },
    failed: (problem) => unit.send({ type: 'session-failed', attempt, problem }),
  })

  const useSession = (unit: TunnelUnit, attempt: number): void => {
    const current = of(unit).attempt
    if (current?.number !== attempt || current.grant === null) return
    current.stopWatch = clock.after(silentRelayMs, () => {
      unit.send({ type: 'session-failed', attempt, problem: problemOf('HANDSHAKE_TIMED_OUT') })
    })
    relay.order({ type: 'use-session', tunnelId: unit.id, attempt, grant: current.grant })
  }

  const abandonAttempt = (unit: TunnelUnit, attempt: number): void => {
    const current = of(unit).attempt
    if (current?.number !== attempt) return
    current.abort.abort()
    current.stopWatch()
    of(unit).attempt = null
  }

  /** One order makes the relay check every session, so tunnels that ask in one go share it. */
  const checkSessions = (): void => {
    if (isCheckOrdered) return
    isCheckOrdered = true
    queueMicrotask(() => {
      isCheckOrdered = false
      relay.order({ type: 'check-sessions' })
    })
  }

  return {
    run(unit, effect) {
      const tunnelId = unit.id
      switch (effect.type) {
        case 'open-door':
          return relay.order({
            type: 'open-door',
            tunnelId,
            port: unit.spec.localPort,
            clientWaitMs: deps.settings.current().clientWaitSeconds * 1_000,
          })
        case 'close-door':
          return relay.order({ type: 'close-door', tunnelId, deadlineMs: effect.deadlineMs })
        case 'start-attempt':
          return startAttempt(unit, effect)
        case 'abandon-attempt':
          return abandonAttempt(unit, effect.attempt)
        case 'use-session':
          return useSession(unit, effect.attempt)
        case 'stop-session':
          return relay.order({ type: 'stop-session', tunnelId, deadlineMs: effect.deadlineMs })
        case 'terminate-session':
          return ledger.terminate(effect.sessionId)
        case 'check-session':
          return checkSessions()
        case 'refuse-clients':
          return relay.order({ type: 'refuse-clients', tunnelId, problem: effect.problem })
        case 'schedule':
          return schedule(unit, effect.timer, effect.at)
        case 'cancel':
          return cancel(unit, effect.timer)
      }
    },
    finish(unit, attempt) {
      const current = of(unit).attempt
      if (current?.number !== attempt) return null
      current.stopWatch()
      of(unit).attempt = null
      return current.grant
    },
    forget(unit) {
      const known = of(unit)
      for (const stop of known.timers.values()) stop()
      known.timers.clear()
      if (known.attempt !== null) abandonAttempt(unit, known.attempt.number)
    },
  }
}
