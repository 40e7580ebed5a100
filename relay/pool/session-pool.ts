import type { HostedSession, SessionUser } from '../session-host/hosted-session.ts'
import type { SessionHost } from '../session-host/session-host.ts'
import type { StreamSource } from '../stream-source.ts'
import type { Clock } from '#domain/clock/clock.ts'

/** For a session that is stopped because another took its place. */
const replacedDeadlineMs = 2_000

/** What the pool needs of the door before it. */
export interface PoolDoor {
  callWaiting(): void
  /** Another session serves, and may be all that those need who wait over one whose agent is silent. */
  moveFromMute(to: StreamSource): void
  closeClientsOf(source: StreamSource): void
}

/** What a pool needs. */
interface SessionPoolOptions {
  readonly door: () => PoolDoor
  readonly host: Pick<SessionHost, 'stopSession' | 'stopped'>
  readonly clock: Clock
  /** True while a connection of the session moves bulk, or did a moment ago. */
  isBulk(session: HostedSession): boolean
}

/**
 * What a session is to its door. The `successor` serves as soon as it is ready. The one that served before drains then: its clients stay,
 * and it is stopped with the last of them; or it stands `beside`, and serves again when no other does.
 */
type Role = 'successor' | 'serving' | 'beside' | 'draining'

/** What becomes of the session that serves when another does. */
export type WhatBefore = 'drains' | 'stays'

/** The roles of the sessions behind one door. At most one is to come, at most one serves, any number stands beside it or drains. */
export class SessionPool {
  readonly #options: SessionPoolOptions
  readonly #roles = new Map<HostedSession, Role>()
  /** What the session that is to come does to the one that serves. */
  #before: WhatBefore = 'drains'
  /** Those that take nobody for now. */
  readonly #doubted = new Set<HostedSession>()
  /** Sessions that are over and may still be stopping. */
  readonly #leaving = new Set<HostedSession>()
  #stopExpecting: (() => void) | null = null
  #isClosed = false

  constructor(options: SessionPoolOptions) {
    this.#options = options
  }

  /**
   * What carries a client that comes now: the session that serves, or, while bulk moves over that, one beside it that is calm; of those
   * that are not doubted. Null while there is none, or one is expected that will be.
   */
  source(): StreamSource | null {
    const sessions = this.sessions().toReversed()
    const of = (role: Role): readonly HostedSession[] => sessions.filter((session) => this.#roles.get(session) === role)
    const trusted = [...of('serving'), ...of('beside')].filter((session) => !this.#doubted.has(session))
    const calm = trusted.find((session) => !this.#options.isBulk(session))
    return calm ?? (this.#stopExpecting === null ? (trusted[0] ?? null) : null)
  }

  /** The session takes nobody for now, or does again. It keeps its clients. */
  doubt(sessionId: string, trust: 'doubted' | 'trusted'): void {
    const session = this.sessions().find((each) => each.sessionId === sessionId)
    if (session === undefined) return
    if (trust === 'doubted') return void this.#doubted.add(session)
    if (this.#doubted.delete(session)) this.#options.door().callWaiting()
  }

  /** True of a session that takes nobody for now, whomever it still carries. */
  isDoubted(source: StreamSource): boolean {
    return [...this.#doubted].some((session) => session === source)
  }

  /** True of a session that is doubted because its agent says nothing. */
  isMute(source: StreamSource): boolean {
    return [...this.#doubted].some((session) => session === source && session.isMute)
  }

  /** The sessions behind the door, whatever their roles, in the order in which they came. */
  sessions(): readonly HostedSession[] {
    return [...this.#roles.keys()]
  }

  /** Another session is coming, within so long (ms); 0 when none is. Who comes to one that moves bulk waits for it. */
  expect(withinMs: number): void {
    this.#stopExpecting?.()
    this.#stopExpecting = null
    if (withinMs > 0 && !this.#isClosed) {
      this.#stopExpecting = this.#options.clock.after(withinMs, () => this.expect(0))
    } else this.#options.door().callWaiting()
  }

  /** The session of that id behind this door, whatever its role; null when there is none. */
  find(sessionId: string): StreamSource | null {
    return this.sessions().find((session) => session.sessionId === sessionId) ?? null
  }

  /**
   * The session serves the door once it is ready. Another that was to do so, and is not ready yet, is given up. One that has
   * a user already keeps it.
   */
  serve(session: HostedSession, before: WhatBefore = 'drains'): void {
    if (session.hasUser) return
    if (this.#isClosed) return void this.#options.host.stopSession(session, replacedDeadlineMs)
    const given = this.#find('successor')
    if (given !== null) void this.#options.host.stopSession(given, replacedDeadlineMs)
    this.#roles.set(session, 'successor')
    this.#before = before
    session.useBy(this.#userOf(session))
  }

  /** The session takes no more clients, and is stopped with the last that it has. One that is to come, or is not here, is left alone. */
  drain(sessionId: string): void {
    const session = this.sessions().find((each) => each.sessionId === sessionId)
    if (session === undefined || this.#roles.get(session) === 'successor') return
    const served = this.#roles.get(session) === 'serving'
    this.#drain(session)
    if (served) this.#standIn()
  }

  /** Stops every session for good; settles when they are stopped, those too that somebody else has ordered to stop. */
  async close(deadlineMs: number): Promise<void> {
    const { host } = this.#options
    this.#isClosed = true
    this.#stopExpecting?.()
    for (const session of this.#roles.keys()) void host.stopSession(session, deadlineMs)
    await Promise.all([...this.#leaving].map((session) => host.stopped(session)))
  }

  #userOf(session: HostedSession): SessionUser {
    return {
      ready: () => this.#take(session),
      over: () => this.#over(session),
      unused: () => this.#unused(session),
    }
  }

  #take(session: HostedSession): void {
    const previous = this.#find('serving')
    this.#roles.set(session, 'serving')
    if (previous !== null && this.#before === 'stays') this.#roles.set(previous, 'beside')
    else if (previous !== null) this.#drain(previous)
    this.expect(0)
    this.#options.door().moveFromMute(session)
  }

  #drain(session: HostedSession): void {
    this.#roles.set(session, 'draining')
    this.#unused(session)
  }

  /** None serves any more: the one beside it that was opened last does. */
  #standIn(): void {
    const next = [...this.#roles].findLast(([, role]) => role === 'beside')
    if (next === undefined || this.#isClosed) return
    this.#roles.set(next[0], 'serving')
    this.#options.door().callWaiting()
  }

  #over(session: HostedSession): void {
    const { door, host } = this.#options
    const served = this.#roles.get(session) === 'serving'
    this.#roles.delete(session)
    this.#doubted.delete(session)
    this.#leaving.add(session)
    void host.stopped(session).then(() => this.#leaving.delete(session))
    door().closeClientsOf(session)
    if (served) this.#standIn()
  }

  #unused(session: HostedSession): void {
    if (this.#roles.get(session) === 'draining' && session.streams === 0)
      void this.#options.host.stopSession(session, replacedDeadlineMs)
  }

  #find(role: Role): HostedSession | null {
    for (const [session, its] of this.#roles) if (its === role) return session
    return null
  }
}
