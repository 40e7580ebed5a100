import '@xterm/xterm/css/xterm.css'
import { UnicodeGraphemesAddon } from '@xterm/addon-unicode-graphemes'
import { Terminal, type ITerminalOptions } from '@xterm/xterm'
import { terminalTheme } from './theme.ts'

/** WCAG's ratio for text; a program that chooses grey on grey is still read. */
const leastContrast = 4.5

/**
 * xterm in the design's colours, not on the page yet. A shell and its replay are drawn by the same rules of width and of what is
 * erased, so that a recording looks as the shell did.
 */
export function plainTerminal(options: ITerminalOptions): Terminal {
  const terminal = new Terminal({
    // Grapheme clusters are behind this switch.
    allowProposedApi: true,
    theme: terminalTheme('open'),
    minimumContrastRatio: leastContrast,
    cursorInactiveStyle: 'outline',
    scrollOnEraseInDisplay: true,
    ...options,
  })
  terminal.loadAddon(new UnicodeGraphemesAddon())
  return terminal
}
