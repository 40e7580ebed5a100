import type { ChannelPass, RelayFact, SessionGrant, TemporaryCredentials } from '#contract/relay.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { Problem } from '#contract/problem.ts'
import type { Clock } from '../clock.ts'
import type { Engines } from '../engine/engine.ts'
import type { StreamSource } from '../stream-source.ts'
import { PooledSession, type PooledSessionEvents } from './pooled-session.ts'

/** After sleep, a session that does not answer for so long is gone. */
const probeTimeoutMs = 5_000
/** For a session that is stopped because another took its place. */
const replacedDeadlineMs = 2_000

/** What the pool needs of the door before it. */
export interface PoolDoor {
  callWaiting(): void
  closeClientsOf(source: StreamSource): void
}

/** What a pool needs. */
export interface SessionPoolOptions {
  readonly tunnelId: string
  readonly engines: Engines
  readonly clock: Clock
  readonly door: () => PoolDoor
  send(fact: RelayFact): void
}

type Role = 'starting' | 'active' | 'draining'

/**
 * The sessions behind one door. New clients go to the active one; a session whose place was taken drains and is
 * stopped with its last client.
 */
export class SessionPool {
  readonly #options: SessionPoolOptions
  readonly #sessions = new Map<PooledSession, Role>()
  /** Sessions that wait for the service's answer to TerminateSession; they have left the others by then. */
  readonly #terminations = new Map<string, PooledSession>()
  /** Sessions that are being stopped, which have left the others too; who stops or closes the pool waits for them. */
  readonly #stops = new Set<Promise<void>>()
  #closed = false

  constructor(options: SessionPoolOptions) {
    this.#options = options
  }

  /** What carries a client that comes now. */
  source(): StreamSource | null {
    return this.#find('active')
  }

