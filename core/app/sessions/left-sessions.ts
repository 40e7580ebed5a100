import { isRetryable } from '#domain/problem/traits.ts'
import type { Clock } from '#domain/clock/clock.ts'
import type { Log, SessionService, SignIns } from '../ports.ts'
import { createFewAtOnce } from './few-at-once.ts'
import { createPauses, type Pauses } from './pauses.ts'
import type { RememberedSession, SessionMemory } from './session-memory.ts'

const retryWaitsMs: readonly number[] = [2_000, 10_000, 60_000]
/**
 * The service ends a session in which nothing moves after an hour at the most, and this program's channel is gone. Twice a day on top,
 * for a clock that was wrong.
 */
const surelyOverMs = 48 * 3_600_000
/** Calls at a time: the service counts them by account, and somebody may be waiting for a session meanwhile. */
const callsAtOnce = 2

/** Ends what an earlier start has left at the service. */
export interface LeftSessions {
  /** Tries each once, and those that need a sign-in again after one. Never opens a browser. */
  begin(): void
  /** Settles when no try is under way, pauses between tries included. */
  settled(): Promise<void>
  dispose(): void
}

interface LeftDeps {
  readonly memory: Pick<SessionMemory, 'left' | 'over'>
  readonly sessions: Pick<SessionService, 'terminate'>
  readonly signIns: Pick<SignIns, 'onChange'>
  readonly clock: Clock
  readonly log: Log
}

/** Creates it; what can not be ended stays remembered, and is listed. */
export function createLeftSessions(deps: LeftDeps): LeftSessions {
  return new Sweep(deps)
}

class Sweep implements LeftSessions {
  readonly #deps: LeftDeps
  readonly #pauses: Pauses
  readonly #underWay = new Map<string, Promise<void>>()
  readonly #inTurn = createFewAtOnce(callsAtOnce)
  #isOver = false
  #stopListening = (): void => {}

  constructor(deps: LeftDeps) {
    this.#deps = deps
    this.#pauses = createPauses(deps.clock)
  }

  begin(): void {
    this.#tryAll()
    this.#stopListening()
    this.#stopListening = this.#deps.signIns.onChange(({ status }) => {
      if (status.kind === 'signed-in') this.#tryAll()
    })
  }

  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values())
  }

  dispose(): void {
    this.#isOver = true
    this.#pauses.dispose()
    this.#stopListening()
  }

  #tryAll(): void {
    for (const session of this.#deps.memory.left()) this.#try(session)
  }

  #try(session: RememberedSession): void {
    const { sessionId, startedAt } = session
    const { clock, log, memory } = this.#deps
    if (this.#underWay.has(sessionId)) return
    // Of a clock that was set back, what was started in the future is as old as that is far.
    if (Math.abs(clock.now() - startedAt) > surelyOverMs) return memory.over(sessionId)
    const done = this.#end(session)
      .catch((error: unknown) => log.error('session.left-over-threw', { sessionId, message: String(error) }))
      .finally(() => this.#underWay.delete(sessionId))
    this.#underWay.set(sessionId, done)
  }

  async #end(session: RememberedSession, tries = 0): Promise<void> {
    const { sessions, memory, log } = this.#deps
    const { sessionId, place } = session
    const ended = await this.#inTurn(async () => (this.#isOver ? null : await sessions.terminate(place, sessionId)))
    if (ended === null) return
    if (ended.ok) {
      log.info('session.left-over-ended', { sessionId })
      return memory.over(sessionId)
    }
    const wait = retryWaitsMs[tries]
    const mayTryAgain = isRetryable(ended.error) && wait !== undefined && (await this.#pauses.pause(wait))
    if (mayTryAgain) return await this.#end(session, tries + 1)
    log.info('session.left-over-stays', { sessionId, code: ended.error.code })
  }
}
