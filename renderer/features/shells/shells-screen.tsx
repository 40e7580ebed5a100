import './shells.css'
import './shell-bars.css'
import { useEffect } from 'react'
import { BroadcastBar, JoinQuestion } from './broadcast-bar.tsx'
import { OpenQuestion } from './open-question.tsx'
import { CloseQuestion } from './close-question.tsx'
import { PaneArea } from './pane-area.tsx'
import type { PaneSlots } from './pane.tsx'
import { PasteSheet } from './paste-sheet.tsx'
import { ShellTabs } from './shell-tabs.tsx'
import { StatusBar } from './status-bar.tsx'
import { useShellKeys } from './use-shell-keys.ts'
import { useCurrentTab, useShellStore, useShellWords, useShells } from './use-shells.ts'

interface ShellsProps {
  readonly slots: PaneSlots
}

/** Without a tab there is one thing to do: to choose where to. */
function useSomeTab(): void {
  const store = useShellStore()
  const isEmpty = useShells(({ workspace, isRestored }) => isRestored && workspace.tabs.length === 0)
  useEffect(() => {
    if (isEmpty) store.arrange.choose()
  }, [store, isEmpty])
}

/** The page of the shells. */
export function ShellsScreen({ slots }: ShellsProps) {
  useSomeTab()
  useShellKeys(null)
  const say = useShellWords()
  const tab = useCurrentTab()
  return (
    <>
      <h1 className="visually-hidden">{say.title}</h1>
      <ShellTabs place="screen" />
      <BroadcastBar />
      {tab === null ? null : <PaneArea tab={tab} hasHeads="always" slots={slots} />}
      {tab === null ? null : <StatusBar tab={tab} />}
      <PasteSheet />
      <JoinQuestion />
      <OpenQuestion />
      <CloseQuestion />
    </>
  )
}
