import { useRef } from 'react'
import type { RecordingEntry } from '#contract/recordings.ts'
import { environmentName } from '#words/environment-name.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { Select } from '../../ui/select.tsx'
import { recordingAges, targetsIn, type RecordingFilter } from './recording-groups.ts'
import { useRecordingWords } from './use-recording-words.ts'

interface FilterBarProps {
  readonly entries: readonly RecordingEntry[]
  readonly filter: RecordingFilter
  /** What is beside the picks: how many are shown, or how far a search is. */
  readonly count: string
  readonly search: string
  readonly onFilter: (filter: RecordingFilter) => void
  readonly onSearch: (text: string) => void
  readonly onLeaveSearch: () => void
}

/** Every is an empty value: names of targets are not empty. */
const every = ''

/** Which recordings are shown, and what is sought in them. */
export function FilterBar({ count, search, onSearch, onLeaveSearch, ...picks }: FilterBarProps) {
  const words = useRecordingWords()
  const field = useRef<HTMLInputElement>(null)
  const leave = (): void => {
    field.current?.blur()
    onLeaveSearch()
  }
  return (
    <div className="list-bar list-filters">
      <Picks {...picks} />
      <span className="t3 num" role="status">
        {count}
      </span>
      <span className="grow" />
      <SearchField
        ref={field}
        value={search}
        label={words.search}
        clearLabel={words.clearSearch}
        onChange={onSearch}
        onLeave={leave}
      />
    </div>
  )
}

function Picks({ entries, filter, onFilter }: Pick<FilterBarProps, 'entries' | 'filter' | 'onFilter'>) {
  const words = useRecordingWords()
  const all = useWords()
  const { environments } = useSnapshot()
  const targets = targetsIn(entries).map((target) => ({ value: target, label: target }))
  const places = environments.map((one) => ({ value: one.id, label: environmentName(one, all) }))
  return (
    <>
      <Select
        label={words.anyTarget}
        value={filter.target ?? every}
        options={[{ value: every, label: words.anyTarget }, ...targets]}
        onChange={(target) => onFilter({ ...filter, target: target === every ? null : target })}
      />
      <Select
        label={words.allEnvironments}
        value={filter.environment ?? every}
        options={[{ value: every, label: words.allEnvironments }, ...places]}
        onChange={(environment) => onFilter({ ...filter, environment: environment === every ? null : environment })}
      />
      <Select
        label={words.ages.all}
        value={filter.age}
        options={recordingAges.map((age) => ({ value: age, label: words.ages[age] }))}
        onChange={(age) => onFilter({ ...filter, age })}
      />
    </>
  )
}
