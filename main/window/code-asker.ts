import type { BrowserWindow } from 'electron'
import type { MfaQuestions } from '#core/app/mfa-questions.ts'
import type { ProxyDesk } from '#core/app/network/proxy-desk.ts'
import { isOpen } from '#domain/mfa/question.ts'
import { isProxyAsking } from '#domain/proxy-sign-in/question.ts'
import type { WindowKeeper } from './window-keeper.ts'

interface CodeAskerDeps {
  readonly mfa: Pick<MfaQuestions, 'views' | 'onChange' | 'cancel'>
  readonly proxies: Pick<ProxyDesk, 'views' | 'onChange' | 'cancel'>
  readonly window: Pick<WindowKeeper, 'current' | 'show' | 'onClosed' | 'onOpened'>
  /** Opens the small window. */
  open(): BrowserWindow
}

/** Shows the question for a code, or for a name and password at a proxy, in a small window while the other one is closed. */
export interface CodeAsker {
  /** Brings the question to the front, in whichever window it is. */
  show(): void
  dispose(): void
}

/** The small window is there as long as a code is asked for and the other window is not; closed by its user, it cancels the questions. */
export function createCodeAsker({ mfa, proxies, window, open }: CodeAskerDeps): CodeAsker {
  let small: BrowserWindow | null = null
  const codes = (): readonly string[] => mfa.views().flatMap(({ id, status }) => (isOpen(status) ? [id] : []))
  const signIns = (): readonly string[] =>
    proxies.views().flatMap(({ id, status }) => (isProxyAsking(status) ? [id] : []))

  const close = (): void => {
    const closing = small
    small = null
    closing?.destroy()
  }
  const look = (): void => {
    const isWanted = codes().length + signIns().length > 0 && window.current() === null
    if (!isWanted) return close()
    if (small !== null) return
    const opened = open()
    small = opened
    opened.once('closed', () => {
      if (small !== opened) return
      small = null
      for (const id of codes()) mfa.cancel(id)
      for (const id of signIns()) proxies.cancel(id)
    })
  }
  const stops = [mfa.onChange(look), proxies.onChange(look), window.onClosed(look), window.onOpened(look)]
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
