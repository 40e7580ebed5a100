import '../../parts/production/production-rows.css'
import { environmentName } from '#words/environment-name.ts'
import { useWords } from '../../app/services.ts'
import { productionOf } from '../../parts/tunnel/tunnel-marks.tsx'
import { GroupHead } from './group-head.tsx'
import { groupSummary } from './groups.ts'
import type { DrawnGroup } from './list-layout.ts'
import { TunnelRow } from './tunnel-row.tsx'
import type { RowHandlers } from './use-row-handlers.ts'

interface TunnelGroupProps {
  readonly drawn: DrawnGroup
  /** Ids of the rows that are selected. */
  readonly selected: ReadonlySet<string>
  /** Key of the row or head that the keyboard enters the list at. */
  readonly reachable: string | null
  readonly handlers: RowHandlers
}

/** One environment in one account: as high as all of its rows, a head that stays, and the rows that are drawn. */
export function TunnelGroupSection({ drawn, selected, reachable, handlers }: TunnelGroupProps) {
  const { group, rows } = drawn
  const words = useWords()
  const name = environmentName(group.environment, words)
  const summary = groupSummary(group.tunnels, words)
  const label = [name, group.account, group.accountId, summary].filter((part) => part !== '').join(words.listSeparator)
  return (
    <div
      className="list-group"
      role="rowgroup"
      aria-label={label}
      data-production={productionOf(group.environment)}
      style={{ top: group.top, height: group.height }}
    >
      <GroupHead
        group={group}
        label={label}
        rowIndex={drawn.rowIndex}
        reachable={group.key === reachable}
        handlers={handlers}
      />
      {rows.map(({ tunnel, top, rowIndex, isLast }) => (
        <TunnelRow
          key={tunnel.id}
          tunnel={tunnel}
          environment={group.environment}
          top={top}
          rowIndex={rowIndex}
          isLast={isLast}
          selected={selected.has(tunnel.id)}
          reachable={tunnel.id === reachable}
          handlers={handlers}
        />
      ))}
    </div>
  )
}
