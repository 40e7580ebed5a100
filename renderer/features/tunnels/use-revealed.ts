import { useEffect } from 'react'
import type { TunnelView } from '#contract/snapshot.ts'
import { useServices, useView } from '../../app/services.ts'
import type { TunnelGroup } from './groups.ts'

/**
 * Makes the list show the tunnel that something outside it leads to: takes back the filter, the search and the environment if they
 * hide it, and unfolds its group. A tunnel that was saved just now is waited for.
 */
export function useRevealed(tunnels: readonly TunnelView[], groups: readonly TunnelGroup[]): void {
  const { view } = useServices()
  const revealed = useView((state) => state.revealed)
  const isThere = revealed !== null && tunnels.some(({ id }) => id === revealed)
  const group = groups.find((one) => one.tunnels.some(({ id }) => id === revealed))?.key
  useEffect(() => {
    if (!isThere) return
    if (group === undefined) view.setState({ filter: 'all', search: '', environment: null })
    else view.setState(({ collapsed }) => ({ collapsed: collapsed.filter((key) => key !== group), revealed: null }))
  }, [view, revealed, isThere, group])
}
