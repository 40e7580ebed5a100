import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { Log, SessionPlace, StartPurpose } from '../ports.ts'

/** A session that this computer started and that is not known to be over. Nothing of it is secret: no token, no address of a channel. */
export interface RememberedSession {
  readonly sessionId: string
  readonly place: SessionPlace
  /** What Systems Manager calls its target. */
  readonly targetId: string
  readonly purpose: StartPurpose['for']
  /** The saved tunnel that it was for; null for a shell, for files, for ssh. */
  readonly tunnelId: string | null
  /** Epoch ms. */
  readonly startedAt: number
}

/** What the file of them holds. */
export interface RememberedSessions {
  readonly sessions: readonly RememberedSession[]
}

/** The file of them. Loading keeps a corrupt one aside and says so. */
export interface SessionStore {
  load(): Promise<{ readonly kept: RememberedSessions; readonly problems: readonly Problem[] }>
  /** Atomic. CATALOG_NOT_WRITTEN on failure. */
  save(kept: RememberedSessions): Promise<Result<void>>
}

/** Sessions that survive this program's death on disk, so that the next start can end them. */
export interface SessionMemory {
  /** The service granted it. */
  opened(session: RememberedSession): void
  /** It is known to be over. */
  over(sessionId: string): void
  /** This program has given it up without knowing that it is over. */
  leave(sessionId: string): void
  /** Those that nobody here uses: of an earlier start, or given up. */
  left(): readonly RememberedSession[]
  /** Settles when the file has what was told; a file that can not be written is not waited for. */
  settled(): Promise<void>
}

interface MemoryOptions {
  readonly store: Pick<SessionStore, 'save'>
  /** What an earlier start has left. Only one program at a time has the file: that is what the lock of its folder is for. */
  readonly left: readonly RememberedSession[]
  readonly log: Log
}

/** Remembers sessions in a file from their grant to their end. */
export function createSessionMemory({ store, left, log }: MemoryOptions): SessionMemory {
  const live = new Map<string, RememberedSession>()
  const abandoned = new Map(left.map((session) => [session.sessionId, session]))
  let isWanted = false
  let writing: Promise<void> | null = null

  const write = async (): Promise<void> => {
    while (isWanted) {
      isWanted = false
      const saved = await store.save({ sessions: [...abandoned.values(), ...live.values()] })
      if (!saved.ok) log.warn('sessions.not-remembered', { code: saved.error.code })
    }
    writing = null
  }
  /** What changes while the file is written is written once more, however often it changed. */
  const changed = (): void => {
    isWanted = true
    writing ??= write()
  }
  return {
    opened(session) {
      live.set(session.sessionId, session)
      changed()
    },
    over(sessionId) {
      const wasLive = live.delete(sessionId)
      if (abandoned.delete(sessionId) || wasLive) changed()
    },
    leave(sessionId) {
      const session = live.get(sessionId)
      if (session === undefined) return
      live.delete(sessionId)
      abandoned.set(sessionId, session)
    },
    left: () => [...abandoned.values()],
    settled: async () => {
      while (writing !== null) await writing
    },
  }
}
