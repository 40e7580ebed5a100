import type { KeyboardEvent, PointerEvent } from 'react'
import { useServices, useView, useWords } from '../../app/services.ts'
import { clampPanelWidth, panelWidths } from '../../app/view-store.ts'

/** The edge of the panel: drag it, or move it with the arrows. */
export function PanelResize() {
  const words = useWords()
  const { view } = useServices()
  const width = useView((state) => state.panelWidth)
  const set = (next: number): void => view.setState({ panelWidth: clampPanelWidth(next) })
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    set(document.documentElement.clientWidth - event.clientX)
  }
  const step = (event: KeyboardEvent): void => {
    const by = event.key === 'ArrowLeft' ? 16 : event.key === 'ArrowRight' ? -16 : 0
    if (by !== 0) set(width + by)
  }
  return (
    <div
      className="panel-resize"
      role="separator"
      aria-orientation="vertical"
      aria-label={words.resizePanel}
      aria-valuemin={panelWidths.min}
      aria-valuemax={panelWidths.max}
      aria-valuenow={width}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={drag}
      onDoubleClick={() => set(panelWidths.usual)}
      onKeyDown={step}
    />
  )
}
