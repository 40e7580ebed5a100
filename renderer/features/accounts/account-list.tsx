import { useEffect, useMemo, type KeyboardEvent, type RefObject } from 'react'
import { useNow } from '../../app/clock.ts'
import { useWords } from '../../app/services.ts'
import { useDrawnItems } from '../../parts/list/use-drawn-items.ts'
import { useLatest } from '../../parts/list/use-latest.ts'
import {
  drawnSections,
  layoutAccounts,
  scrollPlaceFor,
  type AccountLayout,
  type AccountSection,
  type DrawnSection,
} from './account-layout.ts'
import { AccountRow } from './account-row.tsx'
import { BrokenRow } from './broken-row.tsx'
import type { LineHandlers } from './row-frame.tsx'
import { SectionHead } from './section-head.tsx'

interface AccountListProps {
  readonly sections: readonly AccountSection[]
  readonly search: string
  readonly list: RefObject<HTMLDivElement | null>
  /** Key of the line that is selected, if it is in the list. */
  readonly selected: string | null
  readonly onSelect: (key: string) => void
  readonly onOpen: (key: string) => void
  readonly onStar: (key: string) => void
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }

/** The line that a key leads to; null where it leads nowhere. */
function stepOf({ stops }: AccountLayout, from: string, key: string): string | null {
  if (key === 'Home') return stops[0] ?? null
  if (key === 'End') return stops.at(-1) ?? null
  const by = steps[key]
  if (by === undefined) return null
  return stops[Math.min(stops.length - 1, Math.max(0, stops.indexOf(from) + by))] ?? null
}

/** Puts the keyboard on a line, or on the one at which it enters the list. */
export function focusAccount(list: HTMLElement | null, key: string | null): void {
  const rows = [...(list?.querySelectorAll<HTMLElement>('[data-account]') ?? [])]
  rows
    .find((row) => (key === null ? row.tabIndex === 0 : row.dataset['account'] === key))
    ?.focus({ preventScroll: true })
}

/** The handlers of lines, the same from one drawing to the next, so that a line is drawn again only when it changes. */
function useLineHandlers(props: AccountListProps, layout: AccountLayout): LineHandlers {
  const latest = useLatest({ ...props, layout })
  return useMemo(() => {
    const onKey = (event: KeyboardEvent, key: string): void => {
      if (event.target !== event.currentTarget || event.altKey || event.ctrlKey || event.metaKey) return
      const now = latest.current
      const next = stepOf(now.layout, key, event.key)
      if (next !== null) {
        now.onSelect(next)
        // It is drawn with the next frame at the latest, for the keyboard's line always is.
        requestAnimationFrame(() => focusAccount(now.list.current, next))
      } else if (event.key === 'Enter') now.onOpen(key)
      else if (event.key.toLowerCase() === 's') now.onStar(key)
      else return
      event.preventDefault()
    }
    return {
      onKey,
      onSelect: (key) => latest.current.onOpen(key),
      onStar: (key) => latest.current.onStar(key),
    }
  }, [latest])
}

/** The selected line comes into view when it becomes that. */
function useScrollTo(list: AccountListProps['list'], layout: AccountLayout, selected: string | null): void {
  const latest = useLatest(layout)
  useEffect(() => {
    const box = list.current
    if (box === null || selected === null) return
    const place = scrollPlaceFor(selected, latest.current, { top: box.scrollTop, height: box.clientHeight })
    if (place !== null && place !== box.scrollTop) box.scrollTo(0, place)
  }, [list, latest, selected])
}

interface SectionProps extends Pick<AccountListProps, 'search' | 'selected'> {
  readonly drawn: DrawnSection
  readonly reachable: string | null
  readonly now: number
  readonly handlers: LineHandlers
}

function Section({ drawn, search, selected, reachable, now, handlers }: SectionProps) {
  const words = useWords()
  const { section, top, height, rowIndex } = drawn
  return (
    <div className="list-group" role="rowgroup" style={{ top, height }}>
      <SectionHead section={section} rowIndex={rowIndex} isSearched={search !== ''} now={now} />
      {drawn.lines.map(({ line, ...place }) => {
        const { key } = line
        const at = { ...place, selected: key === selected, reachable: key === reachable }
        return 'broken' in line ? (
          <BrokenRow key={key} {...at} {...{ line, words, handlers }} />
        ) : (
          <AccountRow key={key} {...at} {...{ line, words, search, now, handlers }} />
        )
      })}
    </div>
  )
}

/** The accounts: a grid that the arrows walk, and of which only what is seen is drawn. */
export function AccountList(props: AccountListProps) {
  const { sections, search, list, selected } = props
  const { page } = useWords().accounts
  const now = useNow(30_000)
  const layout = useMemo(() => layoutAccounts(sections), [sections])
  const reachable = selected !== null && layout.indexOf.has(selected) ? selected : (layout.stops[0] ?? null)
  const drawn = drawnSections(layout, useDrawnItems(list, layout, reachable === null ? [] : [reachable]))
  const handlers = useLineHandlers(props, layout)
  useScrollTo(list, layout, selected)
  return (
    <div
      ref={list}
      className="list-scroll account-list"
      role="grid"
      aria-label={page.title}
      aria-rowcount={layout.items.length}
    >
      <div className="list-drawn" role="presentation" style={{ height: layout.height }}>
        {drawn.map((one) => (
          <Section key={one.section.key} drawn={one} {...{ search, selected, reachable, now, handlers }} />
        ))}
      </div>
    </div>
  )
}
