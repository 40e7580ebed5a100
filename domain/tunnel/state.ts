import type { Problem } from '#contract/problem.ts'
import { wantedBy, type SessionState, type SessionTimer } from '../session/state.ts'
import type { RetrySeries } from '../retry-plan/retry-plan.ts'
import type { LaneTries, SessionLoad } from './lane-state.ts'
import type { Rotation } from './rotation-state.ts'
import type { Trial } from './trial-state.ts'

/**
 * What a session is to the tunnel's door: it carries who comes; it will once it is ready; it stands beside the one that serves, with what
 * moves in bulk over it, and may serve again; or it keeps those that it carries, and goes with the last of them.
 */
export type SessionRole = 'serving' | 'successor' | 'bulk' | 'draining'

/** What a session was opened for: to take the place of the one that serves, which drains then, or to serve while that one stays. */
export type Succession = 'instead' | 'beside'

/** A session of a tunnel. One that is over belongs to none. */
export interface TunnelSession {
  readonly role: SessionRole
  readonly succession: Succession
  readonly session: SessionState
  /** The tries that it belongs to; carried on when it is lost again at once. */
  readonly series: RetrySeries
  /** When it is to be replaced, and why; null while nobody knows of a wall before it. */
  readonly rotation: Rotation | null
  readonly trial: Trial
  readonly load: SessionLoad
  readonly lane: LaneTries
}

/** What the user, or a client, would have: nothing, the port, or a session behind it. */
export type Wish = 'off' | 'listen' | 'connect'

/** What is behind an open door. */
export type Behind =
  /** Nothing, until somebody comes. */
  | { readonly kind: 'nothing'; readonly since: number }
  /** The session that serves. `idleCloseAt`: when it will be closed for want of clients; null while in use or kept open. */
  | { readonly kind: 'session'; readonly idleCloseAt: number | null }
  /** A session was lost; another is tried at `nextAt`. */
  | {
      readonly kind: 'pause'
      readonly since: number
      readonly tries: number
      readonly nextAt: number
      readonly problem: Problem
    }
  | Failure

/** Trying came to nothing. `nextAt`: the planned try; null when only a client or the user starts one. */
export interface Failure {
  readonly kind: 'failure'
  readonly at: number
  readonly problem: Problem
  readonly series: RetrySeries
  readonly nextAt: number | null
}

/** The local port, as the relay was told to keep it. */
type Door =
  | { readonly kind: 'closed' }
  /** Ordered; the relay has not answered. `failure`: why it could not be opened before, which holds until it is. */
  | { readonly kind: 'opening'; readonly since: number; readonly series: RetrySeries; readonly failure?: Failure }
  /** It could not be opened. */
  | { readonly kind: 'barred'; readonly failure: Failure }
  | { readonly kind: 'open'; readonly behind: Behind }
  /** It is being closed, and the sessions with it. */
  | { readonly kind: 'closing'; readonly since: number; readonly deadline: number }
  /** The relay is gone and will be back. */
  | { readonly kind: 'gone'; readonly since: number }

/**
 * A tunnel: door × wish × sessions. Whatever a state holds (starts, sessions, timers) is read off it, so that a transition gives
 * up by difference what it no longer holds. At most one session serves and at most one is to succeed it; any number stands beside it,
 * each of them live, and any number drains.
 * Times are epoch milliseconds.
 */
export interface TunnelState {
  readonly door: Door
  readonly wish: Wish
  readonly sessions: readonly TunnelSession[]
}

/** A tunnel that is off. */
export const stoppedTunnel: TunnelState = { door: { kind: 'closed' }, wish: 'off', sessions: [] }

/**
 * A tunnel's timer: the planned try, the end of an idle session, a successor's start, that of another for one that is
 * doubted, that of a session beside the one that serves, a door that does not close, the near end of a session that still carries what it carried, the end of one of several; and those of its
 * sessions.
 */
export type TunnelTimer =
  | { readonly name: 'retry' | 'idle' | 'rotation' | 'trial' | 'lane' | 'door' }
  | { readonly name: 'ending' | 'lane-end'; readonly sessionId: string }
  | SessionTimer

/** The session that carries who comes now, or is to. */
export function servingOf(state: TunnelState): TunnelSession | null {
  return state.sessions.find(({ role }) => role === 'serving') ?? null
}

/** The session that takes over once it is ready. */
export function successorOf(state: TunnelState): TunnelSession | null {
  return state.sessions.find(({ role }) => role === 'successor') ?? null
}

/** The session beside the one that serves that takes its place when it is lost: the one that was opened last. */
export function standInOf(state: TunnelState): TunnelSession | null {
  return state.sessions.findLast(({ role }) => role === 'bulk') ?? null
}

/** True when a state wants this session alive. */
export function wantsSession(state: TunnelState, sessionId: string): boolean {
  return state.sessions.some(({ session }) => wantedBy(session) === sessionId)
}
