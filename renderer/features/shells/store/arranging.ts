import type { FileRequest } from '#contract/files.ts'
import type { ProductionAgreement } from '#contract/production.ts'
import type { ShellRequest } from '#contract/shells.ts'
import { panesOf, type Arrow, type Side, type SplitPath } from '#domain/shell-layout/pane-tree.ts'
import * as workspaces from '#domain/shell-layout/workspace.ts'
import type { Workspace } from '#domain/shell-layout/workspace.ts'
import type { Broadcasting } from './broadcasting.ts'
import { withEntry, withoutEntries, type PaneContent } from './shell-state.ts'
import type { StoreParts, Terminals } from './store-parts.ts'

/** How a shell is to be opened. */
export interface OpenWish {
  /** What was said to the question about production. */
  readonly agreed?: ProductionAgreement
  /** Typed once the shell is there; with a carriage return it runs. */
  readonly typing?: string | null
  /** In the tab where it was chosen, or beside that. */
  readonly how?: 'tab' | 'split'
}

/** Tabs and panes, moved by whoever sits in front of them. */
export type Arranging = ReturnType<typeof createArranging>

/** The panes of every tab. */
export function allPanes({ tabs }: Workspace): readonly string[] {
  return tabs.flatMap(({ tree }) => panesOf(tree))
}

export function createArranging(parts: StoreParts, terminals: () => Terminals, broadcast: Broadcasting) {
  const { store } = parts
  const change = (next: Workspace): void => {
    const before = store.getState().workspace
    if (next === before) return
    store.setState({ workspace: next })
    broadcast.tabShown(next.current)
    const left = allPanes(next)
    forget(allPanes(before).filter((pane) => !left.includes(pane)))
  }
  const forget = (panes: readonly string[]): void => {
    if (panes.length === 0) return
    for (const pane of panes) endShell(parts, pane)
    store.setState(({ contents, finding }) => ({
      contents: withoutEntries(contents, panes),
      finding: finding !== null && panes.includes(finding) ? null : finding,
    }))
    for (const pane of panes) terminals().forget(pane)
  }
  const put = (pane: string, content: PaneContent): void =>
    store.setState(({ contents }) => ({ contents: withEntry(contents, pane, content) }))
  const now = (): Workspace => store.getState().workspace
  return { change, put, ...openings(put, change, now, parts), ...moves(change, now) }
}

/** A pane that goes takes its shell, or its session of files, along. */
function endShell({ services, store }: StoreParts, pane: string): void {
  const content = store.getState().contents.get(pane)
  if (content?.kind === 'shell') void services.client.call('shell.close', { id: content.id })
  if (content?.kind === 'files') void services.client.call('files.close', { id: content.id })
}

type Change = (next: Workspace) => void
type Now = () => Workspace

/** Where a new pane can be: in a tab of its own, in the place of a choice, or beside. */
function placing(put: (pane: string, content: PaneContent) => void, change: Change, now: Now, parts: StoreParts) {
  const isChoosing = (pane: string): boolean => parts.store.getState().contents.get(pane)?.kind === 'choosing'
  const newTab = (content: PaneContent): string => {
    const pane = crypto.randomUUID()
    put(pane, content)
    change(workspaces.openTab(now(), { id: crypto.randomUUID(), pane }))
    return pane
  }
  /** Gives the pane. The tab in which somebody chose becomes what it opens. */
  const fill = (content: PaneContent): string => {
    const tab = workspaces.currentTab(now())
    if (tab === null || !isChoosing(tab.active)) return newTab(content)
    put(tab.active, content)
    return tab.active
  }
  const beside = (content: PaneContent, side: Side): void => {
    const pane = crypto.randomUUID()
    put(pane, content)
    change(workspaces.splitActive(now(), pane, side))
  }
  return { isChoosing, newTab, fill, beside }
}

function openings(put: (pane: string, content: PaneContent) => void, change: Change, now: Now, parts: StoreParts) {
  const { isChoosing, newTab, fill, beside } = placing(put, change, now, parts)
  const open = (request: ShellRequest, { agreed = 'none', typing = null, how = 'tab' }: OpenWish = {}): void => {
    const content: PaneContent = { kind: 'starting', request, agreed, typing }
    const tab = workspaces.currentTab(now())
    if (how === 'split' && tab !== null && isChoosing(tab.active)) beside(content, 'right')
    else fill(content)
  }
  return {
    open,
    /** Gives the pane. */
    openFiles: (files: FileRequest) => fill({ kind: 'files-starting', files }),
    choose: () => void newTab({ kind: 'choosing' }),
    /** A shell of main's that no pane shows. */
    adopt: (id: string) => void newTab({ kind: 'shell', id }),
    /** Files of main's that no pane shows. */
    adoptFiles: (id: string, files: FileRequest) => void newTab({ kind: 'files', files, id }),
    /** Another shell on the same target beside the one that has the keys. */
    split: (side: Side) => {
      const tab = workspaces.currentTab(now())
      const request = tab === null ? null : parts.requestOf(tab.active)
      beside(
        request === null ? { kind: 'choosing' } : { kind: 'starting', request, agreed: 'none', typing: null },
        side,
      )
    },
  }
}

function moves(change: Change, now: Now) {
  return {
    /** Unasked: a person is asked by `Closing`. */
    dropPane: (pane: string) => change(workspaces.closePane(now(), pane)),
    dropTab: (tab: string) => change(workspaces.withoutTab(now(), tab)),
    /** Shows the tab of a pane and gives it the keys. */
    showPane: (pane: string) => change(workspaces.showPane(now(), pane)),
    showTab: (tab: string) => change(workspaces.showTab(now(), tab)),
    stepTab: (by: number) => change(workspaces.stepTab(now(), by)),
    moveTab: (tab: string, to: number) => change(workspaces.moveTab(now(), tab, to)),
    renameTab: (tab: string, title: string) => change(workspaces.renameTab(now(), tab, title)),
    focusPane: (pane: string) => change(workspaces.focusPane(now(), pane)),
    stepPane: (arrow: Arrow) => change(workspaces.stepPane(now(), arrow)),
    movePane: (arrow: Arrow) => change(workspaces.moveActive(now(), arrow)),
    zoom: () => change(workspaces.toggleZoom(now())),
    moveDivider: (path: SplitPath, share: number) => change(workspaces.moveDivider(now(), path, share)),
  }
}
