import type { FileRequest } from '#contract/files.ts'
import type { Problem } from '#contract/problem.ts'
import type { ProductionAgreement } from '#contract/production.ts'
import type { ShellRequest, TerminalSize } from '#contract/shells.ts'
import type { Broadcast } from '#domain/broadcast/broadcast.ts'
import { broadcastOff } from '#domain/broadcast/broadcast.ts'
import type { PasteReview } from '#domain/paste-review/paste-review.ts'
import { noTabs, type Workspace } from '#domain/shell-layout/workspace.ts'
import type { PasteProgress } from '../paste-run.ts'

/** What is in a pane. */
export type PaneContent =
  /** Where to is still to be chosen. */
  | { readonly kind: 'choosing' }
  /** It is asked for as soon as the terminal has a size. */
  | {
      readonly kind: 'starting'
      readonly request: ShellRequest
      readonly agreed: ProductionAgreement
      readonly typing: string | null
    }
  /** Main has it, under this id. */
  | { readonly kind: 'shell'; readonly id: string }
  /** It was here when the app was left; nothing is started unasked. */
  | { readonly kind: 'resting'; readonly request: ShellRequest }
  /** Main did not take it. */
  | {
      readonly kind: 'refused'
      readonly request: ShellRequest
      readonly problem: Problem
      readonly typing: string | null
    }
  /** The files of a target: main is asked for them, has them under this id, or did not take them. */
  | { readonly kind: 'files-starting'; readonly files: FileRequest }
  | { readonly kind: 'files'; readonly files: FileRequest; readonly id: string }
  /** They were here when the app was left; nothing is started unasked. */
  | { readonly kind: 'files-resting'; readonly files: FileRequest }
  | { readonly kind: 'files-refused'; readonly files: FileRequest; readonly problem: Problem }

/** A paste that a person looks at, or that is being sent. */
export type Paste =
  | { readonly kind: 'review'; readonly pane: string; readonly text: string; readonly review: PasteReview }
  | {
      readonly kind: 'sending'
      readonly pane: string
      readonly text: string
      readonly progress: PasteProgress
      readonly stop: () => void
    }

/** What somebody wants to close. */
export type CloseOrder =
  | { readonly close: 'pane'; readonly pane: string }
  | { readonly close: 'tab'; readonly tab: string }
  /** Every tab but this one. */
  | { readonly close: 'others'; readonly tab: string }

/** What of a terminal is told beside it. */
export interface TerminalFacts {
  readonly size: TerminalSize | null
  /** As the far end calls its window; text of the far end. */
  readonly title: string
  /** When something went to the shell last: epoch ms, to the second; null while nothing did. */
  readonly sentAt: number | null
  /** It rang since it was looked at last. */
  readonly rang: boolean
}

export interface ShellState {
  readonly workspace: Workspace
  readonly contents: ReadonlyMap<string, PaneContent>
  readonly terminals: ReadonlyMap<string, TerminalFacts>
  readonly broadcast: Broadcast
  /** A pane whose shell, or files as `user`, main did not open without a person's word on production. */
  readonly asksToOpen: { readonly pane: string; readonly account: string; readonly user?: string | undefined } | null
  /** A pane of production that is to join; it waits for a person's word. */
  readonly asksToJoin: string | null
  /** What is to be closed though something may run in it; it waits for a person's word. */
  readonly asksToClose: CloseOrder | null
  readonly paste: Paste | null
  /** The pane in which a text is looked for. */
  readonly finding: string | null
  /** The tab whose name is being changed. */
  readonly renaming: string | null
  /** The tabs of the last start are there. */
  readonly isRestored: boolean
  /** Where the link under the pointer leads. */
  readonly link: string | null
}

export const firstState: ShellState = {
  workspace: noTabs,
  contents: new Map(),
  terminals: new Map(),
  broadcast: broadcastOff,
  asksToOpen: null,
  asksToJoin: null,
  asksToClose: null,
  paste: null,
  finding: null,
  renaming: null,
  isRestored: false,
  link: null,
}

export const noFacts: TerminalFacts = { size: null, title: '', sentAt: null, rang: false }

/** A map with one entry changed. */
export function withEntry<K, V>(map: ReadonlyMap<K, V>, key: K, value: V): ReadonlyMap<K, V> {
  return new Map([...map, [key, value]])
}

/** A map without some entries. */
export function withoutEntries<K, V>(map: ReadonlyMap<K, V>, keys: readonly K[]): ReadonlyMap<K, V> {
  return new Map([...map].filter(([key]) => !keys.includes(key)))
}
