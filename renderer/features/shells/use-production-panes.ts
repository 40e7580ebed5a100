import { environmentOf } from '#domain/environments.ts'
import { panesOf } from '#domain/shell-layout/pane-tree.ts'
import { useSnapshot } from '../../app/services.ts'
import { useCurrentTab, useShellStore } from './use-shells.ts'

/** The panes of the shown tab that belong to production. */
export function useProductionPanes(): readonly string[] {
  const store = useShellStore()
  const { environments } = useSnapshot()
  const tab = useCurrentTab()
  return (tab === null ? [] : panesOf(tab.tree)).filter((pane) => {
    const environment = store.requestOf(pane)?.environment ?? null
    return environment !== null && environmentOf(environments, environment).isProduction
  })
}
