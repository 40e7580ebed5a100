import type { Duplex } from 'node:stream'
import type { Problem, Result } from '#contract/problem.ts'
import type { ChannelPass, SessionGrant, TemporaryCredentials } from '#contract/relay.ts'

/** What an engine may ask of, and tell, the program around it. */
export interface EngineHost {
  /** A new token and newly signed headers after a drop, or null when the session is over. */
  renewPass(): Promise<ChannelPass | null>
  /** Fresh AWS credentials for an engine that makes its own AWS calls (the official plugin), or null. */
  credentials(): Promise<TemporaryCredentials | null>
  /** The far end did not take a connection; the session itself lives on. */
  endpointFailed(problem: Problem): void
  /** The data channel was lost and is open again; streams went on. */
  resumed(): void
  log(level: 'debug' | 'info' | 'warn' | 'error', event: string, fields?: Readonly<Record<string, unknown>>): void
  /** The service ended the session, with these words, unabridged; what it means follows as a problem. */
  serviceClosed?(output: string): void
}

/** What the two ends of a session settled in their handshake. */
export interface SessionAgreement {
  /** Of the session's document, after substitution: `portNumber`, `localPortNumber`, `localConnectionType`, … */
  readonly properties: Readonly<Record<string, string>>
  /** What the agent wants the user to read; usually empty. */
  readonly customerMessage: string
}

/** A running port-forwarding session. */
export interface EngineSession {
  readonly sessionId: string
  /** As the agent said in its handshake; null when the engine does not learn it. */
  readonly agentVersion: string | null
  /** Only from an engine that shakes hands in this process. */
  readonly agreement?: SessionAgreement
  /**
   * Opens one connection to the endpoint. Resolves as soon as bytes may be written (the agent gives no positive answer);
   * the stream half-closes like a TCP socket (`allowHalfOpen`), applies back-pressure, and is destroyed without an error
   * when the far end closes or refuses.
   */
  openStream(): Promise<Duplex>
  /** Resolves once, when the session is over for any reason but {@link stop}; every stream is destroyed by then. */
  readonly ended: Promise<Problem>
  /**
   * Round trip to the service in milliseconds, or null when there is no answer within `timeoutMs`; `unknown` from an
   * engine that has no way to ask without disturbing the database.
   */
  probe(timeoutMs: number): Promise<number | null | 'unknown'>
  /** Drains what is queued, says goodbye, frees everything. Settles within the deadline, always. */
  stop(deadlineMs: number): Promise<void>
}

/**
 * Starts an engine on a granted session. Settles when streams may be opened, with the failure's code when that can not
 * be, or when `signal` aborts (SESSION_ENDED). After a failure nothing is left running.
 */
export type StartEngine = (grant: SessionGrant, host: EngineHost, signal: AbortSignal) => Promise<Result<EngineSession>>
