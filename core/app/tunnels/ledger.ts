import type { Log, SessionPlace, SessionService } from '../ports.ts'
import type { Pauses } from './pauses.ts'

const retryWaitsMs: readonly number[] = [1_000, 4_000, 15_000]

/** The sessions that this program started and that are not known to be over. */
export interface SessionLedger {
  /** Called the moment the service grants a session, so that none is forgotten. */
  add(sessionId: string, place: SessionPlace): void
  placeOf(sessionId: string): SessionPlace | null
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

/** Remembers where each session was started, so that a changed tunnel still terminates its old sessions where they live. */
export function createLedger(deps: {
  readonly sessions: SessionService
  readonly pauses: Pauses
  readonly log: Log
}): SessionLedger {
  const { sessions, pauses, log } = deps
  const places = new Map<string, SessionPlace>()
  const underWay = new Map<string, Promise<void>>()

  const attempt = async (sessionId: string, place: SessionPlace, tries: number): Promise<void> => {
    const result = await sessions.terminate(place, sessionId)
    const wait = retryWaitsMs[tries]
    const mayTryAgain = !result.ok && result.error.retryable && wait !== undefined && (await pauses.pause(wait))
    if (mayTryAgain) return attempt(sessionId, place, tries + 1)
    places.delete(sessionId)
    if (!result.ok) log.warn('session.terminate-failed', { sessionId, code: result.error.code })
  }

  const terminate = (sessionId: string): void => {
    const place = places.get(sessionId)
    if (place === undefined || underWay.has(sessionId)) return
    const done = attempt(sessionId, place, 0)
      .catch((error: unknown) => log.error('session.terminate-threw', { sessionId, message: String(error) }))
      .finally(() => underWay.delete(sessionId))
    underWay.set(sessionId, done)
  }

  return {
    add: (sessionId, place) => void places.set(sessionId, place),
    placeOf: (sessionId) => places.get(sessionId) ?? null,
    forget: (sessionId) => void (underWay.has(sessionId) || places.delete(sessionId)),
    terminate,
    terminateAll: () => [...places.keys()].forEach(terminate),
    settled: async (sessionId) => underWay.get(sessionId),
    drained: async () => {
      while (underWay.size > 0) await Promise.all(underWay.values())
    },
    size: () => places.size,
  }
}
