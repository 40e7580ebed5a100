import type { Problem } from '#contract/problem.ts'
import type { ConnectStep } from '#contract/status.ts'
import { proofDeadline, type EndpointProof } from './far-end.ts'

/**
 * Who wants the session, and so, may a sign-in open the browser? Always for the user's own action, once for clients that wait
 * (not again after a sign-in that the user let go), never for a timer.
 */
export type Asker = 'user' | 'client' | 'nobody'

/** How a session ended: it never carried anybody, it was lost, or it was stopped. */
export type SessionEnd =
  | { readonly how: 'failed'; readonly problem: Problem }
  | { readonly how: 'lost'; readonly problem: Problem }
  | { readonly how: 'stopped' }

/**
 * One session's life: `starting → ready ⇄ checking → closing → over`. `attempt` tells the sessions of one owner apart from
 * before the service has named them. Each kind has one deadline at the most ({@link deadlineOf}). Times are epoch milliseconds.
 */
export type SessionState =
  | {
      readonly kind: 'starting'
      readonly attempt: number
      readonly since: number
      readonly asker: Asker
      readonly step: ConnectStep
      /** Once the service granted it; from then on the relay is told to carry it. */
      readonly sessionId: string | null
    }
  | {
      readonly kind: 'ready'
      readonly attempt: number
      readonly sessionId: string
      readonly readyAt: number
      readonly endpoint: EndpointProof
    }
  /** It may or may not live: the machine slept, the network changed, the channel is being resumed, which may wait for a sign-in, or the agent says nothing. */
  | {
      readonly kind: 'checking'
      readonly attempt: number
      readonly sessionId: string
      readonly readyAt: number
      readonly endpoint: EndpointProof
      readonly since: number
      readonly why: 'asleep' | 'woke' | 'resuming' | 'signing-in' | 'silent'
      /** When silence counts as a loss; null while the machine sleeps, the relay resumes the channel or hears nothing of the agent. */
      readonly deadline: number | null
    }
  /** The relay was told to stop it. */
  | {
      readonly kind: 'closing'
      readonly attempt: number
      readonly sessionId: string
      readonly since: number
      readonly deadline: number
    }
  | { readonly kind: 'over'; readonly attempt: number; readonly sessionId: string | null; readonly end: SessionEnd }

type SessionStateKind = SessionState['kind']
export type SessionStateOf<K extends SessionStateKind> = Extract<SessionState, { readonly kind: K }>
/** A session that can carry somebody, as far as anybody knows. */
export type LiveSession = SessionStateOf<'ready' | 'checking'>

/** A session's timer: a check without an answer, a stop without one, a far end without one. */
export interface SessionTimer {
  readonly name: 'check' | 'close' | 'answer'
  readonly sessionId: string
}

/** When a session's state ends by itself, and by which timer; null when it waits for somebody. */
export function deadlineOf(state: SessionState): { readonly timer: SessionTimer; readonly at: number } | null {
  if (state.kind === 'closing') return { timer: { name: 'close', sessionId: state.sessionId }, at: state.deadline }
  if (state.kind === 'ready') return answerDeadline(state)
  if (state.kind !== 'checking' || state.deadline === null) return null
  return { timer: { name: 'check', sessionId: state.sessionId }, at: state.deadline }
}

function answerDeadline({ sessionId, endpoint }: SessionStateOf<'ready'>): ReturnType<typeof deadlineOf> {
  const at = proofDeadline(endpoint)
  return at === null ? null : { timer: { name: 'answer', sessionId }, at }
}

/**
 * The session that lives at the service for this state, or may; a state that no longer holds it terminates it. One that the
 * relay is stopping is held until the relay has let go, so what it still drains is not cut off by the service.
 */
export function heldBy(state: SessionState): string | null {
  return state.kind === 'over' ? null : state.sessionId
}

/** The session that a state wants alive. */
export function wantedBy(state: SessionState): string | null {
  return state.kind === 'closing' ? null : heldBy(state)
}

/** The start under way that may still bring a session. */
export function attemptOf(state: SessionState): number | null {
  return state.kind === 'starting' && state.sessionId === null ? state.attempt : null
}

/** True while it can carry somebody, as far as anybody knows. */
export function isLive(state: SessionState): state is LiveSession {
  return state.kind === 'ready' || state.kind === 'checking'
}
