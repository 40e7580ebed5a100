import type { Problem } from '#contract/problem.ts'
import type { ConnectStep, SessionWall } from '#contract/status.ts'
import { laneQuietMs } from '#domain/retry-plan/lane-plan.ts'
import type { RetrySeries } from '#domain/retry-plan/retry-plan.ts'
import type { EndpointProof } from '#domain/session/far-end.ts'
import type { Asker, SessionState, SessionStateOf } from '#domain/session/state.ts'
import type { Rotation } from '#domain/tunnel/rotation-state.ts'
import type { Trial } from '#domain/tunnel/trial-state.ts'
import { freshSession } from '#domain/tunnel/steps.ts'
import {
  stoppedTunnel,
  type Behind,
  type SessionRole,
  type TunnelSession,
  type TunnelState,
  type Wish,
} from '#domain/tunnel/state.ts'

/** The instant at which all samples are. */
export const now = 1_800_000_000_000

export const none: RetrySeries = { after: 'nothing' }
export const failure: RetrySeries = { after: 'failure', tries: 1 }

const unproven: EndpointProof = { kind: 'unproven' }

/** A start; the service has granted a session when it has an id. */
export function startingSession(
  given: { sessionId?: string | null; attempt?: number; step?: ConnectStep; asker?: Asker } = {},
): SessionState {
  const {
    sessionId = null,
    attempt = 1,
    step = sessionId === null ? 'sign-in' : 'data-channel',
    asker = 'user',
  } = given
  return { kind: 'starting', attempt, since: now, asker, step, sessionId }
}

export function readySession(
  given: { sessionId?: string; attempt?: number; endpoint?: EndpointProof } = {},
): SessionState {
  const { sessionId = 's-1', attempt = 1, endpoint = unproven } = given
  return { kind: 'ready', attempt, sessionId, readyAt: now - 60_000, endpoint }
}

export function checkingSession(
  why: SessionStateOf<'checking'>['why'],
  given: { sessionId?: string; attempt?: number; endpoint?: EndpointProof } = {},
): SessionState {
  const { sessionId = 's-1', attempt = 1, endpoint = unproven } = given
  const deadline = why === 'woke' ? now : null
  return { kind: 'checking', attempt, sessionId, readyAt: now - 60_000, endpoint, since: now, why, deadline }
}

export function closingSession(given: { sessionId?: string; attempt?: number; deadline?: number } = {}): SessionState {
  const { sessionId = 's-1', attempt = 1, deadline = now } = given
  return { kind: 'closing', attempt, sessionId, since: now, deadline }
}

const as = (role: SessionRole, session: SessionState, series: RetrySeries = none): TunnelSession => ({
  ...freshSession,
  role,
  session,
  series,
})
export const serving = (session: SessionState, series?: RetrySeries): TunnelSession => as('serving', session, series)
export const successor = (session: SessionState): TunnelSession => as('successor', session)
/** One that was opened beside the session that serves, before or after it took its place. */
export const lane = (role: SessionRole, session: SessionState): TunnelSession => ({
  ...as(role, session),
  succession: 'beside',
})
export const draining = (session: SessionState): TunnelSession => as('draining', session)

const open = (behind: Behind, wish: Wish, sessions: readonly TunnelSession[] = []): TunnelState => ({
  door: { kind: 'open', behind },
  wish,
  sessions,
})

/** States by the word for what the tunnel is doing; each with its sessions. */
export const tunnels = {
  stopped: stoppedTunnel,
  arming: (wish: Wish = 'listen', series: RetrySeries = none): TunnelState => ({
    door: { kind: 'opening', since: now, series },
    wish,
    sessions: [],
  }),
  armed: open({ kind: 'nothing', since: now }, 'listen'),
  connecting: (
    session = startingSession(),
    series: RetrySeries = none,
    ...others: readonly TunnelSession[]
  ): TunnelState => open({ kind: 'session', idleCloseAt: null }, 'connect', [serving(session, series), ...others]),
  ready: (session = readySession(), ...others: readonly TunnelSession[]): TunnelState =>
    open({ kind: 'session', idleCloseAt: null }, 'connect', [serving(session), ...others]),
  idle: (idleCloseAt: number, session = readySession()): TunnelState =>
    open({ kind: 'session', idleCloseAt }, 'connect', [serving(session)]),
  checking: (why: SessionStateOf<'checking'>['why'], ...others: readonly TunnelSession[]): TunnelState =>
    open({ kind: 'session', idleCloseAt: null }, 'connect', [serving(checkingSession(why)), ...others]),
  reconnecting: (tries: number, nextAt: number, problem: Problem, ...sessions: readonly TunnelSession[]): TunnelState =>
    open({ kind: 'pause', since: now, tries, nextAt, problem }, 'connect', sessions),
  failed: (problem: Problem, series: RetrySeries = none, nextAt: number | null = null): TunnelState =>
    open({ kind: 'failure', at: now, problem, series, nextAt }, 'listen'),
  barred: (problem: Problem, series: RetrySeries = none, nextAt: number | null = null): TunnelState => ({
    door: { kind: 'barred', failure: { kind: 'failure', at: now, problem, series, nextAt } },
    wish: 'listen',
    sessions: [],
  }),
  restoring: (wish: Wish): TunnelState => ({ door: { kind: 'gone', since: now }, wish, sessions: [] }),
  closing: (wish: Wish, session = closingSession(), ...others: readonly TunnelSession[]): TunnelState =>
    open({ kind: 'session', idleCloseAt: null }, wish, [serving(session), ...others]),
  stopping: (wish: Wish, deadline: number, ...sessions: readonly TunnelSession[]): TunnelState => ({
    door: { kind: 'closing', since: now, deadline },
    wish,
    sessions,
  }),
} as const

/** The same with a successor planned for `at`, after so many tries that brought none. */
export function planned(state: TunnelState, at: number, tries = 0): TunnelState {
  const wall: SessionWall = { kind: 'channel', at: at + 300_000 }
  const rotation: Rotation = { walls: [wall], wall, at, tries, end: 'untold' }
  return { ...state, sessions: state.sessions.map((each) => (each.role === 'serving' ? { ...each, rotation } : each)) }
}

/** The same with what was tried instead of the session that serves. */
export function doubted(state: TunnelState, trial: Partial<Trial>): TunnelState {
  const sessions = state.sessions.map((each) =>
    each.role === 'serving' ? { ...each, trial: { ...each.trial, ...trial } } : each,
  )
  return { ...state, sessions }
}

/** The same, when its sessions carry this much: bulk, somebody, or nobody for so long that they are to go. */
export function loaded(state: TunnelState, loads: Readonly<Record<string, 'bulk' | 'used' | 'empty'>>): TunnelState {
  const sessions = state.sessions.map((each): TunnelSession => {
    const load = loads[each.session.sessionId ?? '']
    if (load === undefined) return each
    const emptySince = load === 'empty' ? now - laneQuietMs : null
    return {
      ...each,
      load: { open: load === 'empty' ? 0 : 1, isBulk: load === 'bulk', emptySince },
      lane: { failed: 0, nextAt: now },
    }
  })
  return { ...state, sessions }
}
