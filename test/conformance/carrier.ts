import type { Place } from './place.ts'
import type { SessionWishes, SessionWorld, StartedSession } from './session-world.ts'

export type EngineName = 'builtin' | 'culvert-session' | 'plugin'

/** A port session that an engine carries; clients connect to its port. */
export interface Carrier {
  readonly sessionId: string
  readonly port: number
  /** Times that the engine told of an endpoint that did not take a connection. */
  refusals(): number
  /** Why the session is over, in the engine's words. */
  readonly ended: Promise<string>
  /** Ends the session as a user would; resolves when the engine is gone. */
  stop(): Promise<void>
}

/** What a terminal's keys of the same name do: Ctrl-C, Ctrl-\\, Ctrl-Z. */
export type SignalKey = 'interrupt' | 'quit' | 'suspend'

/** A size in characters. */
export interface ScreenSize {
  readonly columns: number
  readonly rows: number
}

/** A session that an engine carries and that one types into and reads from: a shell, a command, or SSH. */
export interface TerminalCarrier {
  readonly sessionId: string
  /** What came, as it came. A program's own first line is left out; its last words are at the end. */
  received(): Buffer
  /** Resolves when what came matches; rejects with it when the session is over before, or after a while. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
  /** Resolves with the first `count` bytes; rejects likewise. */
  bytes(count: number): Promise<Buffer>
  /** Whether the agent's word to the user was passed on. */
  told(message: string): boolean
  type(bytes: string | Uint8Array): void
  press(key: SignalKey): void
  /** Nothing more will be typed. */
  endInput(): void
  resize(size: ScreenSize): void
  /** Whoever reads stops, or goes on. */
  stopReading(): void
  readOn(): void
  /** Of a command that tells it. */
  exitCode(): number | null
  /** Why the session is over, in the engine's words; once all that came was read. */
  readonly ended: Promise<string>
  /** Ends the session as one who closes the window; resolves when the engine is gone. */
  stop(): Promise<void>
}

/** How a session is opened to be typed into. */
export interface TerminalWishes {
  readonly kind: 'shell' | 'connection'
  /** The size of a real terminal around the engine; without it there is none, and 300 by 100 is said. */
  readonly screen?: ScreenSize
}

/** An engine as the suite sees it. */
export interface EngineUnderTest {
  readonly name: EngineName
  /** The program, for engines that are one. */
  readonly program: string | null
  /** Rejects with the engine's words when the session can not be opened. */
  open(world: SessionWorld, wishes?: SessionWishes): Promise<Carrier>
  /**
   * Joins a terminal with a started session. The engine in process rejects with its words when that can not be; a program
   * runs, says them, and ends.
   */
  openTerminal(place: Place, session: StartedSession, wishes: TerminalWishes): Promise<TerminalCarrier>
  /** Ends what is left; may be called twice. */
  dispose(): Promise<void>
}

/** What AWS's plugin is known to do wrong. */
export interface KnownFault {
  readonly name: string
  /** How its failure reads, so that no other passes for it. */
  readonly sign: RegExp
}

/** One thing that every engine does, and a program in its place would have to do. */
export interface Behaviour {
  readonly name: string
  /** Engines it says something about; all by default. */
  readonly of?: readonly EngineName[]
  /** The fault of AWS's plugin: there this fails, and a plugin without the fault makes the suite say so. */
  readonly fault?: KnownFault
  run(engine: EngineUnderTest, world: SessionWorld): Promise<void>
}
