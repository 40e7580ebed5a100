import type { Duplex, Readable } from 'node:stream'
import type { Problem } from '#contract/problem.ts'
import type { Result } from '#contract/result.ts'
import type { ChannelPass, DataKeyRequest, SessionGrant, TemporaryCredentials } from '#contract/relay.ts'

/** How far a session is with messages that were lost on the way to it. */
export interface Recovery {
  /** Messages that the agent has to send again; 0 when nothing is missing any more. */
  readonly missing: number
  /** Memory of what waits behind them, bytes. */
  readonly keptBytes: number
  /** Messages that had to be dropped, since the first was missed, because there was no room to keep them. */
  readonly overflowed: number
}

/**
 * `away`: the service has said that the agent left it, and an agent that restarts is back soon. `silent`: it acknowledges nothing, while
 * the service answers and says nothing of it.
 */
export type AgentState = 'there' | 'away' | 'silent'

/** What an engine may ask of, and tell, the program around it. */
export interface EngineHost {
  /** A new token and newly signed headers after a drop, or null when the session is over. */
  renewPass(): Promise<ChannelPass | null>
  /** Fresh AWS credentials for an engine that makes its own AWS calls (the official plugin), or null. */
  credentials(): Promise<TemporaryCredentials | null>
  /** The far end did not take a connection; the session itself lives on. */
  endpointFailed(problem: Problem): void
  /** KMS GenerateDataKey, for shells of accounts that encrypt them; without it such a session is refused. */
  generateDataKey?(request: DataKeyRequest): Promise<Result<DataKey>>
  /** The data channel was lost and is open again; streams went on. */
  resumed(): void
  /** Messages are missing, told once a second, or none is any more; only from an engine that can tell. */
  recovering?(recovery: Recovery): void
  /** The agent can not be reached for now, or can be again; only from an engine that can tell. Nothing is lost meanwhile. */
  agentIs?(state: AgentState): void
  log(level: 'debug' | 'info' | 'warn' | 'error', event: string, fields?: Readonly<Record<string, unknown>>): void
  /** The service ended the session, with these words, unabridged; what it means follows as a problem. */
  serviceClosed?(output: string): void
  /**
   * TerminateSession, for an engine whose program does not say goodbye by itself. Resolves when the service has answered, or
   * when there is no hope of that; it may be too late by then, so an engine does not wait beyond its own deadline.
   */
  terminate?(): Promise<void>
}

/**
 * One way to carry sessions, whatever they are for. Every engine starts the same three kinds, and they behave alike: what
 * is above can not tell the engines apart. Every start settles by itself, takes an abort, and leaves nothing behind when
 * it fails; every session tells once why it ended, and stops within a deadline.
 */
export interface Engine {
  readonly name: SessionGrant['engine']['name']
  /** Connections to an endpoint (`AWS-StartPortForwardingSession`, `…ToRemoteHost`). */
  readonly forward: StartEngine
  /** A shell, or a command (`SSM-SessionManagerRunShell`, `AWS-StartInteractiveCommand`, …). */
  readonly shell: StartShell
  /** One connection (`AWS-StartSSHSession`). */
  readonly stdio: StartStdio
}

/** Every engine, by the name that a grant asks for. */
export type Engines = Readonly<Record<Engine['name'], Engine>>

/** What the two ends of a session settled in their handshake. */
export interface SessionAgreement {
  /** `Port`, `Standard_Stream`, `InteractiveCommands` or `NonInteractiveCommands`. */
  readonly sessionType: string
  /** Of the session's document, after substitution: `portNumber`, `localPortNumber`, `localConnectionType`, … */
  readonly properties: Readonly<Record<string, string>>
  /** What the agent wants the user to read; usually empty. */
  readonly customerMessage: string
}

/** A data key of AWS KMS, plain and as the far end gets it. Secret. */
export interface DataKey {
  readonly plaintext: Uint8Array
  readonly ciphertext: Uint8Array
}

