import { problemOf } from '../problem/problem.ts'
import type {
  SessionContext,
  SessionEffect,
  SessionEvent,
  SessionEventOf,
  SessionEventType,
  SessionTransition,
} from './event.ts'
import {
  proofCaughtUp,
  proofDue,
  proofGivenUp,
  proofRefused,
  proofResumed,
  proofUnanswered,
  type EndpointProof,
} from './far-end.ts'
import {
  deadlineOf,
  isLive,
  type Asker,
  type LiveSession,
  type SessionEnd,
  type SessionState,
  type SessionStateOf,
} from './state.ts'

/** Time a session gets to close, in milliseconds. */
export const stopDeadlineMs = 5_000
/** How much longer the reducer waits for the relay's word before it goes on without it. */
export const stopGraceMs = 2_000
/** Time a probed session gets to answer before it counts as lost. */
const checkDeadlineMs = 15_000

type Step = SessionTransition

function to(state: SessionState, ...effects: readonly SessionEffect[]): Step {
  return { state, effects }
}

function over({ attempt, sessionId }: Exclude<SessionState, { kind: 'over' }>, end: SessionEnd): Step {
  return to({ kind: 'over', attempt, sessionId, end })
}

/** A session that is to be started. */
export function startSession(at: number, attempt: number, asker: Asker): Step {
  return to(
    { kind: 'starting', attempt, since: at, asker, step: 'sign-in', sessionId: null },
    { type: 'start-attempt', attempt, asker },
  )
}

/**
 * The session is to end: the relay stops what it carries, and gets `deadlineMs` for it; a start without a grant is simply given
 * up. One that is being closed already keeps its time.
 */
export function closeSession(state: SessionState, at: number, deadlineMs = stopDeadlineMs): Step {
  const closing = closeWithDoor(state, at, deadlineMs)
  if (closing.kind !== 'closing' || closing === state) return to(closing)
  return to(closing, { type: 'stop-session', sessionId: closing.sessionId, deadlineMs })
}

/** As {@link closeSession}, where the relay knows already that the session goes: with the door that it serves. */
export function closeWithDoor(state: SessionState, at: number, deadlineMs: number): SessionState {
  if (state.kind === 'over' || state.kind === 'closing') return state
  const { attempt, sessionId } = state
  if (sessionId === null) return { kind: 'over', attempt, sessionId, end: { how: 'stopped' } }
  return { kind: 'closing', attempt, sessionId, since: at, deadline: at + deadlineMs + stopGraceMs }
}

/** The far end is taken for unproven again. */
export function withoutProof(state: SessionState): SessionState {
  return isLive(state) ? { ...state, endpoint: { kind: 'unproven' } } : state
}

type Handlers = {
  readonly [T in SessionEventType]: (state: SessionState, event: SessionEventOf<T>, context: SessionContext) => Step
}

/** What each event does to the session that it is addressed to. */
const handlers: Handlers = {
  'attempt-step': (state, { step }) => (state.kind === 'starting' ? to({ ...state, step }) : to(state)),
  'attempt-failed': (state, { problem }) =>
    state.kind === 'starting' ? over(state, { how: 'failed', problem }) : to(state),
  'session-granted': (state, { attempt, sessionId }) =>
    state.kind === 'starting'
      ? to({ ...state, step: 'data-channel', sessionId }, { type: 'carry-session', attempt, sessionId })
      : to(state),
  'session-ready': (state, { at }) => {
    if (state.kind !== 'starting' || state.sessionId === null) return to(state)
    const { attempt, sessionId } = state
    return to({ kind: 'ready', attempt, sessionId, readyAt: at, endpoint: { kind: 'unproven' } })
  },
  'session-failed': (state, { problem }) => {
    if (state.kind === 'starting') return over(state, { how: 'failed', problem })
    return state.kind === 'closing' ? over(state, { how: 'stopped' }) : to(state)
  },
  'session-lost': (state, { problem }) => {
    if (isLive(state)) return over(state, { how: 'lost', problem })
    return state.kind === 'closing' ? over(state, { how: 'stopped' }) : to(state)
  },
  // One that nobody here ordered to stop is over all the same. A start that is stopped is told as failed.
  'session-stopped': (state) =>
    isLive(state) || state.kind === 'closing' ? over(state, { how: 'stopped' }) : to(state),
  'session-alive': (state, { at, proof }) => {
    const step = answered(state, at)
    return proof === 'gone' ? to(withoutProof(step.state)) : step
  },
  'session-resumed': (state, { at }) => answered(state, at),
  'session-resuming': (state, { at, waitsFor }) =>
    to(isLive(state) ? checking(state, at, waitsFor === 'sign-in' ? 'signing-in' : 'resuming', null) : state),
  'session-silent': (state, { at }) => {
    const isAsked = state.kind === 'ready' || (state.kind === 'checking' && state.why === 'woke')
    return to(isAsked ? checking(state, at, 'silent', null) : state)
  },
  'endpoint-failed': (state, { problem, at }) => proved(state, (endpoint) => proofRefused(endpoint, problem, at)),
  'endpoint-answered': (state, { latencyMs }) => proved(state, () => ({ kind: 'answered', latencyMs })),
  'endpoint-unanswered': (state, event) => proved(state, (endpoint) => proofUnanswered(endpoint, event, event.at)),
  // While nobody knows whether the session lives, a client that leaves says nothing of the database.
  'endpoint-given-up': (state, event) =>
    state.kind === 'ready' ? proved(state, (endpoint) => proofGivenUp(endpoint, event, event.at)) : to(state),
  'endpoint-caught-up': (state) => proved(state, proofCaughtUp),
  'endpoint-departed': (state) => proved(state, () => ({ kind: 'departed' })),
  'answer-due': (state, { due, at }) =>
    state.kind === 'ready' && deadlineOf(state)?.at === due
      ? proved(state, (endpoint) => proofDue(endpoint, at))
      : to(state),
  'check-due': (state, event, context) => onCheckDue(state, event, context),
  // The relay did not answer in time; the session goes on to its end without its word.
  'close-due': (state, { due }) =>
    state.kind === 'closing' && state.deadline === due ? over(state, { how: 'stopped' }) : to(state),
  // Nothing is shown green while the machine sleeps.
  slept: (state, { at }) => {
    if (state.kind === 'ready') return to(checking(state, at, 'asleep', null))
    return state.kind === 'checking' && (state.why === 'woke' || state.why === 'silent')
      ? to({ ...state, why: 'asleep', deadline: null })
      : to(state)
  },
  woke: (state, { at }) => (isLive(state) && !isResuming(state) ? check(state, at) : to(state)),
  online: (state, { at }) => {
    const isAsked = state.kind === 'ready' || (state.kind === 'checking' && state.why === 'woke')
    return isAsked ? check(state, at) : to(state)
  },
  offline: (state) => to(state),
  'relay-stopped': (state) => {
    if (state.kind === 'over') return to(state)
    return isLive(state)
      ? over(state, { how: 'lost', problem: problemOf('RELAY_STOPPED', {}) })
      : over(state, gone(state))
  },
}

