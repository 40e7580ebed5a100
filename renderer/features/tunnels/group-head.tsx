import { ChevronRight, Ellipsis } from 'lucide-react'
import type { MouseEvent } from 'react'
import { environmentName } from '#words/environment-name.ts'
import { useWords } from '../../app/services.ts'
import { EnvironmentMark } from '../../parts/tunnel/tunnel-marks.tsx'
import { IconButton } from '../../ui/button.tsx'
import { groupSummary } from './groups.ts'
import { headHeight, type PlacedGroup } from './list-layout.ts'
import type { RowHandlers } from './use-row-handlers.ts'

interface GroupHeadProps {
  readonly group: PlacedGroup
  /** What the group is called by assistive technology. */
  readonly label: string
  readonly rowIndex: number
  readonly reachable: boolean
  readonly handlers: RowHandlers
}

function GroupFacts({ group }: { readonly group: PlacedGroup }) {
  const words = useWords()
  return (
    <>
      {group.account === '' ? null : <span className="trunc">{group.account}</span>}
      {group.accountId === '' ? null : <span className="group-fact num">{group.accountId}</span>}
      <span className="group-fact">{group.regions.join(words.listSeparator)}</span>
      <span className="group-summary">{groupSummary(group.tunnels, words)}</span>
    </>
  )
}

function GroupMenuButton({ group, label, handlers }: Pick<GroupHeadProps, 'group' | 'label' | 'handlers'>) {
  const words = useWords()
  const { menu } = words.tunnels.several
  return (
    <IconButton
      label={menu}
      aria-label={`${menu}${words.listSeparator}${label}`}
      aria-haspopup="menu"
      tabIndex={-1}
      onClick={(event) => handlers.onMenu(group.key, event.currentTarget)}
    >
      <Ellipsis size={16} />
    </IconButton>
  )
}

/** The head of a group, which stays in view: its name folds the group, and it has a menu for all of it. */
export function GroupHead({ group, label, rowIndex, reachable, handlers }: GroupHeadProps) {
  const words = useWords()
  const { key, isCollapsed } = group
  const onContextMenu = (event: MouseEvent): void => {
    event.preventDefault()
    handlers.onMenu(key, { x: event.clientX, y: event.clientY })
  }
  return (
    <div
      className="list-head group-head"
      role="row"
      aria-rowindex={rowIndex}
      style={{ height: headHeight }}
      onContextMenu={onContextMenu}
    >
      <div className="group-fold" role="gridcell">
        <button
          type="button"
          aria-expanded={!isCollapsed}
          tabIndex={reachable ? 0 : -1}
          data-head={key}
          onClick={() => handlers.onToggle(key)}
          onKeyDown={(event) => handlers.onHeadKey(event, key)}
        >
          <ChevronRight size={14} aria-hidden="true" />
          <EnvironmentMark environment={group.environment} />
          <b>{environmentName(group.environment, words)}</b>
        </button>
        <GroupFacts group={group} />
      </div>
      <div role="gridcell">
        <GroupMenuButton group={group} label={label} handlers={handlers} />
      </div>
    </div>
  )
}
