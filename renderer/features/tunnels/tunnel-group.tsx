import { environmentName } from '#words/environment-name.ts'
import { useWords } from '../../app/services.ts'
import { EnvironmentMark, productionOf } from '../../parts/tunnel/tunnel-marks.tsx'
import { groupSummary } from './groups.ts'
import { headHeight, type DrawnGroup } from './list-layout.ts'
import { TunnelRow, type RowHandlers } from './tunnel-row.tsx'

interface TunnelGroupProps {
  readonly drawn: DrawnGroup
  readonly selected: string | null
  readonly reachable: string | null
  readonly handlers: RowHandlers
}

/** One environment in one account: as high as all of its rows, a header that stays, and the rows that are drawn. */
export function TunnelGroupSection({ drawn, selected, reachable, handlers }: TunnelGroupProps) {
  const { group, rows } = drawn
  const words = useWords()
  const name = environmentName(group.environment, words)
  const summary = groupSummary(group.tunnels, words)
  const label = [name, group.account, group.accountId, summary].filter((part) => part !== '').join(words.listSeparator)
  return (
    <section
      className="tunnel-group"
      role="rowgroup"
      aria-label={label}
      data-production={productionOf(group.environment)}
      style={{ top: group.top, height: group.height }}
    >
      <div className="group-head" aria-hidden="true" style={{ height: headHeight }}>
        <EnvironmentMark environment={group.environment} />
        <b>{name}</b>
        {group.account === '' ? null : <span className="trunc">{group.account}</span>}
        <span className="group-fact num">{group.accountId}</span>
        <span className="group-fact">{group.regions.join(words.listSeparator)}</span>
        <span className="group-summary">{summary}</span>
      </div>
      {rows.map(({ tunnel, top, rowIndex, isLast }) => (
        <TunnelRow
          key={tunnel.id}
          tunnel={tunnel}
          environment={group.environment}
          top={top}
          rowIndex={rowIndex}
          isLast={isLast}
          selected={tunnel.id === selected}
          reachable={tunnel.id === reachable}
          handlers={handlers}
        />
      ))}
    </section>
  )
}
