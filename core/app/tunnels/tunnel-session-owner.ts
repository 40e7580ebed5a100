import type { Problem } from '#contract/problem.ts'
import type { SessionGrant } from '#contract/relay.ts'
import type { ConnectStep, SessionWall } from '#contract/status.ts'
import type { CallerIdentity } from '#contract/tunnel.ts'
import { slowRecovery } from '#domain/session/recovery.ts'
import { identityProblem } from '#domain/profile/identity.ts'
import { successorOf, wantsSession } from '#domain/tunnel/state.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { ResolvedTarget } from '../ports.ts'
import type { SessionNews, SessionOwner } from '../sessions/session-request.ts'
import type { TunnelUnit } from './tunnel-unit.ts'

type NewsOf<T extends SessionNews['type']> = Extract<SessionNews, { type: T }>

/** When a session was started, and its channel opened (epoch ms). */
interface SessionTimes {
  readonly startedAt: number
  readonly channelAt: number
}

interface OwnerDeps {
  readonly unit: TunnelUnit
  readonly attempt: number
  readonly clock: Clock
  /** The start is over, without a session. */
  failed(): void
  /** The tunnel is for this identity from now on. */
  pin(identity: CallerIdentity): void
  /** Until when the session lives, as far as anybody knows. */
  wallsOf(times: SessionTimes): Promise<readonly SessionWall[]>
}

/** A start of a tunnel, and the session that comes of it: what is heard of them becomes facts of the route and events. */
export class TunnelSessionOwner implements SessionOwner {
  readonly logFields: Readonly<Record<string, string>>
  readonly #deps: OwnerDeps
  readonly #unit: TunnelUnit
  readonly #attempt: number
  readonly #clock: Clock
  #grant: SessionGrant | null = null
  /** What was found for a session that does not serve yet: the route shows the one that does. */
  #target: ResolvedTarget | null = null
  #startedAt = 0
  /** Its node is avoided because of its agent's silence. */
  #isAvoided = false

  constructor(deps: OwnerDeps) {
    this.#deps = deps
    this.#unit = deps.unit
    this.#attempt = deps.attempt
    this.#clock = deps.clock
    this.logFields = { tunnelId: deps.unit.id }
  }

  /** The session that the service granted to the start, once it did. */
  get grant(): SessionGrant | null {
    return this.#grant
  }