/**
 * Round trip to the service in milliseconds. `replacing`: the channel did not answer, and another takes its place, on which the
 * session goes on; what becomes of it shows in `resumed` or `ended`. `unknown`: there is no way to ask, without disturbing the
 * database or just now. Null: the session is over.
 */
export type ProbeAnswer = number | 'replacing' | 'unknown' | null

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
  /** How the session answers within `timeoutMs`. */
  probe(timeoutMs: number): Promise<ProbeAnswer>
  /** Drains what is queued, says goodbye, frees everything. Settles within the deadline, always. */
  stop(deadlineMs: number): Promise<void>
}

/**
 * Starts an engine on a granted session. Settles when streams may be opened, with the failure's code when that can not
 * be, or when `signal` aborts (SESSION_ENDED). After a failure nothing is left running.
 */
export type StartEngine = (grant: SessionGrant, host: EngineHost, signal: AbortSignal) => Promise<Result<EngineSession>>

/** A running session whose bytes are those of one connection: SSH (`AWS-StartSSHSession`). */
export interface StdioSession {
  readonly sessionId: string
  readonly agentVersion: string | null
  /** The connection; it ends when the far end closes. To destroy it, or to end it and hear nothing more, stops the session. */
  readonly stream: Duplex
  /** Resolves once, when the session is over for any reason but {@link stop}; what has arrived can still be read. */
  readonly ended: Promise<Problem>
  stop(deadlineMs: number): Promise<void>
}

/** A running shell or command. */
export interface ShellSession {
  readonly sessionId: string
  /** Null when the session needed no handshake. */
  readonly agentVersion: string | null
  /** What the agent has to say to the user first, such as that the session is encrypted; usually empty. */
  readonly customerMessage: string
  /** What the program prints, standard error included, as it comes. Ends with the session. */
  readonly output: Readable
  /** Exit code of a command whose document asks for it (`separateOutputStream`), once it is known. */
  readonly exitCode: number | null
  /**
   * Types bytes; false when more of them wait than should, see `Writable.write`. `taken` is called once they are on their way, or go
   * nowhere, as after the end.
   */
  write(bytes: Uint8Array, taken?: () => void): boolean
  /**
   * As {@link EngineSession.probe}, from an engine that can. A channel that does not answer is given up, and resumed: it stays the
   * same shell.
   */
  probe?(timeoutMs: number): Promise<ProbeAnswer>
  /** Tells the terminal's size in characters; sent again only when it changes. */
  resize(columns: number, rows: number): void
  /** Resolves once, when the session is over for any reason but {@link stop}. */
  readonly ended: Promise<Problem>
  stop(deadlineMs: number): Promise<void>
}

/** The size of a terminal, in characters. */
interface TerminalSize {
  readonly columns: number
  readonly rows: number
}

/** What is known of a terminal before its program runs. */
export interface ShellWishes {
  /** Told to the program as soon as it can be told; by default the program keeps the size that its agent gives it. */
  readonly size?: TerminalSize
  /**
   * A shell greets with its prompt. A command may say nothing for as long as it likes, and the official plugin does not
   * tell one that is silent from a service that does not answer: only a shell's silence is taken for a failure.
   */
  readonly program?: 'shell' | 'command'
}

/** Starts a shell or command; settles like {@link StartEngine}: when the agent has shaken hands, or has printed something. */
export type StartShell = (
  grant: SessionGrant,
  host: EngineHost,
  signal: AbortSignal,
  wishes?: ShellWishes,
) => Promise<Result<ShellSession>>

/**
 * Starts a session that is one connection; settles like {@link StartEngine}. The official plugin says nothing of its
 * handshake, so with it the connection is there with the far end's first bytes, which an SSH server sends at once. And
 * it makes a return of a newline that it reads alone, in shells too: a fault of its own that nobody can repair from here.
 */
export type StartStdio = (grant: SessionGrant, host: EngineHost, signal: AbortSignal) => Promise<Result<StdioSession>>
