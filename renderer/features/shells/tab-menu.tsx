import { CopyX, Pencil, X } from 'lucide-react'
import type { ShellTab } from '#domain/shell-layout/workspace.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { AnchoredMenu, MenuItem, MenuSeparator, type MenuAnchor } from '../../ui/menu.tsx'
import { useShellStore, useShellWords, useShells } from './use-shells.ts'

/** A tab whose menu is open, and where. */
export interface OpenTabMenu {
  readonly tab: ShellTab
  readonly title: string
  readonly anchor: MenuAnchor
}

interface TabMenuProps {
  readonly open: OpenTabMenu | null
  readonly onClose: () => void
}

/** What can be done with a tab. It stands outside of the list of tabs, which has tabs in it and nothing else. */
export function TabMenu({ open, onClose }: TabMenuProps) {
  const store = useShellStore()
  const say = useShellWords()
  const mod = useShortcut()
  const hasOthers = useShells(({ workspace }) => workspace.tabs.length > 1)
  // The field for the name takes the focus itself.
  const finalFocus = (): boolean => store.getState().renaming === null
  if (open === null) return null
  const { tab, title, anchor } = open
  return (
    <AnchoredMenu anchor={anchor} label={title} onClose={onClose} finalFocus={finalFocus}>
      <MenuItem
        icon={<Pencil size={14} />}
        shortcut={mod('shell-rename')}
        onSelect={() => store.set({ renaming: tab.id })}
      >
        {say.actions.rename}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={<X size={14} />} onSelect={() => store.closing.tab(tab.id)}>
        {say.tabs.closeTab}
      </MenuItem>
      <MenuItem icon={<CopyX size={14} />} disabled={!hasOthers} onSelect={() => store.closing.others(tab.id)}>
        {say.tabs.closeOthers}
      </MenuItem>
    </AnchoredMenu>
  )
}
