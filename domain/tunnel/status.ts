import type { TunnelStatus } from '#contract/status.ts'
import { reconnectWaitsMs, retriesAfterFailure } from '../retry-plan/retry-plan.ts'
import type { TunnelState } from './state.ts'

type StateOf<K extends TunnelState['kind']> = Extract<TunnelState, { readonly kind: K }>

/** The state as windows and the tray see it: seven kinds. A tunnel whose far end refuses is failed, though its session lives. */
export function statusOf(state: TunnelState): TunnelStatus {
  switch (state.kind) {
    case 'stopped':
      return { kind: 'stopped' }
    case 'arming':
    case 'restoring':
      return { kind: 'unknown', since: state.since }
    case 'armed':
      return { kind: 'armed', since: state.since }
    case 'connecting':
      return { kind: 'connecting', step: state.step, since: state.since }
    case 'ready':
      return readyStatus(state)
    case 'checking':
      return { kind: 'unknown', since: state.since }
    case 'reconnecting':
      return {
        kind: 'reconnecting',
        attempt: state.tries + 1,
        of: reconnectWaitsMs.length,
        nextAt: state.nextAt,
        problem: state.problem,
      }
    case 'failed':
      return { kind: 'failed', problem: state.problem, at: state.at, retry: plannedRetry(state) }
    case 'closing':
      return state.then === 'connect'
        ? { kind: 'connecting', step: 'target', since: state.since }
        : { kind: 'armed', since: state.since }
    case 'stopping':
      return state.then === 'stay' ? { kind: 'stopped' } : { kind: 'unknown', since: state.since }
  }
}

function readyStatus(state: StateOf<'ready'>): TunnelStatus {
  const { endpoint } = state.session
  if (endpoint.kind === 'failed') return { kind: 'failed', problem: endpoint.problem, at: endpoint.at, retry: null }
  return { kind: 'ready', since: state.since, idleCloseAt: state.idleCloseAt }
}

function plannedRetry(state: StateOf<'failed'>): Extract<TunnelStatus, { kind: 'failed' }>['retry'] {
  if (state.nextAt === null) return null
  const tries = state.series.after === 'failure' ? state.series.tries : 0
  return { attempt: tries + 1, of: retriesAfterFailure, nextAt: state.nextAt }
}
