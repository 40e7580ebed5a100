import type { SessionGrant } from '#contract/relay.ts'
import { problemOf } from '#domain/problem/problem.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { RelayLink, SessionPlace } from '../ports.ts'
import type { SessionNews, SessionOwner } from './session-request.ts'

/** The relay's engines give up by themselves well before this; it is for a relay that says nothing at all. */
const silentRelayMs = 90_000
/** For a session of which the relay has said nothing. */
const silentDeadlineMs = 5_000

/** A session that the relay was told to carry and has not said to be over. */
export interface CarriedSession {
  readonly place: SessionPlace
  readonly owner: SessionOwner
}

/** The sessions that the relay carries, and for whom. */
export interface CarriedSessions {
  /** Has the relay carry a session; its owner hears of it from now on. */
  carry(grant: SessionGrant, session: CarriedSession): void
  find(sessionId: string): CarriedSession | null
  /** Tells the owner. */
  tell(news: SessionNews): void
  /** Its owner is done with it and hears no more. */
  release(sessionId: string): void
  /** The relay is gone, and every session with it. */
  clear(): void
}

interface CarriedDeps {
  readonly relay: RelayLink
  readonly clock: Clock
}

/** Keeps sessions by id until the relay has said that they are over. */
export function createCarriedSessions(deps: CarriedDeps): CarriedSessions {
  return new Carriage(deps)
}

class Carriage implements CarriedSessions {
  readonly #deps: CarriedDeps
  readonly #sessions = new Map<string, CarriedSession>()
  readonly #watches = new Map<string, () => void>()

  constructor(deps: CarriedDeps) {
    this.#deps = deps
  }

  carry(grant: SessionGrant, session: CarriedSession): void {
    const { relay, clock } = this.#deps
    const { sessionId } = grant
    this.#sessions.set(sessionId, session)
    this.#watches.set(
      sessionId,
      clock.after(silentRelayMs, () => this.#giveUp(sessionId)),
    )
    relay.order({ type: 'start-session', grant })
  }

  find(sessionId: string): CarriedSession | null {
    return this.#sessions.get(sessionId) ?? null
  }

  tell(news: SessionNews): void {
    const session = this.find(news.sessionId)
    if (session === null) return
    if (endsStart.has(news.type)) this.#stopWatch(news.sessionId)
    if (endsSession.has(news.type)) this.#sessions.delete(news.sessionId)
    session.owner.news(news)
  }

  release(sessionId: string): void {
    this.#stopWatch(sessionId)
    this.#sessions.delete(sessionId)
  }

  clear(): void {
    for (const sessionId of [...this.#sessions.keys()]) this.release(sessionId)
  }

  #giveUp(sessionId: string): void {
    this.#deps.relay.order({ type: 'stop-session', sessionId, deadlineMs: silentDeadlineMs })
    this.tell({ type: 'session-failed', sessionId, problem: problemOf('HANDSHAKE_TIMED_OUT', {}) })
  }

  #stopWatch(sessionId: string): void {
    this.#watches.get(sessionId)?.()
    this.#watches.delete(sessionId)
  }
}

const endsSession: ReadonlySet<SessionNews['type']> = new Set(['session-failed', 'session-lost', 'session-stopped'])
const endsStart: ReadonlySet<SessionNews['type']> = new Set([...endsSession, 'session-ready'])
