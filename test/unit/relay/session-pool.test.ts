import { PassThrough } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { ok } from '#domain/result.ts'
import type { Problem } from '#contract/problem.ts'
import type { RelayFact } from '#contract/relay.ts'
import type { EngineSession, StartEngine } from '#relay/engine/engine.ts'
import { SessionPool, type PoolDoor, type WhatBefore } from '#relay/pool/session-pool.ts'
import type { HostedSession } from '#relay/session-host/hosted-session.ts'
import { SessionHost } from '#relay/session-host/session-host.ts'
import type { StreamSource } from '#relay/stream-source.ts'
import { forwardOnly } from '#test/support/straight-engine.ts'
import { grantFor } from '#test/support/grants.ts'
import { ManualClock } from '#test/support/manual-clock.ts'
import { sampleFailure, sampleProblem } from '#test/support/sample-problems.ts'

/** A door whose clients are names: each is carried by what the pool gives for it, or waits. */
class NamedClients implements PoolDoor {
  readonly pool: SessionPool
  readonly #carried = new Map<string, StreamSource>()
  #waiting: readonly string[] = []

  constructor(host: SessionHost) {
    this.pool = new SessionPool({ host, door: () => this })
  }

  come(name: string): void {
    const source = this.pool.source()
    if (source === null) return void (this.#waiting = [...this.#waiting, name])
    this.#carried.set(name, source)
    void source.openStream()
  }

  leave(name: string): void {
    const source = this.#carried.get(name)
    this.#carried.delete(name)
    source?.streamClosed()
  }

  callWaiting(): void {
    const called = this.#waiting
    this.#waiting = []
    for (const name of called) this.come(name)
  }

  closeClientsOf(source: StreamSource): void {
    for (const name of this.clientsOf(source)) this.leave(name)
  }

  clientsOf(source: StreamSource): readonly string[] {
    return [...this.#carried].filter(([, its]) => its === source).map(([name]) => name)
  }

  get waiting(): readonly string[] {
    return this.#waiting
  }
}

/** One door before a host whose sessions start when the test lets them. */
class DoorUnderTest {
  readonly clock = new ManualClock()
  readonly facts: RelayFact[] = []
  readonly host = new SessionHost({
    engines: forwardOnly((...given) => this.#start(...given)),
    clock: this.clock,
    send: (fact) => this.facts.push(fact),
  })
  readonly door = new NamedClients(this.host)
  /** Ids of sessions whose engine was told to stop. */
  readonly stops: string[] = []
  readonly #letStart = new Map<string, () => void>()
  readonly #end = new Map<string, (problem: Problem) => void>()
  readonly #starts = new Map<string, Promise<void>>()

  /** The session is there, is to serve the door, and has not started yet. */
  order(sessionId: string, before: WhatBefore = 'drains'): HostedSession {
    this.#starts.set(sessionId, this.host.start(grantFor({ port: 1, sessionId })))
    const session = this.host.find(sessionId)!
    this.door.pool.serve(session, before)
    return session
  }

  async letStart(sessionId: string): Promise<void> {
    this.#letStart.get(sessionId)!()
    await this.#starts.get(sessionId)
  }

  async serving(sessionId: string, before: WhatBefore = 'drains'): Promise<HostedSession> {
    const session = this.order(sessionId, before)
    await this.letStart(sessionId)
    return session
  }

  /** Ends the session as a lost data channel would. */
  async lose(sessionId: string): Promise<void> {
    this.#end.get(sessionId)!(sampleProblem('SESSION_DROPPED'))
    await new Promise(setImmediate)
  }

  /** What was told of a session, in order. */
  told(sessionId: string): readonly string[] {
    return this.facts.filter((fact) => 'sessionId' in fact && fact.sessionId === sessionId).map(({ type }) => type)
  }

  async #start(...[{ sessionId }, , signal]: Parameters<StartEngine>): ReturnType<StartEngine> {
    await new Promise<void>((resolve) => {
      this.#letStart.set(sessionId, resolve)
      signal.addEventListener('abort', () => resolve())
    })
    if (signal.aborted) return sampleFailure('SESSION_ENDED')
    const session: EngineSession = {
      sessionId,
      agentVersion: null,
      openStream: async () => new PassThrough(),
      probe: async () => 1,
      stop: async () => void this.stops.push(sessionId),
      ended: new Promise((resolve) => this.#end.set(sessionId, resolve)),
    }
    return ok(session)
  }
}

describe('a session that is doubted', () => {
  it('keeps its clients; who comes waits, for it or for the next', async () => {
    const test = new DoorUnderTest()
    const { door } = test
    const old = await test.serving('old')
    door.come('first')
    door.pool.doubt('old', 'doubted')
    door.come('second')
    expect([door.clientsOf(old), door.waiting]).toEqual([['first'], ['second']])
    door.pool.doubt('old', 'trusted')
    expect([door.clientsOf(old), door.waiting]).toEqual([['first', 'second'], []])
    door.pool.doubt('old', 'doubted')
    door.come('third')
    const next = await test.serving('next')
    expect([door.clientsOf(old), door.clientsOf(next), door.waiting]).toEqual([['first', 'second'], ['third'], []])
    await door.pool.close(100)
  })

  it('is stood in for by one beside it', async () => {
    const test = new DoorUnderTest()
    const { door } = test
    const beside = await test.serving('beside')
    await test.serving('serving', 'stays')
    door.pool.doubt('serving', 'doubted')
    door.come('first')
    expect([door.clientsOf(beside), door.waiting]).toEqual([['first'], []])
    door.pool.doubt('beside', 'doubted')
    door.come('second')
    expect(door.waiting).toEqual(['second'])
    await door.pool.close(100)
  })
})

describe('two sessions behind one door', () => {
  it('share its clients until the old one is drained, which is stopped then, and told once', async () => {
    const test = new DoorUnderTest()
    const { door, host, stops } = test
    const old = await test.serving('old')
    door.come('first')
    const next = test.order('next')
    door.come('second')
    expect(door.clientsOf(old)).toEqual(['first', 'second'])
    await test.letStart('next')
    door.come('third')
    expect(door.clientsOf(old)).toEqual(['first', 'second'])
    expect(door.clientsOf(next)).toEqual(['third'])
    door.leave('first')
    await host.stopped(old)
    expect(stops).toEqual([])
    door.leave('second')
    await host.stopped(old)
    expect(stops).toEqual(['old'])
    expect(test.told('old')).toEqual(['session-ready', 'session-stopped'])
    expect(door.clientsOf(next)).toEqual(['third'])
    door.leave('third')
    expect(door.pool.source()).toBe(next)
    await door.pool.close(100)
    expect(stops).toEqual(['old', 'next'])
    expect(test.told('old')).toEqual(['session-ready', 'session-stopped'])
    expect(test.told('next')).toEqual(['session-ready', 'session-stopped'])
    expect([host.find('old'), host.find('next'), door.pool.source()]).toEqual([null, null, null])
    expect(test.clock.pending).toBe(0)
  })

  it('are one again as soon as the new one serves, when the old one carries nobody', async () => {
    const test = new DoorUnderTest()
    const old = await test.serving('old')
    const next = await test.serving('next')
    await test.host.stopped(old)
    expect(test.stops).toEqual(['old'])
    expect(test.told('old')).toEqual(['session-ready', 'session-stopped'])
    expect(test.door.pool.source()).toBe(next)
  })

  it('lose nothing but the new one, when that does not start', async () => {
    const test = new DoorUnderTest()
    const old = await test.serving('old')
    test.door.come('first')
    const next = test.order('next')
    await test.host.stopSession(next, 100)
    expect(test.door.pool.source()).toBe(old)
    expect(test.door.clientsOf(old)).toEqual(['first'])
    expect(test.stops).toEqual([])
  })

  it('close the clients of the one that is over, and of no other', async () => {
    const test = new DoorUnderTest()
    const old = await test.serving('old')
    test.door.come('first')
    const next = await test.serving('next')
    test.door.come('second')
    await test.lose('old')
    expect(test.door.clientsOf(old)).toEqual([])
    expect(test.door.clientsOf(next)).toEqual(['second'])
    expect(test.told('old')).toEqual(['session-ready', 'session-lost'])
    expect(test.door.pool.source()).toBe(next)
  })
})

describe('a session beside the one that serves', () => {
  it('stays without a client, and serves again when the other is over', async () => {
    const test = new DoorUnderTest()
    const old = await test.serving('old')
    const next = await test.serving('next', 'stays')
    await test.host.stopped(old)
    expect(test.stops).toEqual([])
    expect(test.door.pool.source()).toBe(next)
    await test.lose('next')
    expect(test.door.pool.source()).toBe(old)
    test.door.come('first')
    expect(test.door.clientsOf(old)).toEqual(['first'])
  })

  it('goes when it is to drain, with the last of its clients', async () => {
    const test = new DoorUnderTest()
    const old = await test.serving('old')
    test.door.come('first')
    const next = await test.serving('next', 'stays')
    test.door.pool.drain('old')
    expect(test.stops).toEqual([])
    test.door.leave('first')
    await test.host.stopped(old)
    expect(test.stops).toEqual(['old'])
    expect(test.door.pool.source()).toBe(next)
  })

  it('takes over from the one that serves when that is to drain', async () => {
    const test = new DoorUnderTest()
    const old = await test.serving('old')
    const next = await test.serving('next', 'stays')
    test.door.come('first')
    test.door.pool.drain('next')
    expect(test.door.pool.source()).toBe(old)
    expect(test.door.clientsOf(next)).toEqual(['first'])
    expect(test.stops).toEqual([])
  })
})

describe('a session that is to serve', () => {
  it('is given up for one that comes after it, which gets the clients that wait', async () => {
    const test = new DoorUnderTest()
    const given = test.order('given up')
    test.door.come('first')
    const next = test.order('next')
    await test.host.stopped(given)
    await test.letStart('next')
    expect(test.told('given up').toSorted()).toEqual(['session-failed', 'session-stopped'])
    expect(test.host.find('given up')).toBeNull()
    expect(test.door.waiting).toEqual([])
    expect(test.door.clientsOf(next)).toEqual(['first'])
  })

  it('is stopped when the door is closed already', async () => {
    const test = new DoorUnderTest()
    await test.door.pool.close(100)
    await test.host.stopped(test.order('late'))
    expect(test.told('late')).toContain('session-stopped')
    expect(test.host.find('late')).toBeNull()
  })
})

describe('a session that is lost', () => {
  it('leaves the door to nobody, and who comes then waits for the next', async () => {
    const test = new DoorUnderTest()
    const lost = await test.serving('lost')
    test.door.come('first')
    await test.lose('lost')
    expect(test.door.clientsOf(lost)).toEqual([])
    test.door.come('second')
    expect(test.door.waiting).toEqual(['second'])
    const next = await test.serving('next')
    expect(test.door.clientsOf(next)).toEqual(['second'])
  })
})
