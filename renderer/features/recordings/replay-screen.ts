import type { Terminal } from '@xterm/xterm'
import { plainTerminal } from '../../parts/terminal/plain-terminal.ts'
import { onThemeChange, terminalTheme, tokenValue } from '../../parts/terminal/theme.ts'
import type { ReplayScreen } from './replay-player.ts'

const largestFont = 13
/** Smaller ones are not read: a recording that is too wide for them is moved sideways. */
const smallestFont = 9
const sampleFont = 12

/** A terminal that shows and hears nothing; its letters are as large as the recording's width leaves room for. */
export function createReplayScreen(place: HTMLElement): ReplayScreen & { dispose(): void } {
  const terminal = silentTerminal()
  terminal.attachCustomKeyEventHandler(() => false)
  terminal.open(place)
  const fit = (): void => fitFont(terminal, place)
  const sizes = new ResizeObserver(fit)
  sizes.observe(place)
  const stopThemes = onThemeChange(() => {
    terminal.options.theme = terminalTheme('open')
  })
  return {
    write: async (data) => {
      await new Promise<void>((resolve) => {
        terminal.write(data, resolve)
      })
    },
    resize: ({ columns, rows }) => {
      terminal.resize(columns, rows)
      fit()
    },
    reset: () => terminal.reset(),
    dispose() {
      sizes.disconnect()
      stopThemes()
      terminal.dispose()
    },
  }
}

function silentTerminal(): Terminal {
  return plainTerminal({
    disableStdin: true,
    fontFamily: tokenValue('--font-mono'),
    fontSize: sampleFont,
    lineHeight: 1.2,
    scrollback: 5_000,
    // What a recording links to is text here.
    linkHandler: { activate: () => undefined },
  })
}

function fitFont(terminal: Terminal, place: HTMLElement): void {
  const screen = place.querySelector<HTMLElement>('.xterm-screen')
  const { fontSize = sampleFont } = terminal.options
  if (screen === null || screen.clientWidth === 0 || place.clientWidth === 0) return
  const padding = 28 + 14
  const wanted = (fontSize * (place.clientWidth - padding)) / screen.clientWidth
  const size = Math.max(smallestFont, Math.min(largestFont, Math.floor(wanted * 2) / 2))
  if (size !== fontSize) terminal.options.fontSize = size
}
