import { Radio } from 'lucide-react'
import { useRef } from 'react'
import { panesOf } from '#domain/shell-layout/pane-tree.ts'
import { useShortcut } from '../../app/shortcuts.ts'
import { Button } from '../../ui/button.tsx'
import { Sheet } from '../../ui/sheet.tsx'
import { useCurrentTab, usePane, useShellStore, useShellWords, useShells } from './use-shells.ts'
import { useProductionPanes } from './use-production-panes.ts'

/** Says over all panes that typing goes to several of them. */
export function BroadcastBar() {
  const store = useShellStore()
  const say = useShellWords().broadcast
  const mod = useShortcut()
  const tab = useCurrentTab()
  const broadcast = useShells((state) => state.broadcast)
  const production = useProductionPanes()
  if (broadcast.kind === 'off' || tab === null) return null
  const isHeard = production.some((pane) => broadcast.hears.includes(pane))
  const about = production.length === 0 ? say.about : isHeard ? say.withProduction : say.withoutProduction
  return (
    <div className="broadcast-bar" role="status">
      <Radio size={16} aria-hidden="true" />
      <b>{say.to(broadcast.hears.length, panesOf(tab.tree).length)}</b>
      <span className="broadcast-about">{about}</span>
      <span className="grow" />
      <Button size="small" shortcut={mod('shell-broadcast')} onClick={store.broadcast.stop}>
        {say.stop}
      </Button>
    </div>
  )
}

function JoinSheet({ pane }: { readonly pane: string }) {
  const store = useShellStore()
  const say = useShellWords().broadcast
  const { name } = usePane(pane)
  const safe = useRef<HTMLButtonElement>(null)
  const leave = (): void => store.set({ asksToJoin: null })
  const title = say.joinTitle(name ?? '')
  return (
    <Sheet label={title} size="question" care="" role="alertdialog" initialFocus={safe} onClose={leave}>
      <div className="confirm">
        <h2 className="sheet-title">{title}</h2>
        <p className="t2">{say.joinText}</p>
        <div className="confirm-actions">
          <Button ref={safe} onClick={leave}>
            {say.joinKeep}
          </Button>
          <Button variant="danger" onClick={() => store.broadcast.confirmJoin(pane)}>
            {say.joinAction}
          </Button>
        </div>
      </div>
    </Sheet>
  )
}

/** Asks before a pane of production hears what is typed elsewhere. */
export function JoinQuestion() {
  const pane = useShells((state) => state.asksToJoin)
  return pane === null ? null : <JoinSheet pane={pane} />
}
