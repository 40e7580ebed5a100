import './history.css'
import { Download } from 'lucide-react'
import { useEffect, useRef, useState, type RefObject } from 'react'
import { pressedOf } from '#domain/shortcuts/shortcuts.ts'
import { formatBytes } from '#words/format.ts'
import { problemText } from '#words/problem-text.ts'
import { useNow } from '../../app/clock.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import { ActivityHead } from '../../parts/activity/activity-head.tsx'
import { useActivityWords } from '../../parts/activity/use-activity-words.ts'
import { Banners } from '../../parts/notices/banners.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ExportSheet } from './export-sheet.tsx'
import { filterOf, HistoryFilters, usualPicks, type Picks } from './history-filters.tsx'
import { HistoryList } from './history-list.tsx'
import { useHistory, type History } from './use-history.ts'

/** What happened: who opened what, when, on which node, by which program, and how much. */
export function HistoryScreen() {
  const words = useActivityWords().history
  const [picks, setPicks] = useState(usualPicks)
  const [isAtHead, setAtHead] = useState(true)
  const [exports, setExports] = useState(false)
  const list = useRef<HTMLDivElement>(null)
  const filter = filterOf(picks, useNow(60_000))
  const history = useHistory(filter, isAtHead)
  const count = history.page?.total?.events ?? 0
  useExportKey(() => setExports(count > 0))
  return (
    <div className="list-screen history">
      <ActivityHead part="history">
        <Button icon={<Download size={14} />} disabled={count === 0} onClick={() => setExports(true)}>
          {words.export}
        </Button>
      </ActivityHead>
      <Banners />
      <Trouble history={history} />
      <HistoryFilters
        picks={picks}
        count={<Count history={history} />}
        onPick={setPicks}
        onLeaveSearch={() => list.current?.querySelector<HTMLElement>('[role="row"][tabindex="0"]')?.focus()}
      />
      <Shown history={history} picks={picks} list={list} onHead={setAtHead} />
      {exports ? <ExportSheet count={count} filter={filter} onClose={() => setExports(false)} /> : null}
    </div>
  )
}

function useExportKey(onExport: () => void): void {
  const { platform } = useSnapshot().app
  const latest = useRef(onExport)
  useEffect(() => {
    latest.current = onExport
  })
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isCovered = document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null
      if (event.defaultPrevented || isCovered || pressedOf(['edit'], event, platform) === null) return
      event.preventDefault()
      latest.current()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [platform])
}

/** Nobody should believe that nothing happened where nothing could be written down. */
function Trouble({ history: { page } }: { readonly history: History }) {
  const words = useWords()
  if (page === null || page.problem === null) return null
  const { headline, sentence } = problemText(page.problem, words, {})
  return <Banner>{`${headline}. ${sentence}`}</Banner>
}

function Count({ history: { page } }: { readonly history: History }) {
  const words = useActivityWords().history
  if (page === null || page.total === null) return null
  const { events, bytes } = page.total
  const text = words.count(events, formatBytes(bytes))
  return <>{page.unreadable === 0 ? text : `${text} · ${words.unreadable(page.unreadable)}`}</>
}

interface ShownProps {
  readonly history: History
  readonly picks: Picks
  readonly list: RefObject<HTMLDivElement | null>
  readonly onHead: (isAtHead: boolean) => void
}

function Shown({ history: { page, more }, picks, list, onHead }: ShownProps) {
  const words = useActivityWords().history
  if (page === null) return null
  if (page.events.length > 0) return <HistoryList page={page} list={list} onMore={more} onHead={onHead} />
  const isUnpicked = picks.search === '' && picks.group === 'all' && picks.environment === null && picks.age === 'all'
  if (!isUnpicked) return <p className="list-none t3">{words.nothing(picks.search)}</p>
  return (
    <div className="list-empty">
      <h2>{words.empty}</h2>
      <p>{words.emptyText}</p>
    </div>
  )
}
