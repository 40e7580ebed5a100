import './recordings.css'
import { FolderOpen } from 'lucide-react'
import { useEffect, useRef, useState, type KeyboardEvent } from 'react'
import { useStore } from 'zustand'
import type { RecordingEntry, RecordingList } from '#contract/recordings.ts'
import { formatBytes } from '#words/format.ts'
import { problemText } from '#words/problem-text.ts'
import { useNow } from '../../app/clock.ts'
import { useServices, useSnapshot, useWords } from '../../app/services.ts'
import { withMod } from '../../app/shortcuts.ts'
import { ActivityHead } from '../../parts/activity/activity-head.tsx'
import { Banners } from '../../parts/notices/banners.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { SegmentedFilter } from '../../ui/segmented-filter.tsx'
import { FilterBar } from './filter-bar.tsx'
import { KeyBar } from './key-bar.tsx'
import { chosenEntries, groupedByDay, type RecordingFilter } from './recording-groups.ts'
import { RecordingRow } from './recording-row.tsx'
import type { RecordingsState, RecordingsStore } from './recordings-store.ts'
import { TransfersList } from './transfers-list.tsx'
import { useRecordingActions } from './use-recording-actions.ts'
import { useRecordingWords } from './use-recording-words.ts'

const everything: RecordingFilter = { target: null, environment: null, age: 'all' }

interface ListProps {
  readonly store: RecordingsStore
  /** The one that was played last. */
  readonly last: string | null
}

/** All recordings of this computer, by day. */
export function RecordingsList({ store, last }: ListProps) {
  const words = useRecordingWords()
  const { showFolder } = useRecordingActions()
  const list = useStore(store, (state) => state.list)
  const [kind, setKind] = useState<'shells' | 'files'>('shells')
  return (
    <div className="list-screen recordings">
      <ActivityHead part="recordings">
        <SegmentedFilter
          label={words.kinds.label}
          options={(['shells', 'files'] as const).map((value) => ({ value, label: words.kinds[value] }))}
          value={kind}
          onChange={setKind}
        />
        <Button icon={<FolderOpen size={14} />} onClick={showFolder}>
          {words.showFolder}
        </Button>
      </ActivityHead>
      <Banners />
      <Trouble store={store} />
      {kind === 'files' ? <TransfersList /> : <Shells store={store} list={list} last={last} />}
    </div>
  )
}

function Shells({ list, ...props }: ListProps & { readonly list: RecordingList | null }) {
  if (list === null) return null
  return list.count === 0 ? <Empty /> : <Filled list={list} {...props} />
}

function Trouble({ store }: Pick<ListProps, 'store'>) {
  const words = useWords()
  const problem = useStore(store, (state) => state.problem ?? state.list?.problem ?? null)
  if (problem === null) return null
  const { headline, sentence } = problemText(problem, words, {})
  return <Banner>{`${headline}. ${sentence}`}</Banner>
}

function Empty() {
  const words = useRecordingWords()
  const { view } = useServices()
  return (
    <div className="list-empty">
      <h2>{words.empty}</h2>
      <p>{words.emptyText}</p>
      <div className="empty-actions">
        <Button
          variant="primary"
          onClick={() => view.setState({ screen: { name: 'settings' }, settingsSection: 'recordings' })}
        >
          {words.openSettings}
        </Button>
      </div>
    </div>
  )
}

/** Those that the picks leave and, once they were read, that have what is sought. */
function shownOf(
  { list, search, found }: RecordingsState,
  filter: RecordingFilter,
  now: number,
): readonly RecordingEntry[] {
  const chosen = chosenEntries(list?.recordings ?? [], filter, now)
  return search.trim() === '' ? chosen : chosen.filter(({ id }) => (found.get(id)?.count ?? 0) > 0)
}

