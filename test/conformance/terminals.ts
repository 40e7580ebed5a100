import type { EngineUnderTest, ScreenSize, TerminalCarrier } from './carrier.ts'
import { placeIn } from './place.ts'
import type { SessionWishes, SessionWorld } from './session-world.ts'
import { soon } from './waiting.ts'

type Behaviour = NonNullable<SessionWishes['behaviour']>

/** What a session that one types into is to be like; the rest is usual. */
export interface TerminalStart {
  readonly behaviour?: Behaviour
  readonly screen?: ScreenSize
}

const given = ({ behaviour }: TerminalStart): Pick<SessionWishes, 'behaviour'> =>
  behaviour === undefined ? {} : { behaviour }

/** A login shell. */
export function openShell(
  engine: EngineUnderTest,
  world: SessionWorld,
  start: TerminalStart = {},
): Promise<TerminalCarrier> {
  return openTyped(engine, world, { sessionType: 'Standard_Stream', properties: {} }, start)
}

/** A command in a terminal of its own. */
export function openInteractive(
  engine: EngineUnderTest,
  world: SessionWorld,
  commands: string,
  start: TerminalStart = {},
): Promise<TerminalCarrier> {
  return openTyped(engine, world, { sessionType: 'InteractiveCommands', properties: { commands } }, start)
}

/** A command without a terminal; its streams and its exit code come as they are when they are `apart`. */
export function openCommand(
  engine: EngineUnderTest,
  world: SessionWorld,
  commands: string,
  start: TerminalStart & { readonly streams?: 'apart' | 'together' } = {},
): Promise<TerminalCarrier> {
  const separate = start.streams === 'together' ? {} : { separateOutputStream: 'true' }
  return openTyped(
    engine,
    world,
    { sessionType: 'NonInteractiveCommands', properties: { commands, ...separate } },
    start,
  )
}

function openTyped(
  engine: EngineUnderTest,
  world: SessionWorld,
  wishes: SessionWishes,
  start: TerminalStart,
): Promise<TerminalCarrier> {
  const { screen } = start
  const session = world.start({ ...wishes, ...given(start) })
  return engine.openTerminal(placeIn(world), session, { kind: 'shell', ...(screen === undefined ? {} : { screen }) })
}

/** The one connection of a document that does not forward a port: SSH. */
export function openConnection(
  engine: EngineUnderTest,
  world: SessionWorld,
  start: TerminalStart = {},
): Promise<TerminalCarrier> {
  const session = world.start({ properties: { portNumber: '22' }, ...given(start) })
  return engine.openTerminal(placeIn(world), session, { kind: 'connection' })
}

/** How a session ends that is to end by itself. */
export function endOf(terminal: TerminalCarrier): Promise<string> {
  return soon(terminal.ended, () => 'it does not end')
}

/** How a session that is to fail ends, in the engine's words; it may fail before it is open, or after. */
export function wordsOf(opening: Promise<TerminalCarrier>): Promise<string> {
  return opening.then(
    (terminal) => terminal.ended,
    (error: Error) => error.message,
  )
}
