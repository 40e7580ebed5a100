import type { SessionWishes, SessionWorld } from './session-world.ts'

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

/** An engine as the suite sees it. */
export interface EngineUnderTest {
  readonly name: EngineName
  /** The program, for engines that are one. */
  readonly program: string | null
  /** Rejects with the engine's words when the session can not be opened. */
  open(world: SessionWorld, wishes?: SessionWishes): Promise<Carrier>
  /** Ends what is left. */
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
