import type { StoreApi } from 'zustand/vanilla'
import type { ShellRequest, ShellView } from '#contract/shells.ts'
import type { Services } from '../../../app/services.ts'
import type { PaneTerminal } from '../terminal/pane-terminal.ts'
import type { ShellState } from './shell-state.ts'

/** What the parts of the store share. */
export interface StoreParts {
  readonly services: Services
  readonly store: StoreApi<ShellState>
  /** What main says of the shell in a pane. */
  viewOf(pane: string): ShellView | null
  /** What is, was or will be open in a pane. */
  requestOf(pane: string): ShellRequest | null
}

/** The terminals of all panes; each is made when its pane is first shown, and stays as long as the pane. */
export interface Terminals {
  of(pane: string): PaneTerminal
  /** Without making one. */
  peek(pane: string): PaneTerminal | null
  forget(pane: string): void
  dispose(): void
}
