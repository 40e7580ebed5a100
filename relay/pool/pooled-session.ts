import type { Duplex } from 'node:stream'
import type { ChannelPass, SessionGrant, TemporaryCredentials } from '#contract/relay.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import { within, type Clock } from '../clock.ts'
import type { EngineHost, EngineSession, StartEngine } from '../engine/engine.ts'
import type { StreamSource } from '../stream-source.ts'

/** What a session tells the pool around it. */
export interface PooledSessionEvents {
  passNeeded(): void
  credentialsNeeded(requestId: string): void
  terminationNeeded(): void
  endpointFailed(problem: Problem): void
  endpointAnswered(latencyMs: number): void
  resumed(): void
  /** Over by itself, after it was ready; every stream is destroyed. */
  ended(problem: Problem): void
  /** The last stream closed. */
  unused(): void
  log: EngineHost['log']
}

/** What a pooled session needs. */
export interface PooledSessionOptions {
  readonly grant: SessionGrant
  readonly startEngine: StartEngine
  readonly clock: Clock
  readonly events: PooledSessionEvents
}

/** How a probe went. `resuming` is told apart from `unknown`, where the engine has no way to ask. */
export type ProbeOutcome =
  | { readonly state: 'alive'; readonly latencyMs: number }
  | { readonly state: 'dead' }
  | { readonly state: 'resuming' }
  | { readonly state: 'unknown' }

type Phase =
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly session: EngineSession }
  | { readonly kind: 'over' }

/** One SSM session behind a door: its engine, its streams, and what the engine asked and was not told yet. */
export class PooledSession implements StreamSource {
  readonly sessionId: string
  readonly #options: PooledSessionOptions
  readonly #abort = new AbortController()
  readonly #passWaiters: ((pass: ChannelPass | null) => void)[] = []
  readonly #credentialWaiters = new Map<string, (credentials: TemporaryCredentials | null) => void>()
  readonly #terminationWaiters: (() => void)[] = []
  #phase: Phase = { kind: 'starting' }
  #starting: Promise<unknown> = Promise.resolve()
  #streams = 0
  #requests = 0
  #resuming = false
  #answered = false

  constructor(options: PooledSessionOptions) {
    this.#options = options
    this.sessionId = options.grant.sessionId
  }

  get streams(): number {
    return this.#streams
  }

  /** Starts the engine, once. Afterwards {@link PooledSessionEvents.ended} tells how the session ends, unless stopped. */
  async start(): Promise<Result<EngineSession>> {
    const { startEngine, grant } = this.#options
    const starting = startEngine(grant, this.#host(), this.#abort.signal)
    this.#starting = starting.catch(() => {})
    const started = await starting
    if (!started.ok) {
      this.#over()
      return started
    }
    if (this.#phase.kind === 'over') {
      await started.value.stop(0)
      return { ok: false, error: problemOf('SESSION_ENDED') }
    }
    this.#phase = { kind: 'ready', session: started.value }
    void started.value.ended.then((problem) => {
      if (this.#phase.kind === 'over') return
      this.#over()
      this.#options.events.ended(problem)
    })
    return started
  }

  async openStream(): Promise<Duplex> {
    this.#streams += 1
    if (this.#phase.kind !== 'ready') throw new Error('the session carries nothing now')
    return this.#phase.session.openStream()
  }

  answered(latencyMs: number): void {
    if (this.#answered) return
    this.#answered = true
    this.#options.events.endpointAnswered(latencyMs)
  }

  streamClosed(): void {
    this.#streams -= 1
    if (this.#streams === 0) this.#options.events.unused()
  }

  /** Answers everyone who asked for a new pass. */
  renewPass(pass: ChannelPass | null): void {
    for (const tell of this.#passWaiters.splice(0)) tell(pass)
  }

  /** Answers one request for credentials; an unknown id is an answer that came too late. */
  giveCredentials(requestId: string, credentials: TemporaryCredentials | null): void {
    this.#credentialWaiters.get(requestId)?.(credentials)
    this.#credentialWaiters.delete(requestId)
  }

  /** The service was asked to end the session. */
  terminated(): void {
    for (const tell of this.#terminationWaiters.splice(0)) tell()
  }

  async probe(timeoutMs: number): Promise<ProbeOutcome> {
    if (this.#phase.kind !== 'ready') return { state: 'dead' }
    if (this.#resuming) return { state: 'resuming' }
    const answer = await within(this.#options.clock, timeoutMs + 500, this.#phase.session.probe(timeoutMs))
    if (typeof answer === 'number') return { state: 'alive', latencyMs: answer }
    // The probe itself may be what made the engine notice the drop.
    if (this.#resuming) return { state: 'resuming' }
    return { state: answer === 'unknown' ? 'unknown' : 'dead' }
  }

  /** Stops the engine; settles within the deadline (plus a moment), and tells no `ended`. */
  async stop(deadlineMs: number): Promise<void> {
    const phase = this.#phase
    this.#over()
    this.#abort.abort()
    const stopping = phase.kind === 'ready' ? phase.session.stop(deadlineMs) : this.#starting
    if ((await within(this.#options.clock, deadlineMs + 1_000, stopping)) === 'late') {
      this.#options.events.log('error', 'engine-not-stopped', { sessionId: this.sessionId, deadlineMs })
    }
  }

  #over(): void {
    this.#phase = { kind: 'over' }
    this.renewPass(null)
    for (const tell of this.#credentialWaiters.values()) tell(null)
    this.#credentialWaiters.clear()
  }

  #host(): EngineHost {
    const { events } = this.#options
    return {
      renewPass: () => this.#askForPass(),
      credentials: () => this.#askForCredentials(),
      endpointFailed: (problem) => {
        // The next answer is news again.
        this.#answered = false
        events.endpointFailed(problem)
      },
      resumed: () => {
        this.#resuming = false
        events.resumed()
      },
      terminate: () => {
        events.terminationNeeded()
        return new Promise((resolve) => this.#terminationWaiters.push(resolve))
      },
      log: (level, event, fields) => events.log(level, event, { sessionId: this.sessionId, ...fields }),
    }
  }

  #askForPass(): Promise<ChannelPass | null> {
    if (this.#phase.kind === 'over') return Promise.resolve(null)
    this.#resuming = true
    return new Promise((resolve) => {
      this.#passWaiters.push(resolve)
      if (this.#passWaiters.length === 1) this.#options.events.passNeeded()
    })
  }

  #askForCredentials(): Promise<TemporaryCredentials | null> {
    if (this.#phase.kind === 'over') return Promise.resolve(null)
    this.#requests += 1
    const requestId = `${this.sessionId}/${this.#requests}`
    return new Promise((resolve) => {
      this.#credentialWaiters.set(requestId, resolve)
      this.#options.events.credentialsNeeded(requestId)
    })
  }
}
