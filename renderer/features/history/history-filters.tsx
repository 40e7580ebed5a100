import { useRef, type ReactNode } from 'react'
import type { ActivityFilter, ActivityGroup } from '#contract/activity.ts'
import { environmentName } from '#words/environment-name.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import { useActivityWords } from '../../parts/activity/use-activity-words.ts'
import { useFindKey } from '../../parts/list/use-find-key.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { Select } from '../../ui/select.tsx'

const ages = ['today', 'week', 'month', 'all'] as const
const groups = ['all', 'sessions', 'connections', 'failures', 'ports', 'shells', 'files', 'sign-ins'] as const
const dayMs = 86_400_000
const daysOf = { today: 0, week: 6, month: 29 } as const

/** What a person has picked. */
export interface Picks {
  readonly age: (typeof ages)[number]
  readonly group: ActivityGroup | 'all'
  readonly environment: string | null
  readonly search: string
}

export const usualPicks: Picks = { age: 'week', group: 'all', environment: null, search: '' }

/** The filter that main is asked with; whole days of this computer's calendar. */
export function filterOf({ age, group, environment, search }: Picks, now: number): ActivityFilter {
  const midnight = new Date(now).setHours(0, 0, 0, 0)
  return {
    search: search.slice(0, 200),
    group: group === 'all' ? null : group,
    environment,
    since: age === 'all' ? null : midnight - daysOf[age] * dayMs,
  }
}

/** Every environment is an empty value: ids of environments are not empty. */
const every = ''

interface HistoryFiltersProps {
  readonly picks: Picks
  readonly count: ReactNode
  readonly onPick: (picks: Picks) => void
  readonly onLeaveSearch: () => void
}

/** Which events are shown. */
export function HistoryFilters({ picks, count, onPick, onLeaveSearch }: HistoryFiltersProps) {
  const words = useActivityWords().history
  const field = useRef<HTMLInputElement>(null)
  useFindKey(field)
  const leave = (): void => {
    field.current?.blur()
    onLeaveSearch()
  }
  return (
    <div className="list-bar list-filters">
      <Selects picks={picks} onPick={onPick} />
      <span className="t3 num" role="status">
        {count}
      </span>
      <span className="grow" />
      <SearchField
        ref={field}
        value={picks.search}
        label={words.search}
        clearLabel={words.clearSearch}
        onChange={(search) => onPick({ ...picks, search })}
        onLeave={leave}
      />
    </div>
  )
}

function Selects({ picks, onPick }: Pick<HistoryFiltersProps, 'picks' | 'onPick'>) {
  const words = useActivityWords().history
  const all = useWords()
  const { environments } = useSnapshot()
  const places = environments.map((one) => ({ value: one.id, label: environmentName(one, all) }))
  return (
    <>
      <Select
        label={words.ages.all}
        value={picks.age}
        options={ages.map((value) => ({ value, label: words.ages[value] }))}
        onChange={(age) => onPick({ ...picks, age })}
      />
      <Select
        label={words.groups.all}
        value={picks.group}
        options={groups.map((value) => ({ value, label: words.groups[value] }))}
        onChange={(group) => onPick({ ...picks, group })}
      />
      <Select
        label={words.allEnvironments}
        value={picks.environment ?? every}
        options={[{ value: every, label: words.allEnvironments }, ...places]}
        onChange={(environment) => onPick({ ...picks, environment: environment === every ? null : environment })}
      />
    </>
  )
}
