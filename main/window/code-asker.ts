import type { BrowserWindow } from 'electron'
import type { MfaQuestions } from '#core/app/mfa-questions.ts'
import { isOpen } from '#domain/mfa/question.ts'
import type { WindowKeeper } from './window-keeper.ts'

interface CodeAskerDeps {
  readonly mfa: Pick<MfaQuestions, 'views' | 'onChange' | 'cancel'>
  readonly window: Pick<WindowKeeper, 'current' | 'show' | 'onClosed' | 'onOpened'>
  /** Opens the small window. */
  open(): BrowserWindow
}

/** Shows the question for a code in a small window while the other one is closed. */
export interface CodeAsker {
  /** Brings the question to the front, in whichever window it is. */
  show(): void
  dispose(): void
}

/** The small window is there as long as a code is asked for and the other window is not; closed by its user, it cancels the questions. */
export function createCodeAsker({ mfa, window, open }: CodeAskerDeps): CodeAsker {
  let small: BrowserWindow | null = null
  const asked = (): readonly string[] => mfa.views().flatMap(({ id, status }) => (isOpen(status) ? [id] : []))

  const close = (): void => {
    const closing = small
    small = null
    closing?.destroy()
  }
  const look = (): void => {
    const isWanted = asked().length > 0 && window.current() === null
    if (!isWanted) return close()
    if (small !== null) return
    const opened = open()
    small = opened
    opened.once('closed', () => {
      if (small !== opened) return
      small = null
      for (const id of asked()) mfa.cancel(id)
    })
  }
  const stops = [mfa.onChange(look), window.onClosed(look), window.onOpened(look)]
  return {
    show() {
      if (small === null) return void window.show()
      small.show()
      small.focus()
    },
    dispose() {
      for (const stop of stops) stop()
      close()
    },
  }
}
