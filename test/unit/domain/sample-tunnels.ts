import { sampleProblem } from '../../support/sample-problems.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { SavedTunnel } from '#contract/tunnel.ts'
import type { TunnelContext, TunnelEvent } from '#domain/tunnel/event.ts'
import { draftOf, type TunnelFields } from '#test/support/tunnel-fields.ts'
import type { SessionState } from '#domain/session/state.ts'
import type { TunnelState } from '#domain/tunnel/state.ts'
import { sampleFarEnds } from './sample-sessions.ts'
import {
  checkingSession,
  closingSession,
  doubted,
  draining,
  lane,
  loaded,
  failure,
  none,
  now,
  planned,
  readySession,
  serving,
  startingSession,
  successor,
  tunnels,
} from './tunnel-states.ts'

export { now } from './tunnel-states.ts'

export const dropped = sampleProblem('SESSION_DROPPED')
export const denied = sampleProblem('ACCESS_DENIED')
export const taken = problemOf('PORT_TAKEN', { port: 15_432 })
export const refused = sampleProblem('ENDPOINT_REFUSED')

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

export function sampleContext(changes: Partial<TunnelContext> = {}): TunnelContext {
  return {
    clients: { open: 0, waiting: 0, lastAt: null },
    online: true,
    sessionStart: 'first-connection',
    idleMs: 1_200_000,
    mostSessions: 4,
    mostAtTarget: Infinity,
    freshAttempt: 7,
    chance: 0,
    ...changes,
  }
}

const answered = readySession({ endpoint: { kind: 'answered', latencyMs: 1 } })
const refusing = readySession({ endpoint: { kind: 'failed', problem: refused, at: now } })
const second = readySession({ sessionId: 's-2', attempt: 2 })

/** Every phase, in each of the variants that transitions tell apart; the last ones with several sessions. */
export const sampleStates: readonly TunnelState[] = [
  tunnels.stopped,
  tunnels.arming(),
  tunnels.arming('connect', failure),
  tunnels.armed,
  tunnels.connecting(),
  tunnels.connecting(startingSession({ step: 'target', asker: 'nobody' }), { after: 'drop', tries: 2 }),
  tunnels.connecting(startingSession({ sessionId: 's-1' }), failure),
  tunnels.connecting(startingSession({ sessionId: 's-1' }), { after: 'drop', tries: 0 }),
  tunnels.ready(),
  tunnels.idle(now, answered),
  tunnels.ready(refusing),
  ...sampleFarEnds.map((endpoint) => tunnels.ready(readySession({ endpoint }))),
  tunnels.checking('asleep'),
  tunnels.checking('woke'),
  tunnels.checking('resuming'),
  tunnels.checking('signing-in'),
  tunnels.checking('silent'),
  tunnels.checking('silent', successor(startingSession({ attempt: 2, sessionId: 's-2' }))),
  doubted(tunnels.checking('silent'), { round: 1, nextAt: now }),
  doubted(tunnels.checking('silent'), { isAlone: true }),
  tunnels.reconnecting(0, now, dropped),
  tunnels.reconnecting(4, now + 30_000, dropped),
  tunnels.failed(denied),
  tunnels.failed(sampleProblem('TARGET_NO_MATCH'), failure, now),
  tunnels.failed(sampleProblem('SIGN_IN_TIMED_OUT')),
  tunnels.failed(sampleProblem('NETWORK_UNREACHABLE'), failure, now),
  tunnels.barred(taken, failure, now),
  tunnels.barred(sampleProblem('RELAY_STOPPED')),
  tunnels.restoring('listen'),
  tunnels.restoring('connect'),
  tunnels.closing('listen'),
  tunnels.closing('connect', closingSession({ deadline: now + 1_000 })),
  tunnels.stopping('off', now),
  tunnels.stopping('off', now, serving(closingSession())),
  tunnels.stopping('listen', now + 1_000, serving(closingSession({ deadline: now + 1_000 }))),
  tunnels.ready(readySession(), draining(second)),
  planned(tunnels.ready(answered), now),
  planned(tunnels.idle(now, answered), now),
  planned(tunnels.checking('resuming'), now),
  planned(tunnels.ready(readySession(), successor(startingSession({ attempt: 2 }))), now, 2),
  tunnels.ready(readySession(), successor(startingSession({ attempt: 2 }))),
  tunnels.ready(
    readySession(),
    successor(startingSession({ attempt: 2, sessionId: 's-2' })),
    draining(answeredThird()),
  ),
  tunnels.ready(answered, lane('bulk', second)),
  loaded(tunnels.ready(answered), { 's-1': 'bulk' }),
  loaded(tunnels.ready(answered, lane('bulk', second)), { 's-1': 'empty', 's-2': 'used' }),
  loaded(tunnels.ready(answered, lane('bulk', second)), { 's-1': 'used', 's-2': 'empty' }),
  planned(loaded(tunnels.ready(answered, lane('bulk', second)), { 's-1': 'bulk', 's-2': 'bulk' }), now),
  tunnels.ready(readySession(), lane('bulk', second), lane('successor', startingSession({ attempt: 3 }))),
  tunnels.checking(
    'resuming',
    lane('bulk', checkingSession('woke', { sessionId: 's-2', attempt: 2 })),
    draining(answeredThird()),
  ),
  tunnels.closing('connect', closingSession(), lane('draining', second)),
  tunnels.checking('woke', draining(checkingSession('woke', { sessionId: 's-2', attempt: 2 }))),
  tunnels.connecting(startingSession({ sessionId: 's-1' }), none, draining(second)),
  tunnels.reconnecting(0, now, dropped, draining(second)),
  tunnels.closing('listen', closingSession(), draining(closingSession({ sessionId: 's-2', attempt: 2 }))),
  tunnels.stopping('off', now, serving(closingSession()), draining(closingSession({ sessionId: 's-2', attempt: 2 }))),
]

