import type { IDisposable, Terminal } from '@xterm/xterm'
import { clipboardWish } from '#domain/far-text/far-clipboard.ts'
import { farTitle } from '#domain/far-text/far-title.ts'

/** What programs at the far end may cause beside text. */
export interface FarOrders {
  readonly titled: (title: string) => void
  readonly rang: () => void
  /** Only called for a write; who looks at the settings is the caller. */
  readonly writesClipboard: (text: string) => void
}

/** The bytes of a base64 text as UTF-8; null where it is none. */
function decoded(base64: string): string | null {
  try {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return null
  }
}

/** Listens to what the far end asks for. Reading the clipboard is never answered: whoever asks hears nothing. */
export function obeyFarOrders(terminal: Terminal, orders: FarOrders): IDisposable {
  const parts = [
    terminal.onTitleChange((title) => orders.titled(farTitle(title))),
    terminal.onBell(() => orders.rang()),
    terminal.parser.registerOscHandler(52, (payload) => {
      const wish = clipboardWish(payload)
      const text = wish.kind === 'write' ? decoded(wish.base64) : null
      if (text !== null) orders.writesClipboard(text)
      return true
    }),
  ]
  return { dispose: () => parts.forEach((part) => part.dispose()) }
}
