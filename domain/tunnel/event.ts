import type { Problem } from '#contract/problem.ts'
import type { SessionWall } from '#contract/status.ts'
import type { SessionEffect, SessionOccurrence } from '../session/event.ts'
import type { TimerEffect } from '../session/timers.ts'
import type { TunnelTimer } from './state.ts'

/** What a session carries for the door. */
export interface ToldLoad {
  readonly sessionId: string
  readonly open: number
  readonly isBulk: boolean
}

/** What happened, without its time. What happens to a session is addressed to it, or stale. */
export type Occurrence =
  /** The user's switch, and the two commands that leave it alone. */
  | { readonly type: 'arm' }
  /** `withinMs`: what the relay gets to close door and sessions, where that is less than usual. */
  | { readonly type: 'disarm'; readonly withinMs?: number }
  | { readonly type: 'connect-now' }
  | { readonly type: 'disconnect-now' }
  | { readonly type: 'tunnel-edited'; readonly what: 'port' | 'route' | 'options' }
  /** The session that serves should be followed by another while it still lives. */
  | { readonly type: 'successor-wanted' }
  /** Until when a session lives at the most, as far as anybody knows. */
  | { readonly type: 'walls-known'; readonly sessionId: string; readonly walls: readonly SessionWall[] }
  /** What the sessions carry, as far as it is told. */
  | { readonly type: 'loads-changed'; readonly loads: readonly ToldLoad[] }
  /** The door. */
  | { readonly type: 'door-opened' }
  | { readonly type: 'door-failed'; readonly problem: Problem }
  | { readonly type: 'door-closed' }
  | { readonly type: 'client-waiting' }
  /** The counts themselves are in the context. */
  | { readonly type: 'clients-changed' }
  /** Timers, by the deadline that they were set for; see {@link SessionOccurrence}. */
  | { readonly type: 'retry-due'; readonly due: number }
  | { readonly type: 'idle-due'; readonly due: number }
  | { readonly type: 'rotation-due'; readonly due: number }
  | { readonly type: 'trial-due'; readonly due: number }
  | { readonly type: 'ending-due'; readonly sessionId: string; readonly due: number }
  | { readonly type: 'lane-due'; readonly due: number }
  | { readonly type: 'lane-end-due'; readonly sessionId: string; readonly due: number }
  | { readonly type: 'door-due'; readonly due: number }
  /** The world around. */
  | { readonly type: 'sign-in-revived' }
  | { readonly type: 'relay-stopped'; readonly prospect: 'restarting' | 'gone' }
  | { readonly type: 'relay-started' }
  | Exclude<SessionOccurrence, { readonly type: 'relay-stopped' }>

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
  /** Sessions that the tunnel may have at once now, those that drain among them; 1 where bulk gets none of its own. */
  readonly mostSessions: number
  /** Sessions that its target takes of it at once, whatever they are for; Infinity where no limit is known. */
  readonly mostAtTarget: number
  /** A number that no attempt of this tunnel has had. */
  readonly freshAttempt: number
  /** 0 ≤ n < 1, drawn anew for each event. */
  readonly chance: number
}

/** What a transition wants done. Data: the supervisor carries it out, in order. */
export type TunnelEffect =
  | { readonly type: 'open-door' }
  | { readonly type: 'close-door'; readonly deadlineMs: number }
  | { readonly type: 'refuse-clients'; readonly problem: Problem }
  /** It takes nobody for now, or does again: who comes waits for another session, as far as there is none beside it. */
  | { readonly type: 'doubt-session'; readonly sessionId: string; readonly isDoubted: boolean }
  /** Who comes while bulk moves waits for another session, so long (ms) at the most; 0 when none comes. */
  | { readonly type: 'expect-session'; readonly withinMs: number }
  /** It takes no more clients, and is stopped with the last that it has. */
  | { readonly type: 'drain-session'; readonly sessionId: string }
  | Exclude<SessionEffect, { readonly type: 'schedule' | 'cancel' }>
  | TimerEffect<TunnelTimer>

/** The outcome of one event. */
export interface Transition<S> {
  readonly state: S
  readonly effects: readonly TunnelEffect[]
}

/** What a timer of a tunnel says when it is due. */
export function dueOccurrence(timer: TunnelTimer, due: number): Occurrence {
  if ('sessionId' in timer) return { type: `${timer.name}-due`, sessionId: timer.sessionId, due }
  return { type: `${timer.name}-due`, due }
}
