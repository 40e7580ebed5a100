import './shells.css'
import './shell-bars.css'
import { useRef, type KeyboardEvent, type PointerEvent } from 'react'
import { useServices, useView } from '../../app/services.ts'
import { clampDockHeight } from '../../app/view-store.ts'
import { OpenQuestion } from './open-question.tsx'
import { CloseQuestion } from './close-question.tsx'
import { PaneArea } from './pane-area.tsx'
import type { PaneSlots } from './pane.tsx'
import { PasteSheet } from './paste-sheet.tsx'
import { ShellTabs } from './shell-tabs.tsx'
import { useShellKeys } from './use-shell-keys.ts'
import { useCurrentTab, useShellWords } from './use-shells.ts'

const stepPixels = 24

/** The edge by which the dock is made higher or lower. */
function DockEdge() {
  const say = useShellWords().actions
  const { view } = useServices()
  const height = useView((state) => state.dockHeight)
  const set = (wanted: number): void => view.setState({ dockHeight: clampDockHeight(wanted, window.innerHeight) })
  const onMove = (event: PointerEvent<HTMLElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) set(window.innerHeight - event.clientY)
  }
  const onKey = (event: KeyboardEvent): void => {
    const by = { ArrowUp: stepPixels, ArrowDown: -stepPixels }[event.key]
    if (by === undefined) return
    event.preventDefault()
    set(height + by)
  }
  return (
    <div
      className="dock-edge"
      role="separator"
      tabIndex={0}
      aria-orientation="horizontal"
      aria-label={say.dockHeight}
      aria-valuenow={height}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onMove}
      onKeyDown={onKey}
    />
  )
}

/** The shells under the list of tunnels. */
export function ShellDock({ slots }: { readonly slots: PaneSlots }) {
  const say = useShellWords()
  const tab = useCurrentTab()
  const height = useView((state) => state.dockHeight)
  const dock = useRef<HTMLElement>(null)
  useShellKeys(dock)
  return (
    <section ref={dock} className="dock" aria-label={say.title} style={{ height }}>
      <DockEdge />
      <ShellTabs place="dock" />
      {tab === null ? null : <PaneArea tab={tab} hasHeads="when split" slots={slots} />}
      <PasteSheet />
      <OpenQuestion />
      <CloseQuestion />
    </section>
  )
}
