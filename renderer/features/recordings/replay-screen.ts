import '@xterm/xterm/css/xterm.css'
import { Terminal, type ITheme } from '@xterm/xterm'
import type { ReplayScreen } from './replay-player.ts'

/** Colours by the design's names. */
const colours = {
  background: '--term-bg',
  foreground: '--term-fg',
  cursor: '--term-cursor',
  cursorAccent: '--term-bg',
  selectionBackground: '--term-selection',
  black: '--term-black',
  red: '--term-red',
  green: '--term-green',
  yellow: '--term-yellow',
  blue: '--term-blue',
  magenta: '--term-magenta',
  cyan: '--term-cyan',
  white: '--term-white',
  brightBlack: '--term-dim',
  brightRed: '--term-red',
  brightGreen: '--term-green',
  brightYellow: '--term-yellow',
  brightBlue: '--term-blue',
  brightMagenta: '--term-magenta',
  brightCyan: '--term-cyan',
  brightWhite: '--term-bright-white',
} as const satisfies ITheme

const largestFont = 13
const smallestFont = 7
const sampleFont = 12

/** A terminal that shows and hears nothing; its letters are as large as the recording's width leaves room for. */
export function createReplayScreen(place: HTMLElement): ReplayScreen & { dispose(): void } {
  const terminal = silentTerminal()
  terminal.attachCustomKeyEventHandler(() => false)
  terminal.open(place)
  const fit = (): void => fitFont(terminal, place)
  const sizes = new ResizeObserver(fit)
  sizes.observe(place)
  const themes = new MutationObserver(() => {
    terminal.options.theme = themeNow()
  })
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
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
      themes.disconnect()
      terminal.dispose()
    },
  }
}

function silentTerminal(): Terminal {
  return new Terminal({
    disableStdin: true,
    cursorInactiveStyle: 'outline',
    fontFamily: getComputedStyle(document.documentElement).getPropertyValue('--font-mono'),
    fontSize: sampleFont,
    lineHeight: 1.2,
    minimumContrastRatio: 4.5,
    scrollback: 5_000,
    theme: themeNow(),
    // What a recording links to is text here.
    linkHandler: { activate: () => undefined },
  })
}

function themeNow(): ITheme {
  const style = getComputedStyle(document.documentElement)
  return Object.fromEntries(Object.entries(colours).map(([key, name]) => [key, style.getPropertyValue(name).trim()]))
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
