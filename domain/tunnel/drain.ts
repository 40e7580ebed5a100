import type { TunnelSession, TunnelState } from './state.ts'
import { to, type Step } from './steps.ts'

/** A session that stands beside the one that serves takes nobody any more, and goes with the last that it carries. */
export function drain(state: TunnelState, sessionId: string): Step {
  const own = state.sessions.find(({ role, session }) => role === 'bulk' && session.sessionId === sessionId)
  if (own === undefined) return to(state)
  const sessions = state.sessions.map((each) => (each === own ? ({ ...each, role: 'draining' } as const) : each))
  return to({ ...state, sessions }, { type: 'drain-session', sessionId })
}

/** Another session takes the place of the one that serves, which drains. */
export function handOver(state: TunnelState, serving: TunnelSession, next: TunnelSession): Step {
  const sessions = state.sessions.map((each): TunnelSession => {
    if (each === serving) return { ...each, role: 'bulk' }
    return each === next ? { ...each, role: 'serving' } : each
  })
  const { sessionId } = serving.session
  return sessionId === null ? to(state) : drain({ ...state, sessions }, sessionId)
}
