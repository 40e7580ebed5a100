import { isRetryable } from '#domain/problem/traits.ts'
import type { Result } from '#contract/result.ts'
import type { Log, ResumableSession, SessionService } from '../ports.ts'
import type { Pauses } from './pauses.ts'
import type { RememberedSession, SessionMemory } from './session-memory.ts'
import type { SessionOwner } from './session-request.ts'

const retryWaitsMs: readonly number[] = [1_000, 4_000, 15_000]

/** A session, where it was started, and where its data channel is. */
export interface LedgerEntry extends ResumableSession, RememberedSession {
  /** Whom it is for, as {@link SessionOwner.logFields} has it. */
  readonly owner: SessionOwner['logFields']
}

/** The sessions that this program started and that are not known to be over. */
export interface SessionLedger {
  /** Called the moment the service grants a session, so that none is forgotten. */
  add(entry: LedgerEntry): void
  find(sessionId: string): LedgerEntry | null
  /** The service moved its data channel. */
  moved(sessionId: string, streamUrl: string): void
  /** The service said that it is over. */
  forget(sessionId: string): void
  /** TerminateSession, tried again a few times where that can help; a session that is not in the ledger is left alone. */
  terminate(sessionId: string): void
  terminateAll(): void
  /** Settles when no termination of this session is under way. */
  settled(sessionId: string): Promise<void>
  /** Settles when no termination is under way. */
  drained(): Promise<void>
  all(): readonly LedgerEntry[]
}

interface LedgerDeps {
  readonly sessions: SessionService
  readonly pauses: Pauses
  /** What outlives this program. */
  readonly memory: Pick<SessionMemory, 'opened' | 'over' | 'leave'>
  readonly log: Log
}

/** Remembers where each session was started, so that a changed tunnel still terminates its old sessions where they live. */
export function createLedger(deps: LedgerDeps): SessionLedger {
  return new Ledger(deps)
}

class Ledger implements SessionLedger {
  readonly #deps: LedgerDeps
  readonly #entries = new Map<string, LedgerEntry>()
  readonly #underWay = new Map<string, Promise<void>>()

  constructor(deps: LedgerDeps) {
    this.#deps = deps
  }

  add(entry: LedgerEntry): void {
    this.#entries.set(entry.sessionId, entry)
    const { streamUrl: _where, owner: _whom, ...remembered } = entry
    this.#deps.memory.opened(remembered)
  }

  find(sessionId: string): LedgerEntry | null {
    return this.#entries.get(sessionId) ?? null
  }

  moved(sessionId: string, streamUrl: string): void {
    const entry = this.#entries.get(sessionId)
    if (entry !== undefined) this.#entries.set(sessionId, { ...entry, streamUrl })
  }

  forget(sessionId: string): void {
    if (this.#underWay.has(sessionId)) return
    this.#entries.delete(sessionId)
    this.#deps.memory.over(sessionId)
  }

  terminate(sessionId: string): void {
    const entry = this.#entries.get(sessionId)
    if (entry === undefined || this.#underWay.has(sessionId)) return
    const { log } = this.#deps
    const done = this.#end(entry)
      .catch((error: unknown) => log.error('session.terminate-threw', { sessionId, message: String(error) }))
      .finally(() => this.#underWay.delete(sessionId))
    this.#underWay.set(sessionId, done)
  }

  terminateAll(): void {
    for (const sessionId of [...this.#entries.keys()]) this.terminate(sessionId)
  }

  async settled(sessionId: string): Promise<void> {
    await this.#underWay.get(sessionId)
  }

  async drained(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay.values())
  }

  all(): readonly LedgerEntry[] {
    return [...this.#entries.values()]
  }

  async #end(entry: LedgerEntry): Promise<void> {
    const { log, memory } = this.#deps
    const { sessionId } = entry
    const result = await terminated(this.#deps, entry)
    this.#entries.delete(sessionId)
    if (result.ok) return memory.over(sessionId)
    memory.leave(sessionId)
    log.warn('session.terminate-failed', { sessionId, code: result.error.code })
  }
}

async function terminated(deps: LedgerDeps, entry: LedgerEntry, tries = 0): Promise<Result<void>> {
  const result = await deps.sessions.terminate(entry.place, entry.sessionId)
  const wait = retryWaitsMs[tries]
  const mayTryAgain = !result.ok && isRetryable(result.error) && wait !== undefined && (await deps.pauses.pause(wait))
  return mayTryAgain ? terminated(deps, entry, tries + 1) : result
}
