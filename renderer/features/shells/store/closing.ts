import type { ShellView } from '#contract/shells.ts'
import { mayLose } from '#domain/shell/live.ts'
import { panesOf } from '#domain/shell-layout/pane-tree.ts'
import type { Arranging } from './arranging.ts'
import type { CloseOrder, ShellState } from './shell-state.ts'
import type { StoreParts } from './store-parts.ts'

/** Panes and tabs that go when a person says so: where something may run in them, after a question. */
export interface Closing {
  pane(pane: string): void
  tab(tab: string): void
  /** The answer to the question. */
  confirm(): void
  keep(): void
  /** Shells in which something may run, of what is to be closed. */
  atStake(order: CloseOrder): readonly ShellView[]
  /** Nothing runs any more in what was asked about: there is no question left. */
  settle(): void
}

/** The panes that an order closes. */
function panesIn(order: CloseOrder, { workspace }: ShellState): readonly string[] {
  if (order.close === 'pane') return [order.pane]
  const tab = workspace.tabs.find(({ id }) => id === order.tab)
  return tab === undefined ? [] : panesOf(tab.tree)
}

export function createClosing({ store, viewOf }: StoreParts, arrange: Arranging): Closing {
  const atStake = (order: CloseOrder): readonly ShellView[] =>
    panesIn(order, store.getState()).flatMap((pane) => {
      const view = viewOf(pane)
      return view !== null && mayLose(view.status) ? [view] : []
    })
  const carryOut = (order: CloseOrder): void => {
    store.setState({ asksToClose: null })
    if (order.close === 'pane') arrange.dropPane(order.pane)
    else arrange.dropTab(order.tab)
  }
  const ask = (order: CloseOrder): void => {
    if (atStake(order).length === 0) carryOut(order)
    else store.setState({ asksToClose: order })
  }
  return {
    pane: (pane) => ask({ close: 'pane', pane }),
    tab: (tab) => ask({ close: 'tab', tab }),
    confirm() {
      const { asksToClose } = store.getState()
      if (asksToClose !== null) carryOut(asksToClose)
    },
    keep: () => store.setState({ asksToClose: null }),
    atStake,
    settle() {
      const { asksToClose } = store.getState()
      if (asksToClose !== null && atStake(asksToClose).length === 0) carryOut(asksToClose)
    },
  }
}
