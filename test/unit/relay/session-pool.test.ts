import { describe, expect, it } from 'vitest'
import { ok } from '#domain/result.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { RelayFact } from '#contract/relay.ts'
import type { EngineSession, StartEngine } from '#relay/engine/engine.ts'
import { SessionPool } from '#relay/pool/session-pool.ts'
import { forwardOnly } from '#test/support/straight-engine.ts'
import { grantFor } from '#test/support/grants.ts'
import { ManualClock } from '#test/support/manual-clock.ts'

const tunnelId = '2f1c7a52-0f43-4c7b-9a50-0d3a3b1f6f01'

describe('a session that is over as soon as it is ready', () => {
  it('is told as failed, and carries nobody', async () => {
    const facts: RelayFact[] = []
    const session: EngineSession = {
      sessionId: 'ada-1',
      agentVersion: null,
      openStream: () => Promise.reject(new Error('over')),
      probe: async () => null,
      stop: async () => {},
      ended: Promise.resolve(problemOf('SESSION_DROPPED')),
    }
    const start: StartEngine = async () => ok(session)
    const door = { callWaiting: () => {}, closeClientsOf: () => {} }
    const pool = new SessionPool({
      tunnelId,
      engines: forwardOnly(start),
      clock: new ManualClock(),
      door: () => door,
      send: (fact) => facts.push(fact),
    })
    await pool.use(1, grantFor({ port: 1, sessionId: 'ada-1' }))
    expect(facts.map(({ type }) => type)).not.toContain('session-ready')
    expect(facts.at(-1)).toMatchObject({ type: 'session-failed', attempt: 1, sessionId: 'ada-1' })
    expect(pool.source()).toBeNull()
  })
})

describe('a session that is being stopped', () => {
  it('is waited for by whoever stops or closes the pool meanwhile', async () => {
    const facts: string[] = []
    let stopped = (): void => {}
    const session: EngineSession = {
      sessionId: 'ada-1',
      agentVersion: null,
      openStream: () => Promise.reject(new Error('over')),
      probe: async () => null,
      stop: () => new Promise((resolve) => (stopped = resolve)),
      ended: new Promise(() => {}),
    }
    const door = { callWaiting: () => {}, closeClientsOf: () => {} }
    const pool = new SessionPool({
      tunnelId,
      engines: forwardOnly(async () => ok(session)),
      clock: new ManualClock(),
      door: () => door,
      send: (fact) => facts.push('sessionId' in fact ? `${fact.type} ${fact.sessionId}` : fact.type),
    })
    await pool.use(1, grantFor({ port: 1, sessionId: 'ada-1' }))
    facts.length = 0
    const all = [pool.stop(1_000), pool.stop(1_000), pool.close(1_000).then(() => facts.push('closed'))]
    await new Promise(setImmediate)
    expect(facts).toEqual([])
    stopped()
    await Promise.all(all)
    expect(facts[0]).toBe('session-stopped ada-1')
    expect(facts.toSorted()).toEqual(['closed', 'session-stopped ', 'session-stopped ada-1'])
  })
})