  /** Starts a session for the attempt; a start that is still under way is given up. Answers with a fact. */
  async use(attempt: number, grant: SessionGrant): Promise<void> {
    const { tunnelId, clock, send } = this.#options
    const { sessionId } = grant
    const abandoned = this.#find('starting')
    if (abandoned !== null) void this.#stop(abandoned, replacedDeadlineMs)
    if (this.#closed)
      return send({ type: 'session-failed', tunnelId, attempt, sessionId, problem: problemOf('SESSION_ENDED') })
    const session = this.#create(grant)
    this.#sessions.set(session, 'starting')
    const startedAt = clock.now()
    const started = await session.start().catch((error: unknown) => internal(error))
    if (!started.ok) {
      this.#sessions.delete(session)
      return send({ type: 'session-failed', tunnelId, attempt, sessionId, problem: started.error })
    }
    // It may have ended, or been stopped, in the same breath as it became ready.
    if (!this.#sessions.has(session)) {
      return send({ type: 'session-failed', tunnelId, attempt, sessionId, problem: problemOf('SESSION_ENDED') })
    }
    this.#activate(session)
    const { agentVersion } = started.value
    send({ type: 'session-ready', tunnelId, attempt, sessionId, agentVersion, openedInMs: clock.now() - startedAt })
    this.#options.door().callWaiting()
  }

  /** Stops every session, and answers with one `session-stopped` each, or with one without an id when there was none. */
  async stop(deadlineMs: number): Promise<void> {
    const { tunnelId, send } = this.#options
    const hadNone = this.#sessions.size === 0
    await this.#stopAll(deadlineMs)
    if (hadNone) send({ type: 'session-stopped', tunnelId, sessionId: '' })
  }

  /** Stops every session for good. */
  async close(deadlineMs: number): Promise<void> {
    this.#closed = true
    await this.#stopAll(deadlineMs)
  }

  /** Asks every session whether it still lives; the dead are reported lost. */
  async check(): Promise<void> {
    await Promise.all(
      [...this.#sessions].filter(([, role]) => role !== 'starting').map(([session]) => this.#check(session)),
    )
  }

  renewPass(sessionId: string, pass: ChannelPass | null): void {
    for (const session of this.#sessions.keys()) if (session.sessionId === sessionId) session.renewPass(pass)
  }

  giveCredentials(requestId: string, credentials: TemporaryCredentials | null): void {
    for (const session of this.#sessions.keys()) session.giveCredentials(requestId, credentials)
  }

  sessionTerminated(sessionId: string): void {
    this.#terminations.get(sessionId)?.terminated()
    this.#terminations.delete(sessionId)
  }

  async #stopAll(deadlineMs: number): Promise<void> {
    for (const session of this.#sessions.keys()) void this.#stop(session, deadlineMs)
    await Promise.all(this.#stops)
  }

  #create(grant: SessionGrant): PooledSession {
    const { tunnelId, engines, clock, send } = this.#options
    const sessionId = grant.sessionId
    const events: PooledSessionEvents = {
      passNeeded: () => send({ type: 'pass-needed', tunnelId, sessionId }),
      terminationNeeded: () => {
        this.#terminations.set(sessionId, session)
        send({ type: 'termination-needed', tunnelId, sessionId })
      },
      credentialsNeeded: (requestId) => send({ type: 'credentials-needed', tunnelId, requestId }),
      endpointFailed: (problem) => send({ type: 'endpoint-failed', tunnelId, problem }),
      endpointAnswered: (latencyMs) => send({ type: 'endpoint-answered', tunnelId, latencyMs }),
      resumed: () => send({ type: 'session-resumed', tunnelId, sessionId }),
      ended: (problem) => this.#lost(session, problem),
      unused: () => this.#unused(session),
      log: (level, event, fields = {}) => send({ type: 'log', level, event, fields: { tunnelId, ...fields } }),
    }
    const session = new PooledSession({ grant, startEngine: engines[grant.engine.name].forward, clock, events })
    return session
  }

  #activate(session: PooledSession): void {
    const previous = this.#find('active')
    this.#sessions.set(session, 'active')
    if (previous === null) return
    this.#sessions.set(previous, 'draining')
    this.#unused(previous)
  }

  #unused(session: PooledSession): void {
    if (this.#sessions.get(session) === 'draining' && session.streams === 0)
      void this.#stop(session, replacedDeadlineMs)
  }

  async #check(session: PooledSession): Promise<void> {
    const { tunnelId, send } = this.#options
    const { sessionId } = session
    const outcome = await session.probe(probeTimeoutMs)
    if (!this.#sessions.has(session)) return
    if (outcome.state === 'alive')
      return send({ type: 'session-alive', tunnelId, sessionId, latencyMs: outcome.latencyMs })
    // How the resume ends is the answer: neither green nor lost before.
    if (outcome.state === 'resuming') {
      return send({ type: 'log', level: 'debug', event: 'checked-while-resuming', fields: { tunnelId, sessionId } })
    }
    // Without a way to ask, a session that carries someone gets the benefit of the doubt; an unused one is cheap to replace.
    if (outcome.state === 'unknown' && session.streams > 0) {
      return send({ type: 'session-alive', tunnelId, sessionId, latencyMs: null })
    }
    this.#lost(session, problemOf('SESSION_DROPPED', { sessionId }))
    await session.stop(replacedDeadlineMs)
  }

  #lost(session: PooledSession, problem: Problem): void {
    if (!this.#sessions.delete(session)) return
    const { tunnelId, send, door } = this.#options
    door().closeClientsOf(session)
    send({ type: 'session-lost', tunnelId, sessionId: session.sessionId, problem })
  }

  #stop(session: PooledSession, deadlineMs: number): Promise<void> {
    const stopped = this.#stopNow(session, deadlineMs).finally(() => this.#stops.delete(stopped))
    this.#stops.add(stopped)
    return stopped
  }

  async #stopNow(session: PooledSession, deadlineMs: number): Promise<void> {
    const { tunnelId, send, door } = this.#options
    const { sessionId } = session
    this.#sessions.delete(session)
    door().closeClientsOf(session)
    await session.stop(deadlineMs)
    this.#terminations.delete(sessionId)
    send({ type: 'session-stopped', tunnelId, sessionId })
  }

  #find(role: Role): PooledSession | null {
    for (const [session, its] of this.#sessions) if (its === role) return session
    return null
  }
}

function internal(error: unknown): { readonly ok: false; readonly error: Problem } {
  return {
    ok: false,
    error: problemOf('INTERNAL', { message: error instanceof Error ? error.message : String(error) }),
  }
}
