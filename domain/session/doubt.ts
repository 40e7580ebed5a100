import type { SessionState } from './state.ts'

/**
 * True of a session over which nobody should be sent who can be carried otherwise: its agent says nothing; or a far end, whose first
 * answer is overdue, and behind whose connection every other one stands, because the agent dials one after the other. What it
 * carries stays. Or a far end that has closed every connection, which may be found elsewhere by an agent's next look at its name. One that refuses does so at once, and holds nobody up.
 */
export function isDoubtful(session: SessionState): boolean {
  if (session.kind === 'checking') return session.why === 'silent'
  if (session.kind !== 'ready') return false
  const { endpoint } = session
  if (endpoint.kind === 'departed') return true
  return endpoint.kind === 'silent' || (endpoint.kind === 'failed' && endpoint.problem.code === 'ENDPOINT_TIMED_OUT')
}

/**
 * True of a session whose agent says nothing and over which a client waits for its first answer: no news of it may ever come, and
 * another session can carry it on, if nothing can have run. A far end that is silent is no reason: it would be so to another, too.
 */
export function isWaitedAtInVain(session: SessionState): boolean {
  if (session.kind !== 'checking' || session.why !== 'silent') return false
  return session.endpoint.kind === 'waiting' || session.endpoint.kind === 'silent'
}
