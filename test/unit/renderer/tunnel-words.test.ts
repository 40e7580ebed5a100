import { formatTime } from '#words/format.ts'
import { sampleProblem } from '../../support/sample-problems.ts'
import { describe, expect, test } from 'vitest'
import { problemOf } from '#domain/problem/problem.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import type { ConnectStep, TunnelStatus } from '#contract/status.ts'
import { defaultEnvironments } from '#domain/environments.ts'
import { hopWords, provenHops } from '../../../renderer/parts/route/hop-words.ts'
import { pipeBetween } from '../../../renderer/parts/route/pipe.ts'
import { routeView } from '../../../renderer/parts/route/route-view.ts'
import { rowSentence, statusLine, viaText } from '../../../renderer/parts/tunnel/tunnel-words.ts'
import { messagesOf } from '#words/messages.ts'
import { fixtureNow, fixtureTunnel, fixtureTunnels, routeOf } from '../../support/snapshot-fixtures.ts'

const en = messagesOf('en')
const ja = messagesOf('ja')
const now = fixtureNow

function as(status: TunnelStatus, change: Partial<TunnelView> = {}): TunnelView {
  return fixtureTunnel(15432, { status, clients: { open: 0, waiting: 0 }, ...change })
}

/** A program waits for a code, or what else a person does, for 24 s. */
function waitedFor(program: string, step: ConnectStep = 'code', seconds = 24): TunnelView {
  const since = now - seconds * 1_000
  const asked = as({ kind: 'connecting', step, since }, { clients: { open: 0, waiting: 1 } })
  const [client, ...rest] = asked.route
  const facts = { ...client.facts, waiting: 1, waitingPrograms: [program] }
  return { ...asked, route: [{ ...client, facts }, ...rest] }
}

const dropped = sampleProblem('SESSION_DROPPED')
const offline = problemOf('TARGET_NOT_CONNECTED', { targetId: 'i-0c7e41d8b5a90f236' })

describe('the second line of every state', () => {
  const cases: readonly [string, TunnelView, string, string][] = [
    ['stopped', as({ kind: 'stopped' }), 'Port closed', 'ポートは閉じています'],
    ['armed', as({ kind: 'armed', since: now }), 'Waiting for a client', 'クライアント待ち'],
    ['signing in', as({ kind: 'connecting', step: 'sign-in', since: now }), 'Signing in', 'サインイン中'],
    ['a sign-in that is kept', waitedFor('DBeaver', 'sign-in', 1), 'Signing in', 'サインイン中'],
    [
      'a sign-in in the browser while a client waits',
      waitedFor('DBeaver', 'sign-in'),
      'Signing in, DBeaver waits, 24 s',
      'サインイン中、DBeaver が待機、24 秒',
    ],
    ['asked for a code', as({ kind: 'connecting', step: 'code', since: now }), 'Waiting for a code', 'コード待ち'],
    ['asked for a code while a client waits', waitedFor('DBeaver'), 'DBeaver waits, 24 s', 'DBeaver が待機、24 秒'],
    ['resolving', as({ kind: 'connecting', step: 'target', since: now }), 'Finding the bastion', '踏み台を検索中'],
    ['opening', as({ kind: 'connecting', step: 'start-session', since: now }), 'Opening session', 'セッション開始中'],
    [
      'one client',
      as({ kind: 'ready', since: now, idleCloseAt: null }, { clients: { open: 1, waiting: 0 } }),
      '1 connection',
      '1 接続',
    ],
    [
      'clients',
      as({ kind: 'ready', since: now, idleCloseAt: null }, { clients: { open: 3, waiting: 0 } }),
      '3 connections',
      '3 接続',
    ],
    [
      'idle',
      as({ kind: 'ready', since: now, idleCloseAt: now + 12 * 60_000 }),
      'Idle, closes in 12 min',
      '未使用、12 分後に終了',
    ],
    ['kept open', as({ kind: 'ready', since: now, idleCloseAt: null }), 'No connections', '接続なし'],
    [
      'reconnecting',
      as({ kind: 'reconnecting', attempt: 2, of: 5, nextAt: now + 4_000, problem: dropped }),
      'Try 2 of 5, in 4 s',
      '2/5 回目、4 秒後',
    ],
    [
      'trying',
      as({ kind: 'reconnecting', attempt: 2, of: 5, nextAt: now, problem: dropped }),
      'Try 2 of 5, now',
      '2/5 回目を実行中',
    ],
    ['failed', as({ kind: 'failed', at: now, retry: null, problem: offline }), 'Bastion offline', '踏み台が応答なし'],
    ['unknown', as({ kind: 'unknown', since: now }), 'Checking the route', '経路を確認中'],
    [
      'a silent agent',
      as({ kind: 'unknown', since: now, why: 'agent-silent' }),
      'The agent is silent',
      'エージェントが応答しません',
    ],
    [
      'a wait for the sign-in',
      as({ kind: 'unknown', since: now, why: 'sign-in' }),
      'Waiting for your sign-in',
      'サインイン待ち',
    ],
  ]
  test.each(cases)('%s', (_, tunnel, english, japanese) => {
    expect(statusLine(tunnel, en, now)).toBe(english)
    expect(statusLine(tunnel, ja, now)).toBe(japanese)
  })

  test('a manual tunnel does not say that it waits for a client', () => {
    const tunnel = as({ kind: 'armed', since: now })
    const manual = { ...tunnel, preference: { ...tunnel.preference, sessionStart: 'manual' as const } }
    expect(statusLine(manual, en, now)).toBe('Starts only with Connect')
  })

  test('an open session whose database does not answer says so', () => {
    const problem = sampleProblem('ENDPOINT_REFUSED')
    const tunnel = as(
      { kind: 'ready', since: now, idleCloseAt: null },
      {
        clients: { open: 1, waiting: 0 },
        route: routeOf(['ok', 'ok', 'ok', 'ok', 'fail']),
        timeline: [{ at: now, kind: 'failed', problem }],
      },
    )
    expect(statusLine(tunnel, en, now)).toBe('Database refused')
  })
})

