import { problemOf } from '#domain/problem/problem.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import type { TunnelContext, TunnelEvent } from '#domain/tunnel/event.ts'
import { draftOf, type TunnelFields } from '#test/support/tunnel-fields.ts'
import type { LiveSession, TunnelState } from '#domain/tunnel/state.ts'

/** The instant at which all samples are. */
export const now = 1_800_000_000_000

export const dropped = problemOf('SESSION_DROPPED')
export const denied = problemOf('ACCESS_DENIED')
export const taken = problemOf('PORT_TAKEN', { port: 15_432 })
export const refused = problemOf('ENDPOINT_REFUSED')

/** Fields of a tunnel, with its identity and its switch. */
export type SampleFields = TunnelFields & Pick<SavedTunnel, 'id' | 'armed'>

export function sampleTunnel(changes: Partial<SampleFields> = {}): SavedTunnel {
  const { id = '5f0c1c5e-0d3e-4b8e-9a55-0c1f5c0d9a01', armed = false, ...fields } = changes
  const draft = draftOf({
    name: 'orders-db',
    label: 'writer',
    environment: 'production',
    kind: 'postgresql',
    profile: { type: 'sso', session: 'harborline', accountId: '123456789012', roleName: 'Developer' },
    region: 'ap-northeast-1',
    target: { by: 'tag', tags: [{ key: 'Role', value: 'bastion' }] },
    endpoint: { host: 'orders-db.cluster-c1kq8.ap-northeast-1.rds.amazonaws.com', port: 5432 },
    localPort: 15_432,
    database: 'orders',
    username: 'app_ro',
    ...fields,
  })
  return { ...draft, id, armed }
}

export function sampleSession(changes: Partial<LiveSession> = {}): LiveSession {
  return { sessionId: 's-1', attempt: 1, readyAt: now - 60_000, tries: 0, endpoint: { kind: 'unproven' }, ...changes }
}

export function sampleContext(changes: Partial<TunnelContext> = {}): TunnelContext {
  return {
    clients: { open: 0, waiting: 0, lastAt: null },
    online: true,
    sessionStart: 'first-connection',
    idleMs: 1_200_000,
    freshAttempt: 7,
    ...changes,
  }
}

const none = { after: 'nothing' } as const
const failure = { after: 'failure', tries: 1 } as const

/** Every kind of state, in each of the variants that transitions tell apart. */
export const sampleStates: readonly TunnelState[] = [
  { kind: 'stopped' },
  { kind: 'arming', since: now, then: 'listen', series: none },
  { kind: 'arming', since: now, then: 'connect', series: failure },
  { kind: 'armed', since: now },
  { kind: 'connecting', since: now, attempt: 1, step: 'sign-in', sessionId: null, series: none, asker: 'user' },
  {
    kind: 'connecting',
    since: now,
    attempt: 1,
    step: 'target',
    sessionId: null,
    series: { after: 'drop', tries: 2 },
    asker: 'nobody',
  },
  {
    kind: 'connecting',
    since: now,
    attempt: 1,
    step: 'data-channel',
    sessionId: 's-1',
    series: failure,
    asker: 'user',
  },
  { kind: 'ready', since: now, session: sampleSession(), idleCloseAt: null },
  {
    kind: 'ready',
    since: now,
    session: sampleSession({ endpoint: { kind: 'answered', latencyMs: 1 } }),
    idleCloseAt: now,
  },
  {
    kind: 'ready',
    since: now,
    session: sampleSession({ endpoint: { kind: 'failed', problem: refused, at: now } }),
    idleCloseAt: null,
  },
  { kind: 'checking', since: now, session: sampleSession(), why: 'asleep', deadline: null },
  { kind: 'checking', since: now, session: sampleSession(), why: 'woke', deadline: now },
  { kind: 'checking', since: now, session: sampleSession(), why: 'resuming', deadline: null },
  { kind: 'reconnecting', since: now, tries: 0, nextAt: now, problem: dropped },
  { kind: 'reconnecting', since: now, tries: 4, nextAt: now + 30_000, problem: dropped },
  { kind: 'failed', at: now, problem: denied, door: 'open', series: none, nextAt: null },
  { kind: 'failed', at: now, problem: problemOf('TARGET_NO_MATCH'), door: 'open', series: failure, nextAt: now },
  { kind: 'failed', at: now, problem: problemOf('SIGN_IN_TIMED_OUT'), door: 'open', series: none, nextAt: null },
  { kind: 'failed', at: now, problem: taken, door: 'closed', series: failure, nextAt: now },
  { kind: 'failed', at: now, problem: problemOf('RELAY_STOPPED'), door: 'closed', series: none, nextAt: null },
  { kind: 'restoring', since: now, then: 'listen' },
  { kind: 'restoring', since: now, then: 'connect' },
  { kind: 'closing', since: now, sessionId: 's-1', attempt: 1, then: 'listen', deadline: now },
  { kind: 'closing', since: now, sessionId: 's-1', attempt: 1, then: 'connect', deadline: now + 1_000 },
  { kind: 'stopping', since: now, sessionId: null, then: 'stay', deadline: now },
  { kind: 'stopping', since: now, sessionId: 's-1', then: 'stay', deadline: now },
  { kind: 'stopping', since: now, sessionId: 's-1', then: 'listen', deadline: now + 1_000 },
]

