import { environmentName } from '#words/environment-name.ts'
import { useWords } from '../../app/services.ts'
import { EnvironmentMark, productionOf } from '../../parts/tunnel/tunnel-marks.tsx'
import { groupSummary, type TunnelGroup } from './groups.ts'
import { TunnelRow, type TunnelRowProps } from './tunnel-row.tsx'

type RowHandlers = Pick<TunnelRowProps, 'onSelect' | 'onWhy' | 'onKey' | 'onMenu'>

interface TunnelGroupProps extends RowHandlers {
  readonly group: TunnelGroup
  /** How many of its rows are drawn, from the first one on. */
  readonly shown: number
  readonly selected: string | null
  readonly reachable: string | null
}

/** One environment in one account: a header that stays, and its rows. */
export function TunnelGroupSection({ group, shown, selected, reachable, ...handlers }: TunnelGroupProps) {
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
    >
      <div className="group-head" aria-hidden="true">
        <EnvironmentMark environment={group.environment} />
        <b>{name}</b>
        {group.account === '' ? null : <span className="trunc">{group.account}</span>}
        <span className="group-fact num">{group.accountId}</span>
        <span className="group-fact">{group.regions.join(words.listSeparator)}</span>
        <span className="group-summary">{summary}</span>
      </div>
      {group.tunnels.slice(0, shown).map((tunnel) => (
        <TunnelRow
          key={tunnel.id}
          tunnel={tunnel}
          environment={group.environment}
          selected={tunnel.id === selected}
          reachable={tunnel.id === reachable}
          {...handlers}
        />
      ))}
    </section>
  )
}