  step(step: ConnectStep): void {
    // What is online is asked anew, and the answer may be a problem.
    const { target } = this.#unit.facts
    if (step === 'target' && target !== null && !this.#isSuccessor())
      this.#unit.learn({ target: { ...target, othersOnline: 0 } })
    this.#unit.send({ type: 'attempt-step', attempt: this.#attempt, step })
  }

  target(target: ResolvedTarget): void {
    this.#target = target
    if (!this.#isSuccessor()) this.#unit.learn({ target })
  }

  identified(caller: CallerIdentity): Problem | null {
    const { definition, preference } = this.#unit.saved
    const problem = identityProblem(definition, preference, caller)
    this.#unit.otherIdentity = problem === null ? null : caller
    if (problem === null && preference.identity === undefined) this.#deps.pin(caller)
    return problem
  }

  granted(grant: SessionGrant): void {
    this.#grant = grant
    this.#startedAt = this.#clock.now()
    this.#unit.send({ type: 'session-granted', attempt: this.#attempt, sessionId: grant.sessionId })
    void this.#learnWalls(grant.sessionId)
  }

  failed(problem: Problem): void {
    this.#deps.failed()
    this.#unit.send({ type: 'attempt-failed', attempt: this.#attempt, problem })
  }

  wants(sessionId: string): boolean {
    return wantsSession(this.#unit.state, sessionId)
  }

  isWaitedFor(): boolean {
    return this.#unit.facts.clients.open > 0
  }

  resumeAsks(sessionId: string): void {
    this.#unit.send({ type: 'session-resuming', sessionId, waitsFor: 'sign-in' })
  }

  news(news: SessionNews): void {
    switch (news.type) {
      case 'session-ready':
        return this.#ready(news)
      case 'session-alive':
        return this.#alive(news)
      case 'session-recovering':
        return this.#recovering(news)
      case 'pass-needed':
      case 'session-resuming':
        return this.#unit.send({ type: 'session-resuming', sessionId: news.sessionId })
      case 'session-resumed':
        void this.#learnWalls(news.sessionId)
        return this.#unit.send(news)
      case 'session-silent':
        this.#avoidTarget()
        return this.#unit.send(news)
      case 'session-failed':
        if (news.problem.code === 'HANDSHAKE_TIMED_OUT') this.#avoidTarget()
        return this.#unit.send(news)
      case 'session-lost':
      case 'session-stopped':
      case 'endpoint-failed':
      case 'endpoint-answered':
      case 'endpoint-unanswered':
      case 'endpoint-given-up':
      case 'endpoint-caught-up':
      case 'endpoint-departed':
        return this.#unit.send(news)
      case 'recording-ended':
        // Of shells alone.
        return undefined
    }
  }

  #ready({ sessionId, openedInMs, agentVersion }: NewsOf<'session-ready'>): void {
    const grant = this.#grant
    if (grant !== null) {
      const engine = grant.engine.name
      const engineVersion = grant.engine.name === 'plugin' ? grant.engine.version : null
      const target = this.#target ?? this.#unit.facts.target
      const session = {
        sessionId,
        openedAt: this.#clock.now(),
        openedInMs,
        latencyMs: null,
        engine,
        engineVersion,
        recovery: null,
        ...(grant.purpose.for === 'forward' && grant.purpose.onTarget === true ? { onTarget: true as const } : {}),
      }
      this.#unit.learn({
        opened: [...this.#unit.facts.opened, { ...session, targetId: target?.id ?? null }],
        session,
        target: target && { ...target, agentVersion: agentVersion ?? target.agentVersion },
      })
    }
    this.#unit.send({ type: 'session-ready', sessionId })
  }

  /** Its agent says nothing: Systems Manager takes a node for online for minutes after that, and another one may do better. */
  #avoidTarget(): void {
    if (this.#target === null) return
    this.#isAvoided = true
    this.#unit.avoid(this.#target.id)
  }

  #isSuccessor(): boolean {
    return successorOf(this.#unit.state)?.session.attempt === this.#attempt
  }

  /** Its channel has just been opened, or is about to be. */
  async #learnWalls(sessionId: string): Promise<void> {
    const walls = await this.#deps.wallsOf({ startedAt: this.#startedAt, channelAt: this.#clock.now() })
    this.#unit.send({ type: 'walls-known', sessionId, walls })
  }

  /** What changes is noted in the history: that the session is slow, that more was lost than fits, that it has caught up. */
  #recovering(news: NewsOf<'session-recovering'>): void {
    const { session } = this.#unit.facts
    if (session?.sessionId !== news.sessionId) return
    const before = session.recovery
    const recovery = slowRecovery(news, session.openedInMs)
    if (before === null && recovery === null) return
    this.#unit.learn({ session: { ...session, recovery } })
    if (recovery === null) return this.#unit.note('recovered')
    if (recovery.trend === 'growing' && before?.trend !== 'growing') return this.#unit.note('overflowed')
    if (before === null) this.#unit.note('slowed')
  }

  #alive({ sessionId, latencyMs, proof }: NewsOf<'session-alive'>): void {
    if (this.#isAvoided && this.#target !== null) this.#unit.avoidNoMore(this.#target.id)
    this.#isAvoided = false
    const { session } = this.#unit.facts
    if (session?.sessionId === sessionId) this.#unit.learn({ session: { ...session, latencyMs } })
    this.#unit.send({ type: 'session-alive', sessionId, proof })
  }
}