/** Every type of event, with facts that fit the sample states and facts that are stale. */
export const sampleEvents: readonly TunnelEvent[] = [
  { at: now, type: 'arm' },
  { at: now, type: 'disarm' },
  { at: now, type: 'connect-now' },
  { at: now, type: 'disconnect-now' },
  { at: now, type: 'spec-changed', what: 'port' },
  { at: now, type: 'spec-changed', what: 'route' },
  { at: now, type: 'spec-changed', what: 'options' },
  { at: now, type: 'door-opened' },
  { at: now, type: 'door-failed', problem: taken },
  { at: now, type: 'door-closed' },
  { at: now, type: 'client-waiting' },
  { at: now, type: 'clients-changed' },
  { at: now, type: 'attempt-step', attempt: 1, step: 'start-session' },
  { at: now, type: 'attempt-step', attempt: 0, step: 'start-session' },
  { at: now, type: 'session-granted', attempt: 1, sessionId: 's-1' },
  { at: now, type: 'session-granted', attempt: 0, sessionId: 's-late' },
  { at: now, type: 'session-ready', attempt: 1, sessionId: 's-1' },
  { at: now, type: 'session-ready', attempt: 0, sessionId: 's-old' },
  { at: now, type: 'session-failed', attempt: 1, problem: problemOf('TARGET_NOT_CONNECTED') },
  { at: now, type: 'session-failed', attempt: 1, problem: denied },
  { at: now, type: 'session-failed', attempt: 0, problem: denied },
  { at: now, type: 'session-lost', sessionId: 's-1', problem: dropped },
  { at: now, type: 'session-lost', sessionId: 's-1', problem: problemOf('SESSION_ENDED') },
  { at: now, type: 'session-lost', sessionId: 's-old', problem: dropped },
  { at: now, type: 'session-stopped', sessionId: 's-1' },
  { at: now, type: 'session-stopped', sessionId: 's-old' },
  { at: now, type: 'session-alive', sessionId: 's-1' },
  { at: now, type: 'session-alive', sessionId: 's-old' },
  { at: now, type: 'session-resuming', sessionId: 's-1' },
  { at: now, type: 'session-resumed', sessionId: 's-1' },
  { at: now, type: 'endpoint-failed', sessionId: 's-1', problem: refused },
  { at: now, type: 'endpoint-answered', sessionId: 's-1', latencyMs: 2 },
  { at: now, type: 'endpoint-answered', sessionId: 's-old', latencyMs: 2 },
  { at: now, type: 'retry-due', due: now },
  { at: now, type: 'idle-due', due: now },
  { at: now, type: 'check-due', due: now },
  { at: now, type: 'stop-due', due: now },
  { at: now, type: 'sign-in-revived' },
  { at: now, type: 'slept' },
  { at: now, type: 'woke' },
  { at: now, type: 'offline' },
  { at: now, type: 'online' },
  { at: now, type: 'relay-stopped', prospect: 'restarting' },
  { at: now, type: 'relay-stopped', prospect: 'gone' },
  { at: now, type: 'relay-started' },
]
