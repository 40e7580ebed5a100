import type { CSSProperties, KeyboardEvent, PointerEvent } from 'react'
import { boxesOf, dividersOf, panesOf, type Divider, type PaneBox } from '#domain/shell-layout/pane-tree.ts'
import type { ShellTab } from '#domain/shell-layout/workspace.ts'
import { Pane, type PaneSlots } from './pane.tsx'
import { useShellStore, useShellWords } from './use-shells.ts'

const percent = (share: number): string => `${share * 100}%`

const styleOf = ({ left, top, width, height }: PaneBox): CSSProperties => ({
  left: percent(left),
  top: percent(top),
  width: percent(width),
  height: percent(height),
})

/** Where a divider's line is, within the area it divides. */
function lineOf({ box, direction, share }: Divider): CSSProperties {
  return direction === 'row'
    ? { left: percent(box.left + box.width * share), top: percent(box.top), height: percent(box.height) }
    : { left: percent(box.left), top: percent(box.top + box.height * share), width: percent(box.width) }
}

/** The share that a pointer asks for. */
function shareAt(event: PointerEvent<HTMLElement>, { box, direction }: Divider): number {
  const area = event.currentTarget.parentElement?.getBoundingClientRect()
  if (area === undefined) return 0.5
  return direction === 'row'
    ? ((event.clientX - area.left) / area.width - box.left) / box.width
    : ((event.clientY - area.top) / area.height - box.top) / box.height
}

const stepShare = 0.05
const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -stepShare,
  ArrowUp: -stepShare,
  ArrowRight: stepShare,
  ArrowDown: stepShare,
}

function DividerLine({ divider }: { readonly divider: Divider }) {
  const store = useShellStore()
  const say = useShellWords().actions
  const { path, direction, share } = divider
  const onMove = (event: PointerEvent<HTMLElement>): void => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) store.arrange.moveDivider(path, shareAt(event, divider))
  }
  const onKey = (event: KeyboardEvent): void => {
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    store.arrange.moveDivider(path, share + step)
  }
  return (
    <div
      className="pane-divider"
      role="separator"
      tabIndex={0}
      aria-orientation={direction === 'row' ? 'vertical' : 'horizontal'}
      aria-label={say.divider}
      aria-valuemin={10}
      aria-valuemax={90}
      aria-valuenow={Math.round(share * 100)}
      data-direction={direction}
      style={lineOf(divider)}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onMove}
      onKeyDown={onKey}
      onDoubleClick={() => store.arrange.moveDivider(path, 0.5)}
    />
  )
}

interface PaneAreaProps {
  readonly tab: ShellTab
  readonly hasHeads: 'always' | 'when split'
  readonly slots: PaneSlots
}

const whole: PaneBox = { left: 0, top: 0, width: 1, height: 1 }

/** The panes of a tab where their tree has them. A pane keeps its element through every change of the tree. */
export function PaneArea({ tab, hasHeads, slots }: PaneAreaProps) {
  const boxes = tab.zoomed === null ? boxesOf(tab.tree) : new Map([[tab.zoomed, whole]])
  const hasHead = hasHeads === 'always' || panesOf(tab.tree).length > 1
  return (
    <div className="pane-area">
      {[...boxes]
        .toSorted(([one], [other]) => one.localeCompare(other))
        .map(([pane, box]) => (
          <div
            key={pane}
            className="pane-place"
            style={styleOf(box)}
            data-left={box.left > 0 ? '' : undefined}
            data-top={box.top > 0 ? '' : undefined}
          >
            <Pane pane={pane} isActive={pane === tab.active} hasHead={hasHead} slots={slots} />
          </div>
        ))}
      {tab.zoomed === null
        ? dividersOf(tab.tree).map((divider) => <DividerLine key={divider.path.join('/')} divider={divider} />)
        : null}
    </div>
  )
}