function Filled({ store, list, last }: ListProps & { readonly list: RecordingList }) {
  const words = useRecordingWords()
  const state = useStore(store)
  const [filter, setFilter] = useState(everything)
  const [current, setCurrent] = useState(last)
  const now = useNow(60_000)
  const shown = shownOf(state, filter, now)
  const at = shown.some(({ id }) => id === current) ? current : (shown[0]?.id ?? null)
  const { remove } = useRecordingActions()
  const isReading = state.search.trim() !== '' && state.found.size < list.recordings.length
  const count = isReading
    ? words.read(state.found.size, list.recordings.length)
    : words.shownOf(shown.length, list.count)
  const removeCurrent = (): void => {
    if (at !== null) void remove(at)
  }
  return (
    <>
      <FilterBar
        entries={list.recordings}
        filter={filter}
        count={count}
        search={state.search}
        onFilter={setFilter}
        onSearch={store.search}
        onLeaveSearch={() => document.getElementById(`recording-${at ?? ''}`)?.focus()}
      />
      <Rows {...{ state, shown, at, list, now }} onSelect={setCurrent} onRemove={removeCurrent} />
      {at === null ? null : <KeyBar id={at} onRemove={removeCurrent} />}
    </>
  )
}

interface RowsProps {
  readonly state: RecordingsState
  readonly list: RecordingList
  readonly shown: readonly RecordingEntry[]
  readonly now: number
  /** The current one. */
  readonly at: string | null
  readonly onSelect: (id: string) => void
  readonly onRemove: () => void
}

function Rows({ state, list, shown, now, at, onSelect, onRemove }: RowsProps) {
  const words = useRecordingWords()
  const { play } = useRecordingActions()
  const groups = groupedByDay(shown, now)
  const keys = useRowKeys(shown, onSelect, onRemove)
  useFocusOnReturn(at)
  return (
    <div className="list-scroll recording-list" role="listbox" aria-label={words.list}>
      {groups.map(({ day, entries }, index) => (
        <div key={day} role="group" aria-label={words.days[day]}>
          <div className="list-head" role="presentation">
            <b>{words.days[day]}</b>
            {index === 0 ? <Kept list={list} /> : null}
          </div>
          {entries.map((entry) => (
            <RecordingRow
              key={entry.id}
              entry={entry}
              day={day}
              verdict={state.verdicts.get(entry.id)}
              sought={state.search}
              found={state.found.get(entry.id)}
              isCurrent={entry.id === at}
              onSelect={() => onSelect(entry.id)}
              onPlay={() => play(entry.id)}
              onKeyDown={(event) => keys(event, entry.id)}
            />
          ))}
        </div>
      ))}
      {shown.length > 0 ? null : (
        <p className="list-none t3">{state.search === '' ? words.nothingChosen : words.nothing(state.search)}</p>
      )}
    </div>
  )
}

function Kept({ list }: { readonly list: RecordingList }) {
  const words = useRecordingWords()
  const { keepRecordings } = useSnapshot().settings
  return (
    <>
      <span className="trunc">{words.searchedHere}</span>
      <span className="recording-kept num">{words.kept(keepRecordings.days, formatBytes(list.bytes))}</span>
    </>
  )
}

/** Whoever comes back from a replay goes on where they were. */
function useFocusOnReturn(at: string | null): void {
  const first = useRef(at)
  useEffect(() => {
    const isLost = document.activeElement === null || document.activeElement === document.body
    if (isLost) document.getElementById(`recording-${first.current ?? ''}`)?.focus()
  }, [])
}

function useRowKeys(
  shown: readonly RecordingEntry[],
  onSelect: (id: string) => void,
  onRemove: () => void,
): (event: KeyboardEvent, id: string) => void {
  const { platform } = useSnapshot().app
  const { play, exportAs } = useRecordingActions()
  const go = (to: number): void => {
    const next = shown[Math.min(shown.length - 1, Math.max(0, to))]
    if (next === undefined) return
    onSelect(next.id)
    document.getElementById(`recording-${next.id}`)?.focus()
  }
  return (event, id) => {
    const at = shown.findIndex((entry) => entry.id === id)
    const ways: Readonly<Record<string, () => void>> = {
      ArrowDown: () => go(at + 1),
      ArrowUp: () => go(at - 1),
      Home: () => go(0),
      End: () => go(shown.length - 1),
      Enter: () => play(id),
      Delete: onRemove,
      Backspace: onRemove,
    }
    const isExport = event.key === 'e' && withMod(event, platform)
    const way = isExport ? () => void exportAs(id, 'asciicast') : ways[event.key]
    if (way === undefined) return
    event.preventDefault()
    way()
  }
}
