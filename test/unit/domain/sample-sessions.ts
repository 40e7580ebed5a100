import { sampleProblem } from '../../support/sample-problems.ts'
import type { SessionEvent } from '#domain/session/event.ts'
import { silentAfterMs, unansweredAfterMs, type EndpointProof } from '#domain/session/far-end.ts'
import type { SessionState } from '#domain/session/state.ts'
import type { CloseSession } from './session-alone.ts'
import { checkingSession, closingSession, now, readySession, startingSession } from './tunnel-states.ts'

/** Every far end, at the instant at which what is due of it is due. */
export const sampleFarEnds: readonly EndpointProof[] = [
  { kind: 'unproven' },
  { kind: 'answered', latencyMs: 3 },
  { kind: 'departed' },
  { kind: 'waiting', since: now - silentAfterMs, latencyMs: null, answered: 0 },
  { kind: 'silent', since: now - unansweredAfterMs, latencyMs: null, answered: 0 },
  { kind: 'silent', since: now - unansweredAfterMs, latencyMs: 3, answered: 1 },
  { kind: 'failed', problem: sampleProblem('ENDPOINT_TIMED_OUT'), at: now },
]

/** Every state, in each of the variants that transitions tell apart. */
export const sampleSessions: readonly SessionState[] = [
  startingSession(),
  startingSession({ sessionId: 's-1' }),
  readySession(),
  ...sampleFarEnds.map((endpoint) => readySession({ endpoint })),
  checkingSession('asleep'),
  checkingSession('woke'),
  checkingSession('resuming'),
  checkingSession('signing-in'),
  checkingSession('silent'),
  closingSession(),
  { kind: 'over', attempt: 1, sessionId: 's-1', end: { how: 'stopped' } },
]

/** Every event, with facts that fit the sample states and facts that are stale. */
export const sampleSessionEvents: readonly (SessionEvent | CloseSession)[] = [
  { at: now, type: 'close-session' },
  ...[1, 0].flatMap((attempt): readonly SessionEvent[] => [
    { at: now, type: 'attempt-step', attempt, step: 'target' },
    { at: now, type: 'attempt-failed', attempt, problem: sampleProblem('ACCESS_DENIED') },
    { at: now, type: 'session-granted', attempt, sessionId: attempt === 1 ? 's-1' : 's-late' },
  ]),
  ...['s-1', 's-old'].flatMap((sessionId): readonly SessionEvent[] => [
    { at: now, type: 'session-ready', sessionId },
    { at: now, type: 'session-failed', sessionId, problem: sampleProblem('HANDSHAKE_TIMED_OUT') },
    { at: now, type: 'session-lost', sessionId, problem: sampleProblem('SESSION_DROPPED') },
    { at: now, type: 'session-lost', sessionId, problem: sampleProblem('SESSION_ENDED') },
    { at: now, type: 'session-stopped', sessionId },
    { at: now, type: 'session-alive', sessionId },
    { at: now, type: 'session-resuming', sessionId },
    { at: now, type: 'session-silent', sessionId },
    { at: now, type: 'session-resumed', sessionId },
    { at: now, type: 'endpoint-failed', sessionId, problem: sampleProblem('ENDPOINT_REFUSED') },
    { at: now, type: 'endpoint-answered', sessionId, latencyMs: 2 },
    { at: now, type: 'endpoint-unanswered', sessionId, waitedMs: 1_000, answered: 0 },
    { at: now, type: 'endpoint-unanswered', sessionId, waitedMs: 9_000, answered: 1 },
    { at: now, type: 'endpoint-given-up', sessionId, waitedMs: 2_000, answered: 0 },
    { at: now, type: 'endpoint-given-up', sessionId, waitedMs: 5_000, answered: 0 },
    { at: now, type: 'endpoint-caught-up', sessionId },
    { at: now, type: 'endpoint-departed', sessionId },
    { at: now, type: 'answer-due', sessionId, due: now },
    { at: now, type: 'check-due', sessionId, due: now },
    { at: now, type: 'close-due', sessionId, due: now },
  ]),
  { at: now, type: 'slept' },
  { at: now, type: 'woke' },
  { at: now, type: 'online' },
  { at: now, type: 'offline' },
  { at: now, type: 'relay-stopped' },
]
