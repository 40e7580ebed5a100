import type { EventOf, TunnelContext } from './event.ts'
import type { EndpointProof, LiveSession, TunnelState } from './state.ts'
import { listenOrConnect, ready, sessionLost, to, type Step } from './steps.ts'

/** The session is gone for good. */
export function onSessionLost(state: TunnelState, event: EventOf<'session-lost'>, context: TunnelContext): Step {
  const session = liveSession(state, event.sessionId)
  if (session !== null) return sessionLost(session, event.problem, event.at, context)
  return afterClosing(state, event.sessionId, event.at, context)
}

/** The session was stopped; when nobody here ordered it, the tunnel simply has none any more. */
export function onSessionStopped(state: TunnelState, event: EventOf<'session-stopped'>, context: TunnelContext): Step {
  if (liveSession(state, event.sessionId) !== null) return to({ kind: 'armed', since: event.at })
  return afterClosing(state, event.sessionId, event.at, context)
}

/** A probe was answered, or a channel was resumed: green again. */
export function onSessionAlive(
  state: TunnelState,
  event: EventOf<'session-alive'> | EventOf<'session-resumed'>,
  context: TunnelContext,
): Step {
  if (state.kind !== 'checking' || state.session.sessionId !== event.sessionId) return to(state)
  // A probe's answer says nothing about a machine that is asleep again.
  if (state.why === 'asleep') return to(state)
  return ready(event.at, state.session.readyAt, state.session, context)
}

/** The channel dropped and the relay resumes it; clients keep their sockets. */
export function onSessionResuming(state: TunnelState, event: EventOf<'session-resuming'>): Step {
  if (liveSession(state, event.sessionId) === null) return to(state)
  if (state.kind !== 'ready' && state.kind !== 'checking') return to(state)
  return to({ kind: 'checking', since: event.at, session: state.session, why: 'resuming', deadline: null })
}

/**
 * The far end refused a client. The session lives on and new clients still try; the state is shown as failed until the
 * far end answers, a new session starts, the user asks again, or the idle session is closed.
 */
export function onEndpointFailed(state: TunnelState, event: EventOf<'endpoint-failed'>): Step {
  return withProof(state, event.sessionId, { kind: 'failed', problem: event.problem, at: event.at })
}

/** The far end sent bytes. */
export function onEndpointAnswered(state: TunnelState, event: EventOf<'endpoint-answered'>): Step {
  return withProof(state, event.sessionId, { kind: 'answered', latencyMs: event.latencyMs })
}

function withProof(state: TunnelState, sessionId: string, endpoint: EndpointProof): Step {
  if (state.kind !== 'ready' && state.kind !== 'checking') return to(state)
  if (state.session.sessionId !== sessionId) return to(state)
  return to({ ...state, session: { ...state.session, endpoint } })
}

function liveSession(state: TunnelState, sessionId: string): LiveSession | null {
  if (state.kind !== 'ready' && state.kind !== 'checking') return null
  return state.session.sessionId === sessionId ? state.session : null
}

function afterClosing(state: TunnelState, sessionId: string, at: number, context: TunnelContext): Step {
  if (state.kind !== 'closing' || state.sessionId !== sessionId) return to(state)
  return listenOrConnect(at, state.then, context)
}
