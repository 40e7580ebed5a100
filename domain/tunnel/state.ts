import type { Problem } from '#contract/problem.ts'
import type { ConnectStep } from '#contract/status.ts'
import type { Asker } from '../session/state.ts'
import type { RetrySeries } from '../retry-plan/retry-plan.ts'

/** What is known of the far end through the session that lives now. */
export type EndpointProof =
  | { readonly kind: 'unproven' }
  | { readonly kind: 'answered'; readonly latencyMs: number }
  | { readonly kind: 'failed'; readonly problem: Problem; readonly at: number }

/** The one session of a tunnel, as the relay carries it. */
export interface LiveSession {
  readonly sessionId: string
  /** The attempt that started it. */
  readonly attempt: number
  /** Epoch ms at which it could carry clients. */
  readonly readyAt: number
  /** Tries of the dropped session's series that were spent to get it; carried on when it is lost again at once. */
  readonly tries: number
  readonly endpoint: EndpointProof
}

/** What happens once the door is open, or the old session is gone. */
export type Next = 'listen' | 'connect'

/**
 * A tunnel's lifecycle. The door is open in every kind but `stopped`, `arming`, `restoring`, `stopping`, and `failed`
 * with `door: 'closed'`. Each kind has at most one deadline ({@link deadlineOf}) and one session ({@link heldSessionOf}), so
 * timers and sessions can not outlive the state that wants them. Times are epoch milliseconds.
 */
export type TunnelState =
  | { readonly kind: 'stopped' }
  /** The door is ordered; the relay has not answered. */
  | { readonly kind: 'arming'; readonly since: number; readonly then: Next; readonly series: RetrySeries }
  | { readonly kind: 'armed'; readonly since: number }
  | {
      readonly kind: 'connecting'
      readonly since: number
      readonly attempt: number
      readonly step: ConnectStep
      /** The session that the service granted to this attempt, once it did. */
      readonly sessionId: string | null
      readonly series: RetrySeries
      readonly asker: Asker
    }
  | {
      readonly kind: 'ready'
      readonly since: number
      readonly session: LiveSession
      /** When the unused session will be closed; null while in use or kept open. */
      readonly idleCloseAt: number | null
    }
  /** The session may or may not live: the machine slept, the network changed, or the channel is being resumed. */
  | {
      readonly kind: 'checking'
      readonly since: number
      readonly session: LiveSession
      readonly why: 'asleep' | 'woke' | 'resuming'
      /** When silence counts as a loss; null while the machine sleeps or the relay resumes the channel. */
      readonly deadline: number | null
    }
  | {
      readonly kind: 'reconnecting'
      readonly since: number
      readonly tries: number
      readonly nextAt: number
      readonly problem: Problem
    }
  | {
      readonly kind: 'failed'
      readonly at: number
      readonly problem: Problem
      readonly door: 'open' | 'closed'
      readonly series: RetrySeries
      /** The planned try; null when only a client or the user starts one. */
      readonly nextAt: number | null
    }
  /** The relay is gone and will be back. */
  | { readonly kind: 'restoring'; readonly since: number; readonly then: Next }
  /** The session is being closed, the door stays. */
  | {
      readonly kind: 'closing'
      readonly since: number
      readonly sessionId: string
      readonly attempt: number
      readonly then: Next
      readonly deadline: number
    }
  /** The door is being closed, and the session with it. */
  | {
      readonly kind: 'stopping'
      readonly since: number
      /** The session behind the door, if there was one. */
      readonly sessionId: string | null
      readonly then: Next | 'stay'
      readonly deadline: number
    }

export type TunnelStateKind = TunnelState['kind']

/** A timer of a tunnel; each state runs one at the most. */
export type TunnelTimer = 'retry' | 'idle' | 'check' | 'stop'

/** When a state ends by itself, and by which timer; null when it waits for somebody. */
export function deadlineOf(state: TunnelState): { readonly timer: TunnelTimer; readonly at: number } | null {
  switch (state.kind) {
    case 'reconnecting':
      return { timer: 'retry', at: state.nextAt }
    case 'failed':
      return state.nextAt === null ? null : { timer: 'retry', at: state.nextAt }
    case 'ready':
      return state.idleCloseAt === null ? null : { timer: 'idle', at: state.idleCloseAt }
    case 'checking':
      return state.deadline === null ? null : { timer: 'check', at: state.deadline }
    case 'closing':
    case 'stopping':
      return { timer: 'stop', at: state.deadline }
    case 'stopped':
    case 'arming':
    case 'armed':
    case 'connecting':
    case 'restoring':
      return null
  }
}

/**
 * The session that the relay carries for a state, or is stopping for it; leaving it for a state that does not hold it
 * terminates the session. What the relay still drains is therefore not cut off by the service.
 */
export function heldSessionOf(state: TunnelState): string | null {
  return state.kind === 'closing' || state.kind === 'stopping' ? state.sessionId : sessionOf(state)
}

/** The session that a state wants alive. */
export function sessionOf(state: TunnelState): string | null {
  if (state.kind === 'connecting') return state.sessionId
  if (state.kind === 'ready' || state.kind === 'checking') return state.session.sessionId
  return null
}

/** The attempt that a state waits for. */
export function attemptOf(state: TunnelState): number | null {
  return state.kind === 'connecting' ? state.attempt : null
}

/** True while the relay was told to keep the door open, or is being told. */
export function wantsDoor(state: TunnelState): boolean {
  switch (state.kind) {
    case 'stopped':
    case 'restoring':
    case 'stopping':
      return false
    case 'failed':
      return state.door === 'open'
    case 'arming':
    case 'armed':
    case 'connecting':
    case 'ready':
    case 'checking':
    case 'reconnecting':
    case 'closing':
      return true
  }
}