function answeredThird(): SessionState {
  return readySession({ sessionId: 's-3', attempt: 3, endpoint: { kind: 'answered', latencyMs: 1 } })
}

/** Every type of event, with facts that fit the sample states and facts that are stale. */
export const sampleEvents: readonly TunnelEvent[] = [
  { at: now, type: 'arm' },
  { at: now, type: 'disarm' },
  { at: now, type: 'connect-now' },
  { at: now, type: 'disconnect-now' },
  { at: now, type: 'tunnel-edited', what: 'port' },
  { at: now, type: 'tunnel-edited', what: 'route' },
  { at: now, type: 'tunnel-edited', what: 'options' },
  { at: now, type: 'door-opened' },
  { at: now, type: 'door-failed', problem: taken },
  { at: now, type: 'door-closed' },
  { at: now, type: 'client-waiting' },
  { at: now, type: 'clients-changed' },
  { at: now, type: 'successor-wanted' },
  { at: now, type: 'loads-changed', loads: [{ sessionId: 's-1', open: 1, isBulk: true }] },
  { at: now, type: 'loads-changed', loads: [{ sessionId: 's-1', open: 0, isBulk: false }] },
  { at: now, type: 'lane-due', due: now },
  { at: now, type: 'lane-end-due', sessionId: 's-1', due: now },
  { at: now, type: 'lane-end-due', sessionId: 's-2', due: now },
  { at: now, type: 'walls-known', sessionId: 's-1', walls: [{ kind: 'channel', at: now + 3_600_000 }] },
  { at: now, type: 'walls-known', sessionId: 's-2', walls: [{ kind: 'credentials', at: now + 60_000 }] },
  { at: now, type: 'walls-known', sessionId: 's-late', walls: [] },
  { at: now, type: 'rotation-due', due: now },
  { at: now, type: 'rotation-due', due: now - 1 },
  { at: now, type: 'trial-due', due: now },
  { at: now, type: 'trial-due', due: now - 1 },
  { at: now, type: 'ending-due', sessionId: 's-1', due: now },
  { at: now, type: 'ending-due', sessionId: 's-late', due: now },
  { at: now, type: 'attempt-step', attempt: 1, step: 'start-session' },
  { at: now, type: 'attempt-step', attempt: 0, step: 'start-session' },
  { at: now, type: 'attempt-failed', attempt: 1, problem: sampleProblem('TARGET_NOT_CONNECTED') },
  { at: now, type: 'attempt-failed', attempt: 1, problem: denied },
  { at: now, type: 'attempt-failed', attempt: 2, problem: denied },
  { at: now, type: 'attempt-failed', attempt: 0, problem: denied },
  { at: now, type: 'session-granted', attempt: 1, sessionId: 's-1' },
  { at: now, type: 'session-granted', attempt: 2, sessionId: 's-2' },
  { at: now, type: 'session-granted', attempt: 0, sessionId: 's-late' },
  ...['s-1', 's-2', 's-old'].flatMap((sessionId): readonly TunnelEvent[] => [
    { at: now, type: 'session-ready', sessionId },
    { at: now, type: 'session-failed', sessionId, problem: sampleProblem('HANDSHAKE_TIMED_OUT') },
    { at: now, type: 'session-failed', sessionId, problem: denied },
    { at: now, type: 'session-lost', sessionId, problem: dropped },
    { at: now, type: 'session-lost', sessionId, problem: sampleProblem('SESSION_ENDED') },
    { at: now, type: 'session-stopped', sessionId },
    { at: now, type: 'session-alive', sessionId },
    { at: now, type: 'session-resuming', sessionId },
    { at: now, type: 'session-silent', sessionId },
    { at: now, type: 'session-resumed', sessionId },
    { at: now, type: 'endpoint-failed', sessionId, problem: refused },
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
  { at: now, type: 'retry-due', due: now },
  { at: now, type: 'idle-due', due: now },
  { at: now, type: 'door-due', due: now },
  { at: now, type: 'sign-in-revived' },
  { at: now, type: 'slept' },
  { at: now, type: 'woke' },
  { at: now, type: 'offline' },
  { at: now, type: 'online' },
  { at: now, type: 'relay-stopped', prospect: 'restarting' },
  { at: now, type: 'relay-stopped', prospect: 'gone' },
  { at: now, type: 'relay-started' },
]
