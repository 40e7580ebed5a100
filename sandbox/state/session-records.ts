import type { GatewaySessionEnd } from '../gateway/gateway.ts'
import type { SandboxClock } from './clock.ts'

/** One SSM session, as DescribeSessions tells it. */
export interface SessionRecord {
  readonly sessionId: string
  readonly targetId: string
  readonly accountId: string
  readonly region: string
  /** ARN of the identity that started it. */
  readonly owner: string
  readonly documentName: string
  readonly sessionType: string
  /** `host` and `portNumber` of port sessions. */
  readonly properties: Readonly<Record<string, string>>
  readonly reason: string | null
  /** Epoch ms. */
  readonly startedAt: number
  readonly end: { readonly at: number; readonly status: string; readonly output: string } | null
}

export interface SessionRecords {
  add(session: Omit<SessionRecord, 'startedAt' | 'end'>): void
  find(sessionId: string): SessionRecord | null
  /** Newest first. */
  list(): readonly SessionRecord[]
  active(): readonly SessionRecord[]
  /** Records the end of an active session; later ends of the same session change nothing. */
  end(end: GatewaySessionEnd): void
}

export function createSessionRecords(clock: SandboxClock): SessionRecords {
  const sessions = new Map<string, SessionRecord>()
  return {
    add(session) {
      sessions.set(session.sessionId, { ...session, startedAt: clock.now(), end: null })
    },
    find: (sessionId) => sessions.get(sessionId) ?? null,
    list: () => [...sessions.values()].reverse(),
    active: () => [...sessions.values()].filter((session) => session.end === null),
    end({ sessionId, status, output }) {
      const session = sessions.get(sessionId)
      if (session === undefined || session.end !== null) return
      sessions.set(sessionId, { ...session, end: { at: clock.now(), status, output } })
    },
  }
}
