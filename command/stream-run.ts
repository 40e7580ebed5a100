import type { Readable, Writable } from 'node:stream'
import type { AnySession } from '#relay/engine/builtin/index.ts'
import type { Ending } from './ending.ts'
import { createEscapeKeys, type EscapeStep } from './escape-keys.ts'
import type { Terminal } from './terminal.ts'
import * as texts from './texts.ts'

type StreamOpened = Extract<AnySession, { readonly kind: 'shell' | 'stdio' }>
type ShellOpened = Extract<AnySession, { readonly kind: 'shell' }>
type StdioOpened = Extract<AnySession, { readonly kind: 'stdio' }>

/** A paste that a frozen shell does not take must not stand in front of the `~.` that leaves it. */
const typeAheadBytes = 1_048_576

/** A terminal joined with a session. */
interface Joint {
  /** Resolves when all that came was shown. */
  readonly shown: Promise<void>
  /** Types and shows nothing more, and gives the terminal back as it was. */
  leave(): void
}

/** Joins the terminal with the session, until the input ends for which the session lives. */
export function joinTerminal(opened: StreamOpened, terminal: Terminal, over: (ending: Ending) => void): Joint {
  return opened.kind === 'stdio' ? joinStdio(opened, terminal, over) : joinShell(opened, terminal, over)
}

function joinStdio({ session }: StdioOpened, terminal: Terminal, over: (ending: Ending) => void): Joint {
  const { stream } = session
  const screen = show(stream, terminal)
  const type = (bytes: Buffer): Promise<void> => written(stream, stream.write(bytes))
  const ended = (): void => over({ kind: 'left', exitCode: 0 })
  const stopReading = terminal.read({ type, ended }, 'untouched')
  return {
    shown: screen.shown,
    leave() {
      stopReading()
      screen.stop()
    },
  }
}

function joinShell({ session, agreement }: ShellOpened, terminal: Terminal, over: (ending: Ending) => void): Joint {
  const isScreen = agreement.sessionType !== 'NonInteractiveCommands'
  const escapes = terminal.isInteractive ? createEscapeKeys() : null
  const send = sendWith(session, terminal.isInteractive ? typeAheadBytes : 0)
  const follow = async (step: EscapeStep): Promise<void> => {
    if (step.kind === 'leave') over({ kind: 'escaped' })
    else if (step.kind === 'help') terminal.write(texts.escapeHelp)
    else await send(step.bytes)
  }
  const type = async (bytes: Buffer): Promise<void> => {
    for (const step of escapes?.take(bytes) ?? [{ kind: 'type', bytes } as const]) await follow(step)
  }
  const ended = (): void => {
    const rest = escapes?.rest() ?? Buffer.alloc(0)
    if (rest.length > 0) session.write(rest)
    // A command runs on without input; AWS's plugin ends there, too.
    if (isScreen) over({ kind: 'input-ended' })
  }
  const stopReading = terminal.read({ type, ended }, isScreen ? 'screen' : 'keys')
  const screen = show(session.output, terminal)
  const stopWatching = terminal.watchSize((columns, rows) => session.resize(columns, rows))
  return {
    shown: screen.shown.then(() => {
      if (session.exitCode !== null) terminal.write(`EXIT_CODE: ${session.exitCode}`)
    }),
    leave() {
      stopReading()
      stopWatching()
      screen.stop()
    },
  }
}

/** Types into a session; resolves when the next bytes may come, though so many still wait in front of a frozen one. */
function sendWith(session: ShellOpened['session'], aheadBytes: number): (bytes: Buffer) => Promise<void> {
  let waiting = 0
  let room: Promise<void> | null = null
  return async (bytes) => {
    if (session.write(bytes)) return
    waiting += bytes.length
    room ??= written(session.output, false).then(() => {
      waiting = 0
      room = null
    })
    if (waiting > aheadBytes) await room
  }
}

interface Screen {
  readonly shown: Promise<void>
  /** Shows nothing of what still comes. */
  stop(): void
}

function show(output: Readable, terminal: Terminal): Screen {
  let isLeft = false
  const showAll = async (): Promise<void> => {
    try {
      for await (const bytes of output as AsyncIterable<Buffer>) {
        if (!isLeft && !terminal.write(bytes)) await terminal.drained()
      }
    } catch {
      // Ended by us.
    }
  }
  return {
    shown: showAll(),
    stop() {
      isLeft = true
    },
  }
}

/** Resolves when there is room for more. The output of a session is the other side of its input. */
function written(stream: Readable | Writable, hasRoom: boolean): Promise<void> {
  if (hasRoom || stream.destroyed) return Promise.resolve()
  return new Promise((resolve) => {
    stream.once('drain', resolve)
    stream.once('close', resolve)
  })
}
