import type { ITheme } from '@xterm/xterm'

/** Colours by the design's names; the style sheet has their values for either theme. */
const names = {
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

const styleOf = (): CSSStyleDeclaration => getComputedStyle(document.documentElement)

/** A value of the style sheet. */
export const tokenValue = (name: string): string => styleOf().getPropertyValue(name).trim()

/** The terminal's colours as the page's theme has them now. Over: plain text is dim, what had a colour keeps it. */
export function terminalTheme(life: 'open' | 'over'): ITheme {
  const theme = Object.fromEntries(Object.entries(names).map(([key, name]) => [key, tokenValue(name)]))
  return life === 'open' ? theme : { ...theme, foreground: tokenValue('--term-dim'), cursor: tokenValue('--term-bg') }
}

/** The colours of what a search has found. */
export function matchColours() {
  return {
    matchBackground: tokenValue('--term-match'),
    activeMatchBackground: tokenValue('--term-match-now'),
    matchOverviewRuler: tokenValue('--term-match-now'),
    activeMatchColorOverviewRuler: tokenValue('--term-match-now'),
  }
}

/** Calls back when the page's theme changes, until the returned function is called. */
export function onThemeChange(changed: () => void): () => void {
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
  return () => observer.disconnect()
}
