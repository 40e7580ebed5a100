import type { TunnelStatus } from '#contract/status.ts'
import { isPlaceAwaited, reconnectWaitsMs, retriesAfterFailure } from '../retry-plan/retry-plan.ts'
import { phaseOf, type PhaseOf } from './phase.ts'
import type { Failure, TunnelState } from './state.ts'

/**
 * The state as windows and the tray see it. A tunnel whose far end refuses, or does not answer, is failed, though its session
 * lives; one whose far end nobody has heard yet is open, and no more.
 */
export function statusOf(state: TunnelState): TunnelStatus {
  const phase = phaseOf(state)
  switch (phase.kind) {
    case 'stopped':
      return { kind: 'stopped' }
    case 'arming':
      return phase.failure === null ? { kind: 'unknown', since: phase.since } : failedStatus(phase.failure)
    case 'restoring':
      return { kind: 'unknown', since: phase.since }
    case 'armed':
      return { kind: 'armed', since: phase.since }
    case 'connecting':
      return { kind: 'connecting', step: phase.session.step, since: phase.session.since }
    case 'ready':
      return readyStatus(phase)
    case 'checking':
      return checkingStatus(phase)
    case 'reconnecting': {
      const { tries, nextAt, problem } = phase.pause
      return { kind: 'reconnecting', attempt: tries + 1, of: reconnectWaitsMs.length, nextAt, problem }
    }
    case 'failed':
      return failedStatus(phase.failure)
    case 'closing': {
      const { since } = phase.session
      return phase.then === 'connect' ? { kind: 'connecting', step: 'target', since } : { kind: 'armed', since }
    }
    case 'stopping':
      return phase.then === 'off' ? { kind: 'stopped' } : { kind: 'unknown', since: phase.since }
  }
}

/** Why nothing is known, where that is not over by itself in a moment. */
function checkingStatus({ session: { since, why } }: PhaseOf<'checking'>): TunnelStatus {
  if (why === 'silent') return { kind: 'unknown', since, why: 'agent-silent' }
  return why === 'signing-in' ? { kind: 'unknown', since, why: 'sign-in' } : { kind: 'unknown', since }
}

function readyStatus({ session, idleCloseAt }: PhaseOf<'ready'>): TunnelStatus {
  const { endpoint, readyAt } = session
  switch (endpoint.kind) {
    case 'failed':
      return { kind: 'failed', problem: endpoint.problem, at: endpoint.at, retry: null }
    case 'unproven':
    case 'departed':
      return { kind: 'open', since: readyAt, idleCloseAt, waitingSince: null }
    case 'waiting':
      if (endpoint.latencyMs !== null) return { kind: 'ready', since: readyAt, idleCloseAt }
      return { kind: 'open', since: readyAt, idleCloseAt, waitingSince: endpoint.since }
    case 'silent':
      return { kind: 'unanswered', since: endpoint.since, hasAnswered: endpoint.latencyMs !== null }
    case 'answered':
      return { kind: 'ready', since: readyAt, idleCloseAt }
  }
}

function failedStatus(failure: Failure): TunnelStatus {
  return { kind: 'failed', problem: failure.problem, at: failure.at, retry: plannedRetry(failure) }
}

function plannedRetry({ problem, nextAt, series }: Failure): Extract<TunnelStatus, { kind: 'failed' }>['retry'] {
  if (nextAt === null) return null
  const tries = 'tries' in series ? series.tries : 0
  const isBounded = series.after !== 'failure-awaited' && !isPlaceAwaited(problem)
  return { attempt: tries + 1, of: isBounded ? retriesAfterFailure : null, nextAt }
}
