import { isRetryable } from '#domain/problem/traits.ts'
import type { Result } from '#contract/result.ts'
import type { Log, ResumableSession, SessionPlace, SessionService } from '../ports.ts'
import type { Pauses } from './pauses.ts'

const retryWaitsMs: readonly number[] = [1_000, 4_000, 15_000]

/** A session, where it was started, and where its data channel is. */
export interface LedgerEntry extends ResumableSession {
  readonly place: SessionPlace
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
  size(): number
}

interface LedgerDeps {
  readonly sessions: SessionService
  readonly pauses: Pauses
  readonly log: Log
}

/** Remembers where each session was started, so that a changed tunnel still terminates its old sessions where they live. */
export function createLedger(deps: LedgerDeps): SessionLedger {
  const { log } = deps
  const entries = new Map<string, LedgerEntry>()
  const underWay = new Map<string, Promise<void>>()

  const end = async (entry: LedgerEntry): Promise<void> => {
    const { sessionId } = entry
    const result = await terminated(deps, entry)
    entries.delete(sessionId)
    if (!result.ok) log.warn('session.terminate-failed', { sessionId, code: result.error.code })
  }

  const terminate = (sessionId: string): void => {
    const entry = entries.get(sessionId)
    if (entry === undefined || underWay.has(sessionId)) return
    const done = end(entry)
      .catch((error: unknown) => log.error('session.terminate-threw', { sessionId, message: String(error) }))
      .finally(() => underWay.delete(sessionId))
    underWay.set(sessionId, done)
  }

  return {
    add: (entry) => void entries.set(entry.sessionId, entry),
    find: (sessionId) => entries.get(sessionId) ?? null,
    moved(sessionId, streamUrl) {
      const entry = entries.get(sessionId)
      if (entry !== undefined) entries.set(sessionId, { ...entry, streamUrl })
    },
    forget: (sessionId) => void (underWay.has(sessionId) || entries.delete(sessionId)),
    terminate,
    terminateAll: () => [...entries.keys()].forEach(terminate),
    settled: async (sessionId) => underWay.get(sessionId),
    drained: async () => {
      while (underWay.size > 0) await Promise.all(underWay.values())
    },
    size: () => entries.size,
  }
}

async function terminated(deps: LedgerDeps, entry: LedgerEntry, tries = 0): Promise<Result<void>> {
  const result = await deps.sessions.terminate(entry.place, entry.sessionId)
  const wait = retryWaitsMs[tries]
  const mayTryAgain = !result.ok && isRetryable(result.error) && wait !== undefined && (await deps.pauses.pause(wait))
  return mayTryAgain ? terminated(deps, entry, tries + 1) : result
}