describe('rows', () => {
  test('a row reads as name, kind, environment, state and address', () => {
    expect(rowSentence(waitedFor('psql'), defaultEnvironments[0]!, en, now)).toContain(
      ', Needs a code, psql waits, 24 s',
    )
    expect(rowSentence(fixtureTunnel(15432), defaultEnvironments[0]!, en, now)).toBe(
      'orders-db writer, PostgreSQL, Production, Ready, 3 connections, localhost:15432',
    )
    expect(rowSentence(fixtureTunnel(13306), defaultEnvironments[0]!, ja, now)).toBe(
      'billing-mysql、MySQL、本番、失敗、踏み台が応答なし、24 秒後に再試行、localhost:13306',
    )
  })
  test('the target is the instance when it is known, else the rule', () => {
    expect(viaText(fixtureTunnel(15432))).toBe('i-0ab3…4402')
    expect(viaText(fixtureTunnel(15432, { route: routeOf([]) }))).toBe('Role=bastion')
    expect(viaText(fixtureTunnel(35433))).toBe('9f2c81/app')
  })
})

describe('the route', () => {
  test('the session says which plugin opened it', () => {
    const opened = {
      sessionId: 's-1',
      openedAt: now,
      openedInMs: 400,
      latencyMs: null,
      recovery: null,
      replacement: null,
      draining: 0,
      lanes: [],
    }
    const session = { ...opened, engine: 'plugin', engineVersion: '1.2.677.0' } as const
    const route = routeOf(['ok', 'ok', 'ok', 'ok', 'ok'], { session })
    const tunnel = as({ kind: 'ready', since: now, idleCloseAt: null }, { route })
    const [, , hop] = tunnel.route
    expect(hopWords(hop, { tunnel, words: en, now }).detail).toMatch(/^Opened .* in 0\.4 s, plugin 1\.2\.677\.0$/)
    expect(hopWords(hop, { tunnel, words: ja, now }).detail).toContain('プラグイン 1.2.677.0')
  })

  test('the session says when another takes its place, and whether earlier ones are in use', () => {
    const opened = { sessionId: 's-1', openedAt: now, openedInMs: 400, latencyMs: null, recovery: null } as const
    const read = (inMs: number, draining: number, words = en): string => {
      const replacement = { at: now + inMs, before: { kind: 'channel', at: now + inMs + 300_000 } } as const
      const session = { ...opened, engine: 'builtin' as const, engineVersion: null, replacement, draining, lanes: [] }
      const route = routeOf(['ok', 'ok', 'ok', 'ok', 'ok'], { session })
      const tunnel = as({ kind: 'ready', since: now, idleCloseAt: null }, { route })
      return hopWords(tunnel.route[2], { tunnel, words, now }).detail
    }
    const [minute, time] = [60_000, /\d\d:\d\d/g]
    expect(read(minute, 0).replace(time, 'T')).toBe('Opened T in 0.4 s, replaced at T')
    expect(read(minute, 0)).toContain(formatTime(now + minute))
    expect(read(0, 1).replace(time, 'T')).toBe('Opened T, to be replaced, 1 earlier one still in use')
    expect(read(minute, 2, ja).replace(time, 'T')).toBe('T に開始、T に交代、以前の 2 件も使用中')
  })

  test('a session that catches up says for how long, and one that cannot that another is quicker', () => {
    const opened = {
      sessionId: 's-12345678',
      openedAt: now,
      openedInMs: 400,
      latencyMs: 3,
      engine: 'builtin',
      replacement: null,
      draining: 0,
    } as const
    const read = (trend: 'shrinking' | 'growing', words = en): readonly string[] => {
      const session = { ...opened, lanes: [], engineVersion: null, recovery: { missing: 412, leftMs: 41_200, trend } }
      const route = routeOf(['ok', 'ok', 'warn', 'ok', 'ok'], { session })
      const tunnel = as({ kind: 'ready', since: now, idleCloseAt: null }, { route })
      const { title, detail, value } = hopWords(tunnel.route[2], { tunnel, words, now })
      return [title, detail, value]
    }
    expect(read('shrinking')).toEqual(['Session …12345678', 'Lost data is being sent again', 'Catching up, 41 s'])
    expect(read('growing')).toEqual(['Session …12345678', 'Lost too much; a new session is quicker', 'Slow'])
    expect(read('shrinking', ja)[2]).toBe('再送中、残り 41 秒')
  })

  const sentences = (tunnel: TunnelView): string[] =>
    routeView(tunnel, 'orders-prod', en, now).flatMap((zone) => zone.hops.map((hop) => hop.sentence))

  test('an open route reads hop by hop', () => {
    expect(sentences(fixtureTunnel(15432))).toEqual([
      'Client, DataGrip, psql, 3 connections',
      'Local port, localhost:15432, Listening',
      'Session, Session …71de4d9e, Open, 38 ms',
      'Bastion, i-0ab3f29c81d7e4402, Agent online',
      'Database, orders-db.cluster-c1kq8zv0m2pd.ap-northeast-1.rds.amazonaws.com:5432, Reachable, 1.1 ms',
    ])
  })

  test('a broken route names the hop, and says of later ones that they were not reached', () => {
    const read = sentences(fixtureTunnel(13306))
    expect(read[3]).toBe('Bastion, i-0c7e41d8b5a90f236, Bastion offline')
    expect(read[4]).toMatch(/, Not reached$/)
  })

  test('every hop of every fixture has a sentence without holes', () => {
    for (const tunnel of fixtureTunnels()) {
      for (const sentence of sentences(tunnel)) expect(sentence).not.toMatch(/undefined|NaN|, ,|, $/)
    }
  })

  test('a break further on proves session and target before it', () => {
    const failed = { kind: 'failed', at: now, retry: null, problem: sampleProblem('ENDPOINT_TIMED_OUT') } as const
    const tunnel = as(failed, { route: routeOf(['idle', 'ok', 'idle', 'idle', 'fail']) })
    expect(provenHops(tunnel).map((hop) => hop.health)).toEqual(['idle', 'ok', 'ok', 'ok', 'fail'])
  })

  test('a break proves nothing about the hops behind it', () => {
    const failed = { kind: 'failed', at: now, retry: null, problem: sampleProblem('ACCESS_DENIED') } as const
    const tunnel = as(failed, { route: routeOf(['idle', 'ok', 'fail', 'idle', 'none']) })
    expect(provenHops(tunnel)[3]?.health).toBe('idle')
  })

  test('an agent that is silent is told at the target, with what becomes of who comes; a sign-in at the session', () => {
    const route = routeOf(['ok', 'ok', 'ok', 'warn', 'idle'])
    const silent = as({ kind: 'unknown', since: now, why: 'agent-silent' }, { route })
    const read = (words = en) => hopWords(silent.route[3], { tunnel: silent, words, now })
    expect(read()).toMatchObject({ value: 'Agent silent', detail: 'New clients get a session of their own' })
    expect(read(ja).value).toBe('エージェントの応答なし')
    const waiting = as(
      { kind: 'unknown', since: now, why: 'sign-in' },
      { route: routeOf(['ok', 'ok', 'work', 'idle', 'idle']) },
    )
    expect(hopWords(waiting.route[2], { tunnel: waiting, words: en, now }).value).toBe('Signing in')
  })

  test('nothing is proven while nothing has failed', () => {
    const tunnel = as({ kind: 'armed', since: now }, { route: routeOf(['idle', 'ok', 'idle', 'idle', 'idle']) })
    expect(provenHops(tunnel)).toBe(tunnel.route)
  })

  test('an armed tunnel does not call its far hops unreached', () => {
    const tunnel = as({ kind: 'armed', since: now }, { route: routeOf(['idle', 'ok', 'none', 'none', 'none']) })
    const values = tunnel.route.slice(2).map((hop) => hopWords(hop, { tunnel, words: en, now }).value)
    expect(values).toEqual(['', '', ''])
  })

  test('the far network has the name of its account, else the id of its VPC', () => {
    const far = (tunnel: TunnelView, network: string) => routeView(tunnel, network, en, now)[2]
    expect(far(fixtureTunnel(15432), 'orders-prod')).toMatchObject({ label: 'VPC orders-prod', note: 'vpc-0f21ac93' })
    expect(far(fixtureTunnel(15432), '')).toMatchObject({ label: 'vpc-0f21ac93', note: '' })
    expect(far(fixtureTunnel(15432, { route: routeOf([]) }), '')).toMatchObject({ label: 'VPC', note: '' })
  })

  test.each([
    ['ok', 'ok', 'ok'],
    ['ok', 'fail', 'cut'],
    ['idle', 'fail', 'cut'],
    ['ok', 'work', 'work'],
    ['ok', 'warn', 'warn'],
    ['fail', 'none', 'none'],
    ['idle', 'ok', 'idle'],
    ['ok', 'idle', 'idle'],
  ] as const)('the pipe from %s to %s is %s', (from, to, pipe) => expect(pipeBetween(from, to)).toBe(pipe))
})

describe('a target that does not answer', () => {
  const problem = problemOf('TARGET_NOT_CONNECTED', {
    targetId: 'i-0c7e41d8b5a90f236',
    lastPingAt: now - 14 * 60_000,
  })
  const failed = fixtureTunnel(13306, { status: { kind: 'failed', at: now, retry: null, problem } })
  const detail = (tunnel: TunnelView, words: typeof en): string => {
    const hop = tunnel.route.find(({ kind }) => kind === 'target')
    if (hop === undefined) throw new Error('No target')
    return hopWords({ ...hop, health: 'fail' }, { tunnel, words, now }).detail
  }

  test('tells how it was found and when it last did', () => {
    expect(detail(failed, en)).toBe('Role=bastion, last seen 14 min ago')
    expect(detail(failed, ja)).toBe('Role=bastion、最終応答 14 分前')
    const target = { by: 'id', id: 'i-0c7e41d8b5a90f236' } as const
    expect(detail({ ...failed, definition: { ...failed.definition, target } }, en)).toBe('Last seen 14 min ago')
  })
})
