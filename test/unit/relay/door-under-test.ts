import { PassThrough } from 'node:stream'
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

  /** Ids of sessions that move bulk. */
  readonly bulk = new Set<string>()

  constructor(host: SessionHost, clock: ManualClock) {
    const isBulk = ({ sessionId }: HostedSession): boolean => this.bulk.has(sessionId)
    this.pool = new SessionPool({ host, clock, door: () => this, isBulk })
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

  moveFromMute(): void {}

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
export class DoorUnderTest {
  readonly clock = new ManualClock()
  readonly facts: RelayFact[] = []
  readonly host = new SessionHost({
    engines: forwardOnly((...given) => this.#start(...given)),
    clock: this.clock,
    send: (fact) => this.facts.push(fact),
  })
  readonly door = new NamedClients(this.host, this.clock)
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
