import type { ChannelPass, RelayFact, SessionGrant, TemporaryCredentials } from '#contract/relay.ts'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { DataKey, Engines } from '../engine/engine.ts'
import type { Carrier } from './carrier.ts'
import { HostedSession, type HostedSessionEnded } from './hosted-session.ts'

/**
 * After sleep, a channel that does not answer for so long is replaced. A slow network answers sooner, and where it does not, a
 * replaced channel costs a call and loses nothing.
 */
const probeTimeoutMs = 2_000
/** For a session that is lost, and whose engine has nothing to say goodbye to. */
const lostDeadlineMs = 2_000

/** What the host needs. */
interface SessionHostOptions {
  readonly engines: Engines
  readonly clock: Clock
  send(fact: RelayFact): void
}

/**
 * The sessions that this program carries, by id: forwards, shells and the rest alike. It starts, checks and stops them, hands
 * answers to who asked, and tells main how each fares. It knows no door: who a session serves is its user's business.
 */
export class SessionHost {
  readonly #options: SessionHostOptions
  readonly #sessions = new Map<string, HostedSession>()
  /** Sessions that are being stopped and have left the others; who stops them again, or ends everything, waits for them. */
  readonly #stops = new Map<HostedSession, Promise<void>>()
  #isClosed = false

  constructor(options: SessionHostOptions) {
    this.#options = options
  }

  find(sessionId: string): HostedSession | null {
    return this.#sessions.get(sessionId) ?? null
  }

