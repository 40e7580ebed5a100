import { sampleProblem } from '../../support/sample-problems.ts'
import { describe, expect, it } from 'vitest'
import type { HopHealth } from '#contract/status.ts'
import { noFacts, type RouteFacts } from '#domain/route/facts.ts'
import { routeOf } from '#domain/route/route.ts'
import type { TunnelState } from '#domain/tunnel/state.ts'
import { dropped, now, refused, sampleTunnel } from './sample-tunnels.ts'
import { draining, planned, readySession, tunnels } from './tunnel-states.ts'

const programs = [
  { program: 'datagrip', pid: 4_242, connections: 1 },
  { program: 'psql', pid: 812, connections: 1 },
]
const facts: RouteFacts = {
  clients: { open: 2, waiting: 0, lastAt: now, programs, waitingPrograms: [], letGo: null },
  door: { openedAt: now - 1_000 },
  opened: [],
  session: {
    sessionId: 's-1',
    openedAt: now,
    openedInMs: 420,
    recovery: null,
    latencyMs: null,
    engine: 'plugin',
    engineVersion: '1.2.677.0',
  },
  target: {
    id: 'i-1',
    name: 'bastion',
    online: true,
    agentVersion: null,
    zone: 'a',
    vpc: 'vpc-1',
    matches: 2,
    othersOnline: 1,
  },
}

const healths = (state: TunnelState, known: RouteFacts = facts): readonly HopHealth[] =>
  routeOf(sampleTunnel(), state, known).map((hop) => hop.health)

const answered = (latencyMs: number): TunnelState =>
  tunnels.ready(readySession({ endpoint: { kind: 'answered', latencyMs } }))

describe('health of the five hops', () => {
  it.each<[string, TunnelState, readonly HopHealth[]]>([
    ['stopped', tunnels.stopped, ['idle', 'idle', 'idle', 'idle', 'idle']],
    ['armed', tunnels.armed, ['ok', 'ok', 'idle', 'idle', 'idle']],
    ['ready, unproven', tunnels.ready(), ['ok', 'ok', 'ok', 'ok', 'idle']],
    ['ready, answered', answered(1), ['ok', 'ok', 'ok', 'ok', 'ok']],
    [
      'ready, refused',
      tunnels.ready(readySession({ endpoint: { kind: 'failed', problem: refused, at: now } })),
      ['ok', 'ok', 'ok', 'ok', 'fail'],
    ],
    ['reconnecting', tunnels.reconnecting(0, now, dropped), ['ok', 'ok', 'warn', 'idle', 'idle']],
    [
      'reconnecting, the target is stopped',
      tunnels.reconnecting(0, now, sampleProblem('TARGET_STOPPED')),
      ['ok', 'ok', 'idle', 'warn', 'idle'],
    ],
    ['resuming', tunnels.checking('resuming'), ['ok', 'ok', 'work', 'idle', 'idle']],
    ['silent agent', tunnels.checking('silent'), ['ok', 'ok', 'ok', 'warn', 'idle']],
    ['port taken', tunnels.barred(sampleProblem('PORT_TAKEN')), ['ok', 'fail', 'none', 'none', 'none']],
    ['denied', tunnels.failed(sampleProblem('ACCESS_DENIED')), ['ok', 'ok', 'fail', 'none', 'none']],
    ['no target', tunnels.failed(sampleProblem('TARGET_NO_MATCH')), ['ok', 'ok', 'idle', 'fail', 'none']],
    ['a bug', tunnels.failed(sampleProblem('INTERNAL')), ['ok', 'ok', 'fail', 'none', 'none']],
  ])('%s', (_name, state, expected) => {
    expect(healths(state)).toEqual(expected)
  })

  it('warns of a session that is slow because of what it lost', () => {
    const recovery = { missing: 400, leftMs: 40_000, trend: 'shrinking' } as const
    const slow = { ...facts, session: facts.session && { ...facts.session, recovery } }
    expect(healths(answered(1), slow)).toEqual(['ok', 'ok', 'warn', 'ok', 'ok'])
  })

  it('shows a parked client as work', () => {
    const waiting = { ...noFacts, clients: { ...noFacts.clients, waiting: 1, lastAt: now } }
    expect(healths(tunnels.armed, waiting)[0]).toBe('work')
  })
})

describe('facts of the hops', () => {
  it('tells what the renderer needs, each as what it is', () => {
    const state = answered(1.1)
    expect(routeOf(sampleTunnel(), state, facts).map((hop) => hop.facts)).toEqual([
      { open: 2, waiting: 0, lastAt: now, programs, waitingPrograms: [], letGo: null },
      { port: 15_432, since: now - 1_000, owner: null },
      { ...facts.session, replacement: null, draining: 0, lanes: [] },
      {
        targetId: 'i-1',
        name: 'bastion',
        rule: 'Role=bastion',
        matches: 2,
        othersOnline: 1,
        zone: 'a',
        vpc: 'vpc-1',
        agentVersion: null,
      },
      { host: sampleTunnel().definition.endpoint.host, port: 5432, latencyMs: 1.1 },
    ])
  })

  it('tells when another session is planned, for which wall, and how many still carry what they carried', () => {
    const second = draining(readySession({ sessionId: 's-2', attempt: 2 }))
    const state = planned(tunnels.ready(readySession(), second), now)
    expect(routeOf(sampleTunnel(), state, facts)[2].facts).toMatchObject({
      replacement: { at: now, before: { kind: 'channel', at: now + 300_000 } },
      draining: 1,
    })
  })

  it('tells nothing of a session that is gone', () => {
    expect(routeOf(sampleTunnel(), tunnels.armed, facts)[2].facts).toBeNull()
  })
})
