import type { Problem } from '#contract/problem.ts'
import type { RelayFact, SessionGrant } from '#contract/relay.ts'
import type { ConnectStep } from '#contract/status.ts'
import type { CallerIdentity, EngineChoice } from '#contract/tunnel.ts'
import type { Asker } from '#domain/session/state.ts'
import type { ResolvedTarget, SessionPlace, SessionTarget, StartPurpose } from '../ports.ts'

/**
 * Whose credentials a place's profile gives now; null where nobody tells: signed out, STS away. Asked anew with new credentials only. Never
 * rejects.
 */
export type CallerOf = (place: SessionPlace) => Promise<CallerIdentity | null>

/** What the relay tells of a session to whoever the session is for. */
export type SessionNews = Extract<
  RelayFact,
  {
    type:
      | 'session-ready'
      | 'session-failed'
      | 'session-lost'
      | 'session-stopped'
      | 'session-alive'
      | 'session-resuming'
      | 'session-resumed'
      | 'session-silent'
      | 'session-recovering'
      | 'pass-needed'
      | 'recording-ended'
      | 'endpoint-failed'
      | 'endpoint-answered'
      | 'endpoint-unanswered'
      | 'endpoint-given-up'
      | 'endpoint-caught-up'
      | 'endpoint-departed'
  }
>

/** A try to resume a session failed. */
export interface ResumeWait {
  /** The number of the next one. */
  readonly attempt: number
  /** When it is (epoch ms). */
  readonly nextAt: number
}

/**
 * Whoever a session is for: a tunnel, a shell. It hears how the start goes, nothing more of that once the start is abandoned
 * except of a grant that came late, and then how the session fares.
 */
export interface SessionOwner {
  /** Names it in the log. */
  readonly logFields: Readonly<Record<string, string>>
  step(step: ConnectStep): void
  target(target: ResolvedTarget): void
  /** Whose credentials a named profile gives; a problem where the session is not for them. Absent: whoever's they are. */
  readonly identified?: ((caller: CallerIdentity) => Problem | null) | undefined
  /** The service started a session; whoever does not want it any more terminates it. */
  granted(grant: SessionGrant): void
  /** The start ended without a session. */
  failed(problem: Problem): void
  news(news: SessionNews): void
  /** For whoever shows it. */
  resumeWaits?(wait: ResumeWait): void
  /** A resume waits for a sign-in, which somebody was asked for. */
  resumeAsks?(sessionId: string): void
  /** False once nobody wants the session alive: a resume of it is given up. */
  wants(sessionId: string): boolean
  /** True while somebody was cut off who would sign in for it; without one nobody asked for a browser. */
  isWaitedFor(): boolean
}

/** One run from sign-in to a granted session. */
export interface SessionRequest {
  readonly place: SessionPlace
  readonly target: SessionTarget
  /** Matches of the target rule that come last. */
  readonly avoided?: readonly string[]
  readonly purpose: StartPurpose
  /** What the account's session history shows; at most 256 characters. */
  readonly reason: string
  readonly engine: EngineChoice
  readonly asker: Asker
  /**
   * `ask`: where the node is given out on request, somebody is asked for a request, for whoever shows the start shows that question, too.
   * Absent: what was granted is used, and nothing is asked for.
   */
  readonly access?: 'ask'
  readonly owner: SessionOwner
  /** Aborted when the owner gives the start up. */
  readonly signal: AbortSignal
}
