import type { ShellLayout } from '#contract/shell-layout.ts'
import { panesOf, withoutPane, type PaneTree } from './pane-tree.ts'
import { stepsOf, treeOf } from './saved-tree.ts'
import type { ShellTab, Workspace } from './workspace.ts'

/** What is in a pane, as far as it is kept. */
export type KeptPane = Omit<ShellLayout['panes'][number], 'id'>
/** Files in a pane, as far as they are kept. */
export type KeptFiles = Omit<ShellLayout['files'][number], 'id'>

/** What there is to keep, by the pane that holds it. */
export interface KeptPanes {
  readonly shells: ReadonlyMap<string, KeptPane>
  readonly files: ReadonlyMap<string, KeptFiles>
}

/** What is kept of the tabs: panes in which something runs or ran, and the tabs that hold one. */
export function keptLayout({ tabs, current }: Workspace, { shells, files }: KeptPanes): ShellLayout {
  const panes = new Map<string, unknown>([...shells, ...files])
  const kept = tabs.flatMap((tab) => {
    const tree = onlyPanes(tab.tree, panes)
    return tree === null
      ? []
      : [{ id: tab.id, title: tab.title, tree: stepsOf(tree), active: activeIn(tree, tab.active) }]
  })
  const shown = new Set(kept.flatMap(({ tree }) => tree.flatMap((step) => (step.is === 'pane' ? [step.id] : []))))
  return {
    tabs: kept,
    current: kept.some(({ id }) => id === current) ? current : null,
    panes: [...shells].flatMap(([id, pane]) => (shown.has(id) ? [{ id, ...pane }] : [])),
    files: [...files].flatMap(([id, pane]) => (shown.has(id) ? [{ id, ...pane }] : [])),
  }
}

function onlyPanes(tree: PaneTree, panes: ReadonlyMap<string, unknown>): PaneTree | null {
  return panesOf(tree).reduce<PaneTree | null>(
    (left, id) => (left === null || panes.has(id) ? left : withoutPane(left, id)),
    tree,
  )
}

const activeIn = (tree: PaneTree, wanted: string): string => {
  const panes = panesOf(tree)
  return panes.includes(wanted) ? wanted : (panes[0] ?? wanted)
}

/** The tabs as they were kept; a tab that makes no sense is left out, the others stay. */
export function restoredLayout(layout: ShellLayout): { readonly workspace: Workspace; readonly panes: KeptPanes } {
  const shells = new Map(layout.panes.map(({ id, request, shell }) => [id, { request, shell }]))
  const files = new Map(layout.files.map(({ id, request, session }) => [id, { request, session }]))
  const panes = new Map<string, unknown>([...shells, ...files])
  const used = new Set<string>()
  const tabs = layout.tabs.flatMap((tab): ShellTab[] => {
    const whole = treeOf(tab.tree)
    const tree = whole === null ? null : onlyPanes(whole, panes)
    if (tree === null || panesOf(tree).some((id) => used.has(id))) return []
    for (const id of panesOf(tree)) used.add(id)
    return [{ id: tab.id, title: tab.title, tree, active: activeIn(tree, tab.active), zoomed: null }]
  })
  const current = tabs.some(({ id }) => id === layout.current) ? layout.current : (tabs[0]?.id ?? null)
  const shown = <T>(kept: ReadonlyMap<string, T>): ReadonlyMap<string, T> =>
    new Map([...kept].filter(([id]) => used.has(id)))
  return { workspace: { tabs, current }, panes: { shells: shown(shells), files: shown(files) } }
}
