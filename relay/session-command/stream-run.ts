import type { Ending } from './ending.ts'
import type { OpenedSession } from './open-session.ts'
import type { Terminal } from './terminal.ts'

type StreamOpened = Extract<OpenedSession, { readonly kind: 'shell' | 'command' | 'stdio' }>

/**
 * Joins the terminal with the session until the input ends; the returned function parts them. A command goes on without
 * input: AWS's plugin ends there, too.
 */
export function joinTerminal(opened: StreamOpened, terminal: Terminal, over: (ending: Ending) => void): () => void {
  const { session, kind } = opened
  session.listen((bytes) => {
    if (terminal.write(bytes)) return
    session.pauseReading()
    void terminal.drained().then(() => session.resumeReading())
  })
  const ended = (): void => {
    if (kind === 'shell') over({ kind: 'input-ended' })
    if (kind === 'stdio') over({ kind: 'left', exitCode: 0 })
  }
  const stopReading = terminal.read((bytes) => session.write(bytes), ended)
  const stopWatching =
    kind === 'stdio' ? () => undefined : terminal.watchSize((columns, rows) => session.tellSize(columns, rows))
  return () => {
    stopReading()
    stopWatching()
  }
}
