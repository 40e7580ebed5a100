import type { Problem } from '#contract/problem.ts'
import type { ConnectStep } from '#contract/status.ts'
import type { Unanswered } from './far-end.ts'
import type { Asker, SessionState, SessionTimer } from './state.ts'

/** What happened to a session, or around all of them, without its time. What is addressed to another session is stale. */
export type SessionOccurrence =
  /** The start, by its attempt: the service has named no session yet. */
  | { readonly type: 'attempt-step'; readonly attempt: number; readonly step: ConnectStep }
  | { readonly type: 'attempt-failed'; readonly attempt: number; readonly problem: Problem }
  | { readonly type: 'session-granted'; readonly attempt: number; readonly sessionId: string }
  /** The session, as the relay tells of it. */
  | { readonly type: 'session-ready'; readonly sessionId: string }
  | { readonly type: 'session-failed'; readonly sessionId: string; readonly problem: Problem }
  | { readonly type: 'session-lost'; readonly sessionId: string; readonly problem: Problem }
  | { readonly type: 'session-stopped'; readonly sessionId: string }
  /** `gone`: it is taken for alive, and was not asked. */
  | { readonly type: 'session-alive'; readonly sessionId: string; readonly proof?: 'gone' | undefined }
  /** `waitsFor`: what a person has to do before it can go on. */
  | { readonly type: 'session-resuming'; readonly sessionId: string; readonly waitsFor?: 'sign-in' | undefined }
  | { readonly type: 'session-resumed'; readonly sessionId: string }
  /** Its agent acknowledges nothing, and the service answers: `session-alive` follows when that is over. */
  | { readonly type: 'session-silent'; readonly sessionId: string }
  | { readonly type: 'endpoint-failed'; readonly sessionId: string; readonly problem: Problem }
  | { readonly type: 'endpoint-answered'; readonly sessionId: string; readonly latencyMs: number }
  | ({ readonly type: 'endpoint-unanswered'; readonly sessionId: string } & Unanswered)
  | ({ readonly type: 'endpoint-given-up'; readonly sessionId: string } & Unanswered)
  | { readonly type: 'endpoint-caught-up'; readonly sessionId: string }
  /** The far end closed every connection at once. */
  | { readonly type: 'endpoint-departed'; readonly sessionId: string }
  /**
   * Timers. `due` is the deadline that the timer was set for; one that is not the state's own is stale. The wall clock
   * does not tell: it may have been set meanwhile, and a timer may come a millisecond before its time.
   */
  | { readonly type: 'check-due'; readonly sessionId: string; readonly due: number }
  | { readonly type: 'close-due'; readonly sessionId: string; readonly due: number }
  | { readonly type: 'answer-due'; readonly sessionId: string; readonly due: number }
  /** The world around. */
  | { readonly type: 'slept' }
  | { readonly type: 'woke' }
  | { readonly type: 'online' }
  | { readonly type: 'offline' }
  | { readonly type: 'relay-stopped' }

/** What happened, and when (epoch ms). The reducer has no clock of its own. */
export type SessionEvent = SessionOccurrence & { readonly at: number }
export type SessionEventType = SessionEvent['type']
export type SessionEventOf<T extends SessionEventType> = Extract<SessionEvent, { readonly type: T }>

/** Facts beside the state that a transition may look at. */
export interface SessionContext {
  readonly online: boolean
}

/** What a transition wants done. Data: whoever owns the session carries it out, in order. */
export type SessionEffect =
  | { readonly type: 'start-attempt'; readonly attempt: number; readonly asker: Asker }
  /** Its grant, should one arrive late, is terminated by the transition that sees it. */
  | { readonly type: 'abandon-attempt'; readonly attempt: number }
  | { readonly type: 'carry-session'; readonly attempt: number; readonly sessionId: string }
  | { readonly type: 'stop-session'; readonly sessionId: string; readonly deadlineMs: number }
  | { readonly type: 'terminate-session'; readonly sessionId: string }
  | { readonly type: 'check-sessions' }
  /** Nobody was answered for too long: whoever still waits is to be told. */
  | { readonly type: 'tell-silence'; readonly sessionId: string; readonly problem: Problem }
  | { readonly type: 'schedule'; readonly timer: SessionTimer; readonly at: number }
  | { readonly type: 'cancel'; readonly timer: SessionTimer }

/** The outcome of one event. */
export interface SessionTransition {
  readonly state: SessionState
  readonly effects: readonly SessionEffect[]
}
