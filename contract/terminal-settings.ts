import { z } from 'zod'

/** How terminals look and behave, as somebody chose. */
export const terminalSettings = {
  /** Name of a font of this computer; empty: the usual one. */
  terminalFont: z.string().max(100),
  /** Pixels. */
  terminalFontSize: z.int().min(8).max(32),
  /** Lines. */
  terminalScrollback: z.int().min(0).max(100_000),
  terminalCursor: z.enum(['block', 'bar', 'underline']),
  terminalBell: z.enum(['none', 'mark', 'sound']),
  copyOnSelect: z.boolean(),
  /** Where a paste of several lines, or of marks that are not seen, is looked at first. */
  pasteAsks: z.enum(['always', 'in-production']),
  /** Programs at the far end may write to the clipboard (OSC 52). Reading is never answered. */
  clipboardFromShells: z.boolean(),
} as const

/** The same with what they are when nothing was chosen. */
export const usualTerminalSettings = {
  terminalFont: terminalSettings.terminalFont.default(''),
  terminalFontSize: terminalSettings.terminalFontSize.default(12),
  terminalScrollback: terminalSettings.terminalScrollback.default(5_000),
  terminalCursor: terminalSettings.terminalCursor.default('block'),
  terminalBell: terminalSettings.terminalBell.default('mark'),
  copyOnSelect: terminalSettings.copyOnSelect.default(false),
  pasteAsks: terminalSettings.pasteAsks.default('always'),
  clipboardFromShells: terminalSettings.clipboardFromShells.default(false),
} as const
