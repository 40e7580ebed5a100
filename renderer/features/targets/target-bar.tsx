import { Plus, RotateCw, Square } from 'lucide-react'
import type { ReactNode, RefObject } from 'react'
import type { TargetList as Listed } from '#contract/targets.ts'
import { useActions } from '../../app/actions.ts'
import { IconButton } from '../../ui/button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { Select } from '../../ui/select.tsx'
import { kindFilters, stateFilters, type TargetQuery } from './target-rows.ts'
import type { TargetStore } from './target-store.ts'
import { useTargetWords } from './use-targets.ts'

interface BarProps {
  readonly list: Listed | null
  readonly store: TargetStore
  readonly query: TargetQuery
  readonly head: ReactNode
  readonly onQuery: (query: TargetQuery) => void
  readonly onAdd: () => void
  readonly onLeave: () => void
  readonly search: RefObject<HTMLInputElement | null>
}

/** Reads everything again, or gives the reading up. */
function ReadButton({ list, store }: Pick<BarProps, 'list' | 'store'>) {
  const say = useTargetWords()
  const { call } = useActions()
  const isReading = list?.places.some(({ reading }) => reading === 'now') === true
  return isReading ? (
    <IconButton label={say.stopReading} onClick={() => void call('target.stop')}>
      <Square size={13} />
    </IconButton>
  ) : (
    <IconButton label={say.readAgain} onClick={() => void store.read('all')}>
      <RotateCw size={15} />
    </IconButton>
  )
}

/** What the list can be narrowed to, beside the search. */
function Picks({ query, onQuery }: Pick<BarProps, 'query' | 'onQuery'>) {
  const say = useTargetWords()
  return (
    <>
      <div className="target-pick">
        <Select
          label={say.filterKind}
          value={query.kind}
          options={kindFilters.map((value) => ({ value, label: say.kinds[value] }))}
          onChange={(kind) => onQuery({ ...query, kind })}
        />
      </div>
      <div className="target-pick">
        <Select
          label={say.filterState}
          value={query.state}
          options={stateFilters.map((value) => ({ value, label: say.states[value] }))}
          onChange={(state) => onQuery({ ...query, state })}
        />
      </div>
    </>
  )
}

/** The bar over the list: what is chosen from, what it is narrowed to, and the search. */
export function TargetBar({ list, store, query, head, search, onQuery, onAdd, onLeave }: BarProps) {
  const say = useTargetWords()
  return (
    <div className="list-bar target-bar">
      {head}
      <span className="grow" />
      <Picks query={query} onQuery={onQuery} />
      <IconButton label={say.addPlace.action} onClick={onAdd}>
        <Plus size={16} />
      </IconButton>
      <ReadButton list={list} store={store} />
      <SearchField
        ref={search}
        value={query.search}
        label={say.search}
        clearLabel={say.clearSearch}
        onChange={(text) => onQuery({ ...query, search: text })}
        onLeave={onLeave}
      />
    </div>
  )
}
