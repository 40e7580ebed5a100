import type { Readable, Writable } from 'node:stream'
import type { AnySession } from '../engine/builtin/index.ts'
import type { Ending } from './ending.ts'
import type { Terminal } from './terminal.ts'

type StreamOpened = Extract<AnySession, { readonly kind: 'shell' | 'stdio' }>

/** A terminal joined with a session. */
export interface Joint {
  /** Resolves when all that came was shown. */
  readonly shown: Promise<void>
  /** Types nothing more, and gives the terminal back as it was. */
  stopReading(): void
}

/** Joins the terminal with the session, until the input ends for which the session lives. */
export function joinTerminal(opened: StreamOpened, terminal: Terminal, over: (ending: Ending) => void): Joint {
  if (opened.kind === 'stdio') {
    const { stream } = opened.session
    const shown = show(stream, terminal)
    const stopReading = terminal.read(
      (bytes) => written(stream, stream.write(bytes)),
      () => over({ kind: 'left', exitCode: 0 }),
    )
    return { shown, stopReading }
  }
  const { session, agreement } = opened
  const shown = show(session.output, terminal).then(() => {
    if (session.exitCode !== null) terminal.write(`EXIT_CODE: ${session.exitCode}`)
  })
  const stopTyping = terminal.read(
    (bytes) => written(session.output, session.write(bytes)),
    () => {
      // A command runs on without input; AWS's plugin ends there, too.
      if (agreement.sessionType !== 'NonInteractiveCommands') over({ kind: 'input-ended' })
    },
  )
  const stopWatching = terminal.watchSize((columns, rows) => session.resize(columns, rows))
  return {
    shown,
    stopReading() {
      stopTyping()
      stopWatching()
    },
  }
}

async function show(output: Readable, terminal: Terminal): Promise<void> {
  try {
    for await (const bytes of output as AsyncIterable<Buffer>) {
      if (!terminal.write(bytes)) await terminal.drained()
    }
  } catch {
    // Ended by us.
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
