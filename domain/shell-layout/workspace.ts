import { unseenMarks } from '#contract/unseen.ts'
import {
  neighbourOf,
  panesOf,
  splitPane,
  withoutPane,
  withShare,
  movePane,
  type Arrow,
  type PaneTree,
  type Side,
  type SplitPath,
} from './pane-tree.ts'

/** One tab with the panes in it. */
export interface ShellTab {
  readonly id: string
  /** As somebody called it; null: named after the pane that has the keys. */
  readonly title: string | null
  readonly tree: PaneTree
  /** The pane that has the keys. */
  readonly active: string
  /** The pane that fills the tab for now. */
  readonly zoomed: string | null
}

/** All tabs in their order, and the one that is shown. */
export interface Workspace {
  readonly tabs: readonly ShellTab[]
  readonly current: string | null
}

export const noTabs: Workspace = { tabs: [], current: null }

/** The tab that is shown. */
export function currentTab({ tabs, current }: Workspace): ShellTab | null {
  return tabs.find(({ id }) => id === current) ?? null
}

/** The tab that holds a pane. */
function tabOfPane({ tabs }: Workspace, pane: string): ShellTab | null {
  return tabs.find(({ tree }) => panesOf(tree).includes(pane)) ?? null
}

function changeTab(workspace: Workspace, id: string, change: (tab: ShellTab) => ShellTab): Workspace {
  return { ...workspace, tabs: workspace.tabs.map((tab) => (tab.id === id ? change(tab) : tab)) }
}

/** A new tab with one pane, after the one that is shown; it is shown. */
export function openTab(workspace: Workspace, tab: { readonly id: string; readonly pane: string }): Workspace {
  const opened: ShellTab = {
    id: tab.id,
    title: null,
    tree: { kind: 'pane', id: tab.pane },
    active: tab.pane,
    zoomed: null,
  }
  const at = workspace.tabs.findIndex(({ id }) => id === workspace.current) + 1 || workspace.tabs.length
  return { tabs: workspace.tabs.toSpliced(at, 0, opened), current: tab.id }
}

/** A pane beside the one that has the keys; it gets them. The same when no tab is shown. */
export function splitActive(workspace: Workspace, added: string, side: Side): Workspace {
  const tab = currentTab(workspace)
  if (tab === null) return workspace
  const tree = splitPane(tab.tree, tab.active, added, side)
  return changeTab(workspace, tab.id, () => ({ ...tab, tree, active: added, zoomed: null }))
}

/** Shows the tab that holds a pane, which gets the keys. */
export function showPane(workspace: Workspace, pane: string): Workspace {
  const tab = tabOfPane(workspace, pane)
  return tab === null ? workspace : focusPane(showTab(workspace, tab.id), pane)
}

/** Takes a pane out, and its tab with the last one. The keys go to the nearest pane, and the view to the nearest tab. */
export function closePane(workspace: Workspace, pane: string): Workspace {
  const tab = tabOfPane(workspace, pane)
  if (tab === null) return workspace
  const tree = withoutPane(tab.tree, pane)
  if (tree === null) return withoutTab(workspace, tab.id)
  const order = panesOf(tab.tree)
  const left = panesOf(tree)
  const heir = left[Math.min(order.indexOf(pane), left.length - 1)]
  const active = tab.active === pane && heir !== undefined ? heir : tab.active
  return changeTab(workspace, tab.id, () => ({ ...tab, tree, active, zoomed: tab.zoomed === pane ? null : tab.zoomed }))
}

/** Takes a tab away with all its panes. */
export function withoutTab(workspace: Workspace, id: string): Workspace {
  const at = workspace.tabs.findIndex((tab) => tab.id === id)
  if (at < 0) return workspace
  const tabs = workspace.tabs.toSpliced(at, 1)
  const next = tabs[Math.min(at, tabs.length - 1)]?.id ?? null
  return { tabs, current: workspace.current === id ? next : workspace.current }
}

/** Shows a tab. */
export function showTab(workspace: Workspace, id: string): Workspace {
  return workspace.tabs.some((tab) => tab.id === id) ? { ...workspace, current: id } : workspace
}

/** Shows the tab that is so many further on, around the ends. */
export function stepTab(workspace: Workspace, by: number): Workspace {
  const { tabs, current } = workspace
  const at = tabs.findIndex(({ id }) => id === current)
  const next = tabs[(at + by + tabs.length) % Math.max(1, tabs.length)]
  return next === undefined ? workspace : { ...workspace, current: next.id }
}

/** Puts a tab at another place in the row. */
export function moveTab(workspace: Workspace, id: string, to: number): Workspace {
  const tab = workspace.tabs.find((one) => one.id === id)
  if (tab === undefined) return workspace
  const others = workspace.tabs.filter((one) => one !== tab)
  return { ...workspace, tabs: others.toSpliced(Math.max(0, Math.min(to, others.length)), 0, tab) }
}

/** Calls a tab something, without marks that nobody sees; nothing takes its name away. */
export function renameTab(workspace: Workspace, id: string, title: string): Workspace {
  const seen = title.replace(unseenMarks, '').trim().slice(0, longestTitle)
  return changeTab(workspace, id, (tab) => ({ ...tab, title: seen === '' ? null : seen }))
}

/** Letters of a tab's title. */
export const longestTitle = 60

/** Gives a pane the keys, and shows its tab. */
export function focusPane(workspace: Workspace, pane: string): Workspace {
  const tab = tabOfPane(workspace, pane)
  if (tab === null) return workspace
  const zoomed = tab.zoomed === null ? null : pane
  return { ...changeTab(workspace, tab.id, () => ({ ...tab, active: pane, zoomed })), current: tab.id }
}

/** Gives the pane that lies in a direction the keys. */
export function stepPane(workspace: Workspace, arrow: Arrow): Workspace {
  const tab = currentTab(workspace)
  const next = tab === null ? null : neighbourOf(tab.tree, tab.active, arrow)
  return next === null ? workspace : focusPane(workspace, next)
}

/** Lets the pane that has the keys fill its tab, or gives the others their room back. */
export function toggleZoom(workspace: Workspace): Workspace {
  const tab = currentTab(workspace)
  if (tab === null || tab.tree.kind === 'pane') return workspace
  return changeTab(workspace, tab.id, () => ({ ...tab, zoomed: tab.zoomed === null ? tab.active : null }))
}

const sides: Readonly<Record<Arrow, Side>> = { left: 'left', right: 'right', up: 'above', down: 'below' }

/** Moves the pane that has the keys to the other side of its neighbour in a direction. */
export function moveActive(workspace: Workspace, arrow: Arrow): Workspace {
  const tab = currentTab(workspace)
  const beside = tab === null ? null : neighbourOf(tab.tree, tab.active, arrow)
  if (tab === null || beside === null) return workspace
  const tree = movePane(tab.tree, tab.active, beside, sides[arrow])
  return changeTab(workspace, tab.id, () => ({ ...tab, tree, zoomed: null }))
}

/** Moves a divider of the tab that is shown. */
export function moveDivider(workspace: Workspace, path: SplitPath, share: number): Workspace {
  const tab = currentTab(workspace)
  if (tab === null) return workspace
  return changeTab(workspace, tab.id, () => ({ ...tab, tree: withShare(tab.tree, path, share) }))
}
