import { ListChecks, Power, PowerOff } from 'lucide-react'
import { useActions } from '../../app/actions.ts'
import { useServices, useWords } from '../../app/services.ts'
import { MenuItem, MenuSeparator } from '../../ui/menu.tsx'
import type { TunnelGroup } from './groups.ts'

/** What can be done with all tunnels of a group that the list shows. */
export function GroupMenuItems({ group }: { readonly group: TunnelGroup }) {
  const { several } = useWords().tunnels
  const actions = useActions()
  const { view } = useServices()
  const ids = group.tunnels.map(({ id }) => id)
  // Only what can be seen is selected.
  const choose = (): void =>
    view.setState(({ collapsed }) => ({ chosen: ids, collapsed: collapsed.filter((key) => key !== group.key) }))
  const stopped = group.tunnels.filter(({ status }) => status.kind === 'stopped').length
  return (
    <>
      <MenuItem icon={<Power size={14} />} disabled={stopped === 0} onSelect={() => actions.armAll(ids)}>
        {several.arm}
      </MenuItem>
      <MenuItem icon={<PowerOff size={14} />} disabled={stopped === ids.length} onSelect={() => actions.stopAll(ids)}>
        {several.stop}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<ListChecks size={14} />} onSelect={choose}>
        {several.choose(ids.length)}
      </MenuItem>
    </>
  )
}
