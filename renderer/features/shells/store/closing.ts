import type { FileSessionView } from '#contract/files.ts'
import type { ShellView } from '#contract/shells.ts'
import { mayLose } from '#domain/shell/live.ts'
import { isUnfinished } from '#domain/transfer/unfinished.ts'
import { panesOf } from '#domain/shell-layout/pane-tree.ts'
import type { ShellTab, Workspace } from '#domain/shell-layout/workspace.ts'
import type { Arranging } from './arranging.ts'
import type { CloseOrder, ShellState } from './shell-state.ts'
import type { StoreParts } from './store-parts.ts'

/** Panes and tabs that go when a person says so: where something may run in them, after a question. */
export interface Closing {
  pane(pane: string): void
  tab(tab: string): void
  /** Every tab but this one. */
  others(tab: string): void
  /** The answer to the question. */
  confirm(): void
  keep(): void
  /** What would be lost of what is to be closed. */
  atStake(order: CloseOrder): AtStake
  /** Nothing runs any more in what was asked about: there is no question left. */
  settle(): void
}

/** Shells in which something may run, and files of which something is on its way. */
export interface AtStake {
  readonly shells: readonly ShellView[]
  readonly files: readonly FileSessionView[]
}

/** The tabs that an order closes. */
function tabsIn(order: Exclude<CloseOrder, { close: 'pane' }>, { tabs }: Workspace): readonly ShellTab[] {
  return tabs.filter(({ id }) => (id === order.tab) === (order.close === 'tab'))
}

/** The panes that an order closes. */
function panesIn(order: CloseOrder, { workspace }: ShellState): readonly string[] {
  return order.close === 'pane' ? [order.pane] : tabsIn(order, workspace).flatMap(({ tree }) => panesOf(tree))
}

export function createClosing(parts: StoreParts, arrange: Arranging): Closing {
  const { store } = parts
  const atStake = (order: CloseOrder): AtStake => {
    const panes = panesIn(order, store.getState())
    return {
      shells: panes.flatMap((pane) => shellIn(parts, pane)),
      files: panes.flatMap((pane) => filesIn(parts, pane)),
    }
  }
  const isNothing = ({ shells, files }: AtStake): boolean => shells.length + files.length === 0
  const carryOut = (order: CloseOrder): void => {
    store.setState({ asksToClose: null })
    if (order.close === 'pane') arrange.dropPane(order.pane)
    else for (const { id } of tabsIn(order, store.getState().workspace)) arrange.dropTab(id)
  }
  const ask = (order: CloseOrder): void => {
    if (isNothing(atStake(order))) carryOut(order)
    else store.setState({ asksToClose: order })
  }
  return {
    pane: (pane) => ask({ close: 'pane', pane }),
    tab: (tab) => ask({ close: 'tab', tab }),
    others: (tab) => ask({ close: 'others', tab }),
    confirm() {
      const { asksToClose } = store.getState()
      if (asksToClose !== null) carryOut(asksToClose)
    },
    keep: () => store.setState({ asksToClose: null }),
    atStake,
    settle() {
      const { asksToClose } = store.getState()
      if (asksToClose !== null && isNothing(atStake(asksToClose))) carryOut(asksToClose)
    },
  }
}

function shellIn({ viewOf }: StoreParts, pane: string): readonly ShellView[] {
  const view = viewOf(pane)
  return view !== null && mayLose(view.status) ? [view] : []
}

function filesIn({ services, store }: StoreParts, pane: string): readonly FileSessionView[] {
  const content = store.getState().contents.get(pane)
  if (content?.kind !== 'files') return []
  const files = services.snapshots.getState().snapshot?.files ?? []
  return files.filter(({ id, transfers }) => id === content.id && transfers.some(({ status }) => isUnfinished(status)))
}
