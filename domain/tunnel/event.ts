import type { Problem } from '#contract/problem.ts'
import type { ConnectStep } from '#contract/status.ts'
import type { Asker } from '../session/state.ts'
import type { TunnelTimer } from './state.ts'

/** What happened, without its time. */
export type Occurrence =
  /** The user's switch, and the two commands that leave it alone. */
  | { readonly type: 'arm' }
  /** `withinMs`: what the relay gets to close door and session, where that is less than usual. */
  | { readonly type: 'disarm'; readonly withinMs?: number }
  | { readonly type: 'connect-now' }
  | { readonly type: 'disconnect-now' }
  | { readonly type: 'spec-changed'; readonly what: 'port' | 'route' | 'options' }
  /** The door. */
  | { readonly type: 'door-opened' }
  | { readonly type: 'door-failed'; readonly problem: Problem }
  | { readonly type: 'door-closed' }
  | { readonly type: 'client-waiting' }
  /** The counts themselves are in the context. */
  | { readonly type: 'clients-changed' }
  /** The attempt: facts of another attempt than the state's are stale. */
  | { readonly type: 'attempt-step'; readonly attempt: number; readonly step: ConnectStep }
  | { readonly type: 'session-granted'; readonly attempt: number; readonly sessionId: string }
  | { readonly type: 'session-ready'; readonly attempt: number; readonly sessionId: string }
  | { readonly type: 'session-failed'; readonly attempt: number; readonly problem: Problem }
  /** The session: facts of another session than the state's are stale. */
  | { readonly type: 'session-lost'; readonly sessionId: string; readonly problem: Problem }
  | { readonly type: 'session-stopped'; readonly sessionId: string }
  | { readonly type: 'session-alive'; readonly sessionId: string }
  | { readonly type: 'session-resuming'; readonly sessionId: string }
  | { readonly type: 'session-resumed'; readonly sessionId: string }
  | { readonly type: 'endpoint-failed'; readonly sessionId: string; readonly problem: Problem }
  | { readonly type: 'endpoint-answered'; readonly sessionId: string; readonly latencyMs: number }
  /**
   * Timers. `due` is the deadline that the timer was set for; one that is not the state's own is stale. The wall clock
   * does not tell: it may have been set meanwhile, and a timer may come a millisecond before its time.
   */
  | { readonly type: 'retry-due'; readonly due: number }
  | { readonly type: 'idle-due'; readonly due: number }
  | { readonly type: 'check-due'; readonly due: number }
  | { readonly type: 'stop-due'; readonly due: number }
  /** The world around. */
  | { readonly type: 'sign-in-revived' }
  | { readonly type: 'slept' }
  | { readonly type: 'woke' }
  | { readonly type: 'offline' }
  | { readonly type: 'online' }
  | { readonly type: 'relay-stopped'; readonly prospect: 'restarting' | 'gone' }
  | { readonly type: 'relay-started' }

/** What happened, and when (epoch ms). The reducer has no clock of its own. */
export type TunnelEvent = Occurrence & { readonly at: number }
export type TunnelEventType = TunnelEvent['type']
export type EventOf<T extends TunnelEventType> = Extract<TunnelEvent, { readonly type: T }>

/** Facts beside the state that a transition may look at. */
export interface TunnelContext {
  /** Sockets at the door, and when one was last there (epoch ms). */
  readonly clients: { readonly open: number; readonly waiting: number; readonly lastAt: number | null }
  readonly online: boolean
  readonly sessionStart: 'first-connection' | 'manual'
  /** Milliseconds without a client after which the session is closed; null keeps it open. */
  readonly idleMs: number | null
  /** A number that no attempt of this tunnel has had. */
  readonly freshAttempt: number
}

/** What a transition wants done. Data: the supervisor carries it out, in order. */
export type TunnelEffect =
  | { readonly type: 'open-door' }
  | { readonly type: 'close-door'; readonly deadlineMs: number }
  | { readonly type: 'start-attempt'; readonly attempt: number; readonly asker: Asker }
  /** Its grant, should one arrive late, is terminated by the transition that sees it. */
  | { readonly type: 'abandon-attempt'; readonly attempt: number }
  | { readonly type: 'use-session'; readonly attempt: number; readonly sessionId: string }
  | { readonly type: 'stop-session'; readonly sessionId: string; readonly deadlineMs: number }
  | { readonly type: 'terminate-session'; readonly sessionId: string }
  | { readonly type: 'check-session' }
  | { readonly type: 'refuse-clients'; readonly problem: Problem }
  | { readonly type: 'schedule'; readonly timer: TunnelTimer; readonly at: number }
  | { readonly type: 'cancel'; readonly timer: TunnelTimer }

/** The outcome of one event. */
export interface Transition<S> {
  readonly state: S
  readonly effects: readonly TunnelEffect[]
}
