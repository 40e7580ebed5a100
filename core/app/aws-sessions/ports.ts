import type { AskedPlace, OpenSessionKind } from '#contract/open-sessions.ts'
import type { Result } from '#contract/result.ts'
import type { SessionPlace } from '../ports.ts'

/** A session as the service lists it. */
export interface ListedSession {
  readonly sessionId: string
  readonly targetId: string
  readonly kind: OpenSessionKind
  /** Epoch ms; null where the service does not tell. */
  readonly startedAt: number | null
  readonly reason: string | null
}

/** Which sessions are open under the caller's own name. */
export interface SessionDirectory {
  /** All pages of DescribeSessions whose owner is the caller. ACCESS_DENIED; SIGN_IN_REQUIRED. Never opens a browser. */
  openAt(place: SessionPlace): Promise<Result<readonly ListedSession[]>>
}

/** A place to ask at, with what its account is called and for. */
export type NamedSessionPlace = Omit<AskedPlace, 'problem'>