  /**
   * Starts a session; at once there to be found. Answers with `session-ready` or `session-failed`. A session that is there
   * already is left alone. `prepared`: what has to be done before it may carry anything, and why that could not be.
   */
  async start(grant: SessionGrant, prepared: Promise<Problem | null> | null = null): Promise<void> {
    const { clock, engines, send } = this.#options
    const { sessionId } = grant
    if (this.#sessions.has(sessionId)) return
    if (this.#isClosed) return send({ type: 'session-failed', sessionId, problem: problemOf('SESSION_ENDED', {}) })
    const ended: HostedSessionEnded = (problem, exitCode) => this.#lost(session, problem, exitCode)
    const session = new HostedSession({ grant, engines, clock, send, ended })
    this.#sessions.set(sessionId, session)
    const startedAt = clock.now()
    if (prepared !== null && !(await this.#isPrepared(session, prepared))) return
    const started = await session.start()
    if (!started.ok) {
      this.#forget(session)
      return send({ type: 'session-failed', sessionId, problem: started.error })
    }
    const { agentVersion } = started.value.session
    const openedInMs = clock.now() - startedAt
    send({ type: 'session-ready', sessionId, agentVersion, openedInMs, ...messageOf(started.value) })
    session.tellReady()
  }

  /** False when it is not to be started: it was stopped meanwhile, or this could not be, which is told. */
  async #isPrepared(session: HostedSession, prepared: Promise<Problem | null>): Promise<boolean> {
    const trouble = await prepared
    if (this.find(session.sessionId) !== session) return false
    if (trouble === null) return true
    this.#forget(session)
    await session.stop(0, trouble)
    this.#options.send({ type: 'session-failed', sessionId: session.sessionId, problem: trouble })
    return false
  }

  /** Stops a session, if it is there. Answers with `session-stopped` in any case. */
  async stop(sessionId: string, deadlineMs: number): Promise<void> {
    const session = this.#sessions.get(sessionId)
    if (session !== undefined) return await this.stopSession(session, deadlineMs)
    const stopping = [...this.#stops].find(([other]) => other.sessionId === sessionId)
    if (stopping !== undefined) return await stopping[1]
    this.#options.send({ type: 'session-stopped', sessionId })
  }

  /**
   * Stops this very session; settles when it is stopped, whoever ordered it first. Answers with one `session-stopped`.
   * `why`: what a start that is under way fails with.
   */
  stopSession(session: HostedSession, deadlineMs: number, why: Problem | null = null): Promise<void> {
    if (!this.#forget(session)) return this.stopped(session)
    let settle = (): void => {}
    const stopped = new Promise<void>((resolve) => (settle = resolve))
    // Known before its user hears that it is over, who may want to wait for it.
    this.#stops.set(session, stopped)
    void session.stop(deadlineMs, why).finally(() => {
      this.#stops.delete(session)
      this.#options.send({ type: 'session-stopped', sessionId: session.sessionId })
      settle()
    })
    return stopped
  }

  /** Ends a session that may not go on: its start fails with the problem, or it is told as lost. */
  async lose(session: HostedSession, problem: Problem): Promise<void> {
    if (session.isStarting) return await this.stopSession(session, lostDeadlineMs, problem)
    const stopped = session.stop(lostDeadlineMs)
    this.#lost(session, problem)
    await stopped
  }

  /** Settles when no stop of this session is under way. */
  stopped(session: HostedSession): Promise<void> {
    return this.#stops.get(session) ?? Promise.resolve()
  }

  /** Asks every session whether it still lives; the dead are told as lost. */
  async check(): Promise<void> {
    const started = [...this.#sessions.values()].filter((session) => !session.isStarting)
    await Promise.all(started.map((session) => this.#check(session)))
  }

  answerPass(sessionId: string, pass: ChannelPass | null): void {
    this.find(sessionId)?.questions.answerPass(pass)
  }

  answerCredentials(sessionId: string, requestId: string, credentials: TemporaryCredentials | null): void {
    this.find(sessionId)?.questions.answerCredentials(requestId, credentials)
  }

  answerDataKey(sessionId: string, requestId: string, key: Result<DataKey>): void {
    this.find(sessionId)?.questions.answerDataKey(requestId, key)
  }

  /** A session that is being stopped has asked, and is not to be found among the others. */
  answerTermination(sessionId: string): void {
    for (const session of [...this.#sessions.values(), ...this.#stops.keys()]) {
      if (session.sessionId === sessionId) session.questions.answerTermination()
    }
  }

  /**
   * Starts nothing any more, and stops the sessions that nobody uses; those that are used are stopped by their users, who
   * know what has to go first. Settles when none of the former is left.
   */
  async close(deadlineMs: number): Promise<void> {
    this.#isClosed = true
    const unused = [...this.#sessions.values()].filter((session) => !session.hasUser)
    await Promise.all(unused.map((session) => this.stopSession(session, deadlineMs)))
  }

  async #check(session: HostedSession): Promise<void> {
    const { send } = this.#options
    const { sessionId } = session
    const outcome = await session.probe(probeTimeoutMs)
    if (this.find(sessionId) !== session) return
    if (outcome.state === 'alive') return send({ type: 'session-alive', sessionId, latencyMs: outcome.latencyMs })
    // How the resume ends is the answer: neither green nor lost before, however long the network is away.
    if (outcome.state === 'resuming') return send({ type: 'session-resuming', sessionId })
    if (outcome.state === 'silent') return send({ type: 'session-silent', sessionId })
    // Without a way to ask, a session that carries someone is kept, and is unproven until an answer comes; an unused one is cheap
    // to replace.
    if (outcome.state === 'unknown' && session.isUsed) {
      if (session.carrier?.for !== 'forward') return send({ type: 'session-alive', sessionId, latencyMs: null })
      send({ type: 'session-alive', sessionId, latencyMs: null, proof: 'gone' })
      return session.doubt()
    }
    await this.lose(session, problemOf('SESSION_DROPPED', {}))
  }

  #lost(session: HostedSession, problem: Problem, exitCode: number | null = null): void {
    if (!this.#forget(session)) return
    const { sessionId } = session
    this.#options.send({ type: 'session-lost', sessionId, problem, ...(exitCode === null ? {} : { exitCode }) })
  }

  /** False when another has its id by now, or it is gone already. */
  #forget(session: HostedSession): boolean {
    return this.find(session.sessionId) === session && this.#sessions.delete(session.sessionId)
  }
}

/** What the agent says first in a shell, when it says something. */
function messageOf(carrier: Carrier): { readonly message?: string } {
  const message = carrier.for === 'shell' ? carrier.session.customerMessage : ''
  return message === '' ? {} : { message }
}