function gone(state: SessionState): SessionEnd {
  return state.kind === 'closing' ? { how: 'stopped' } : { how: 'failed', problem: problemOf('RELAY_STOPPED', {}) }
}

/** The step that an event makes, without what is given up by it; see {@link givenUp}. An event of another session makes none. */
export function stepSession(state: SessionState, event: SessionEvent, context: SessionContext): Step {
  return concerns(state, event) ? handle(event.type, state, event, context) : to(state)
}

/** True for what happens to sessions, whoever has them. */
export function isSessionEvent(event: { readonly type: string; readonly at: number }): event is SessionEvent {
  return Object.hasOwn(handlers, event.type)
}

function handle<T extends SessionEventType>(
  type: T,
  state: SessionState,
  event: SessionEvent,
  context: SessionContext,
): Step {
  // The key says which member of the union the event is; TypeScript can not follow that through an index.
  const handler = handlers[type] as (state: SessionState, event: SessionEvent, context: SessionContext) => Step
  return handler(state, event, context)
}

function concerns(state: SessionState, event: SessionEvent): boolean {
  if (state.kind === 'over') return false
  if ('attempt' in event) return state.attempt === event.attempt && state.sessionId === null
  return 'sessionId' in event ? state.sessionId === event.sessionId : true
}

/** Green again. A probe's answer says nothing about a machine that is asleep again. */
function answered(state: SessionState, at: number): Step {
  if (state.kind !== 'checking' || state.why === 'asleep') return to(state)
  const { attempt, sessionId, readyAt, endpoint } = state
  return to({ kind: 'ready', attempt, sessionId, readyAt, endpoint: proofResumed(endpoint, at) })
}

/** News of the far end; the same state when they change nothing. */
function proved(state: SessionState, step: (endpoint: EndpointProof) => EndpointProof): Step {
  if (!isLive(state)) return to(state)
  const endpoint = step(state.endpoint)
  if (endpoint === state.endpoint) return to(state)
  const { sessionId } = state
  const next = { ...state, endpoint }
  const isSilent = endpoint.kind === 'failed' && endpoint.problem.code === 'ENDPOINT_TIMED_OUT'
  return isSilent ? to(next, { type: 'tell-silence', sessionId, problem: endpoint.problem }) : to(next)
}

/** No answer. Silence without a network proves nothing, so then it waits on. */
function onCheckDue(state: SessionState, { at, due }: SessionEventOf<'check-due'>, context: SessionContext): Step {
  if (state.kind !== 'checking' || deadlineOf(state)?.at !== due) return to(state)
  if (!context.online) return to({ ...state, deadline: at + checkDeadlineMs })
  const lost = over(state, { how: 'lost', problem: problemOf('SESSION_DROPPED', {}) })
  return to(lost.state, { type: 'stop-session', sessionId: state.sessionId, deadlineMs: stopDeadlineMs })
}

function check(state: LiveSession, at: number): Step {
  return to(checking(state, at, 'woke', at + checkDeadlineMs), { type: 'check-sessions' })
}

function checking(
  { attempt, sessionId, readyAt, endpoint }: LiveSession,
  since: number,
  why: SessionStateOf<'checking'>['why'],
  deadline: number | null,
): SessionState {
  return { kind: 'checking', attempt, sessionId, readyAt, endpoint, since, why, deadline }
}

function isResuming(state: LiveSession): boolean {
  return state.kind === 'checking' && (state.why === 'resuming' || state.why === 'signing-in')
}
