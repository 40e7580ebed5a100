import type { ITerminalOptions } from '@xterm/xterm'
import type { Settings } from '#contract/snapshot.ts'
import { within, type Clock } from '#domain/clock/clock.ts'
import { tokenValue } from '../../../parts/terminal/theme.ts'

/** What of a terminal somebody can choose, and what the system says. */
export interface TerminalLook extends Pick<
  Settings,
  'terminalFont' | 'terminalFontSize' | 'terminalScrollback' | 'terminalCursor'
> {
  readonly screenReader: boolean
}

/** Fonts of the system by name, then the design's. The name is text of a setting: only what a name is made of stays. */
function fontFamily(chosen: string): string {
  const name = chosen.replace(/[^\p{L}\p{N} ._-]/gu, '').trim()
  const usual = tokenValue('--font-mono')
  return name === '' ? usual : `"${name}", ${usual}`
}

/** The options of xterm that follow the settings while a terminal is there. */
export function lookOptions(look: TerminalLook): ITerminalOptions {
  return {
    fontFamily: fontFamily(look.terminalFont),
    fontSize: look.terminalFontSize,
    scrollback: look.terminalScrollback,
    cursorStyle: look.terminalCursor,
    screenReaderMode: look.screenReader,
  }
}

/** Milliseconds that a font may take: after that the terminal is measured with what there is. */
const fontLimitMs = 1_000

const after: Clock['after'] = (delayMs, run) => {
  const timer = setTimeout(run, delayMs)
  return () => clearTimeout(timer)
}

/** Widths are measured when a terminal is opened: the font has to be there by then. */
export async function fontReady(look: TerminalLook): Promise<void> {
  const loads = ['', 'bold '].map((weight) =>
    document.fonts.load(`${weight}${look.terminalFontSize}px ${fontFamily(look.terminalFont)}`),
  )
  await within({ after }, fontLimitMs, Promise.allSettled(loads))
}
