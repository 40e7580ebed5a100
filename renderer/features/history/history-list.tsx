import { useEffect, useMemo, useState, type KeyboardEvent, type RefObject } from 'react'
import type { ActivityPage } from '#contract/activity.ts'
import { useNow } from '../../app/clock.ts'
import { useLanguage } from '../../app/services.ts'
import { useActivityWords } from '../../parts/activity/use-activity-words.ts'
import { useDrawnItems } from '../../parts/list/use-drawn-items.ts'
import { useLatest } from '../../parts/list/use-latest.ts'
import { EventRow } from './history-row.tsx'
import { layoutHistory, type HistoryLayout } from './history-rows.ts'

/** So near to the end more is read (CSS px). */
const nearEnd = 800

interface HistoryListProps {
  readonly page: ActivityPage
  readonly list: RefObject<HTMLDivElement | null>
  readonly onMore: () => void
  /** Whether the newest are in sight. */
  readonly onHead: (isAtHead: boolean) => void
}

const steps: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowDown: (at) => at + 1,
  ArrowUp: (at) => at - 1,
  PageDown: (at) => at + 12,
  PageUp: (at) => at - 12,
  Home: () => 0,
  End: (_at, last) => last,
}

/** The arrows walk the list; the keyboard's row is always drawn. */
function useWalk(layout: HistoryLayout, list: RefObject<HTMLDivElement | null>) {
  const [current, setCurrent] = useState<string | null>(null)
  const { stops } = layout
  const known = current !== null && layout.indexOf.has(current) ? current : (stops[0] ?? null)
  const latest = useLatest({ layout, stops })
  const onKey = useMemo(
    () =>
      (event: KeyboardEvent, key: string): void => {
        const step = steps[event.key]
        if (step === undefined) return
        event.preventDefault()
        const { stops: now, layout: there } = latest.current
        const last = now.length - 1
        const next = now[Math.min(last, Math.max(0, step(now.indexOf(key), last)))]
        const top = next === undefined ? undefined : there.tops[there.indexOf.get(next) ?? 0]
        if (next === undefined || top === undefined) return
        setCurrent(next)
        showRow(list.current, top)
        requestAnimationFrame(() =>
          list.current?.querySelector<HTMLElement>(`[data-key="${CSS.escape(next)}"]`)?.focus({ preventScroll: true }),
        )
      },
    [latest, list],
  )
  return { current: known, select: setCurrent, onKey }
}

/** Scrolls as little as it takes, clear of the head that stays in place. */
function showRow(list: HTMLDivElement | null, top: number): void {
  if (list === null) return
  const { scrollTop, clientHeight } = list
  if (top - 32 < scrollTop) list.scrollTop = top - 32
  else if (top + 32 > scrollTop + clientHeight) list.scrollTop = top + 32 - clientHeight
}

/** What happened, of which only what is seen is drawn. */
export function HistoryList({ page, list, onMore, onHead }: HistoryListProps) {
  const words = useActivityWords().history
  const layout = useMemo(() => layoutHistory(page.events), [page.events])
  const { current, select, onKey } = useWalk(layout, list)
  const drawn = useDrawnItems(list, layout, current === null ? [] : [current])
  useMore(list, layout, onMore)
  return (
    <div
      ref={list}
      className="list-scroll"
      role="grid"
      aria-label={words.list}
      aria-rowcount={page.next === null ? layout.items.length : -1}
      onScroll={(event) => onHead(event.currentTarget.scrollTop < 64)}
    >
      <div role="rowgroup" className="list-drawn" style={{ height: layout.height }}>
        {drawn.map((index) => {
          const item = layout.items[index]
          const top = layout.tops[index] ?? 0
          if (item === undefined) return null
          if (item.is === 'day') return <DayHead key={item.key} at={item.at} top={top} isFirst={index === 0} />
          return (
            <EventRow
              key={item.key}
              eventKey={item.key}
              event={item.event}
              top={top}
              place={index + 1}
              isCurrent={item.key === current}
              onSelect={select}
              onKey={onKey}
            />
          )
        })}
      </div>
    </div>
  )
}

/** Reads on before the end is reached, also when what was read does not fill the window. */
function useMore(list: RefObject<HTMLDivElement | null>, layout: HistoryLayout, onMore: () => void): void {
  useEffect(() => {
    const element = list.current
    if (element === null) return
    const look = (): void => {
      if (element.scrollTop + element.clientHeight > layout.height - nearEnd) onMore()
    }
    look()
    element.addEventListener('scroll', look, { passive: true })
    return () => element.removeEventListener('scroll', look)
  }, [list, layout, onMore])
}

interface DayHeadProps {
  readonly at: number
  readonly top: number
  readonly isFirst: boolean
}

function DayHead({ at, top, isFirst }: DayHeadProps) {
  const words = useActivityWords().history
  const { columns } = words
  return (
    <div className="history-day" role="row" style={{ top }}>
      <span className="history-day-name" role="columnheader">
        <b>{useDayName(at)}</b>
        {isFirst ? <span className="trunc">{words.kept}</span> : null}
      </span>
      {isFirst
        ? ([columns.by, columns.account, columns.lasted, columns.data] as const).map((title, index) => (
            <span key={title} role="columnheader" className={index > 1 ? 'history-number' : undefined}>
              {title}
            </span>
          ))
        : null}
    </div>
  )
}

function useDayName(at: number): string {
  const { days } = useActivityWords().history
  const language = useLanguage()
  const date = new Date(at).toDateString()
  const now = useNow(60_000)
  if (date === new Date(now).toDateString()) return days.today
  if (date === new Date(now - 86_400_000).toDateString()) return days.yesterday
  return new Intl.DateTimeFormat(language, { dateStyle: 'long' }).format(at)
}
