import { useEffect, useMemo, useRef, type RefObject } from 'react'
import type { FarEntry, FarKey, FarListing } from '#contract/files.ts'
import { useNow } from '../../app/clock.ts'
import { useSnapshot } from '../../app/services.ts'
import { useDrawnItems } from '../../parts/list/use-drawn-items.ts'
import { useLatest } from '../../parts/list/use-latest.ts'
import type { FileBrowser } from './file-browser.ts'
import { rowHandlers, type RowHandlers } from './file-orders.ts'
import { FileRow } from './file-row.tsx'
import { rowsOf, scrollPlaceFor, type FileRows } from './file-rows.ts'
import { useBrowsing, useFileWords } from './use-files.ts'

interface FileListProps {
  readonly browser: FileBrowser
  readonly listing: FarListing
  /** Whom the far end takes us for. */
  readonly user: string | null
  /** Fetches a file. */
  readonly onFetch: (entries: readonly FarEntry[]) => void
}

/** Puts the keyboard on a row, or on the one at which it enters. */
function focusFile(list: HTMLElement | null, key: FarKey | null): void {
  const rows = [...(list?.querySelectorAll<HTMLElement>('[data-file]') ?? [])]
  rows.find((row) => (key === null ? row.tabIndex === 0 : row.dataset['file'] === key))?.focus({ preventScroll: true })
}

/** The row of the keyboard comes into view when it becomes that. */
function useScrollTo(list: RefObject<HTMLElement | null>, rows: FileRows, current: FarKey | null): void {
  const latest = useLatest(rows)
  useEffect(() => {
    const box = list.current
    const index = current === null ? undefined : latest.current.indexOf.get(current)
    if (box === null || index === undefined) return
    const place = scrollPlaceFor(index, { top: box.scrollTop, height: box.clientHeight })
    if (place !== box.scrollTop) box.scrollTo(0, place)
  }, [list, latest, current])
}

/** In another folder the keyboard is on its first row, if it was on the list before or nowhere. */
function useFocusInFolder(list: RefObject<HTMLElement | null>, folder: FarKey): void {
  useEffect(() => {
    const { activeElement } = document
    const isLost = activeElement === null || activeElement === document.body
    if (!isLost) return
    const frame = requestAnimationFrame(() => focusFile(list.current, null))
    return () => cancelAnimationFrame(frame)
  }, [list, folder])
}

/** The handlers of rows, the same from one drawing to the next. */
function useRowHandlers(
  { browser, onFetch }: Pick<FileListProps, 'browser' | 'onFetch'>,
  rows: FileRows,
  list: RefObject<HTMLElement | null>,
): RowHandlers {
  const { platform } = useSnapshot().app
  const latest = useLatest({ browser, onFetch, rows, platform })
  return useMemo(() => {
    // A row is drawn with the next frame at the latest, for the keyboard's row always is.
    const onWalked = (key: FarKey): void => void requestAnimationFrame(() => focusFile(list.current, key))
    return rowHandlers(() => ({ ...latest.current, onWalked }))
  }, [latest, list])
}

function Heads() {
  const { columns } = useFileWords()
  return (
    <div className="file-heads" role="row" aria-rowindex={1}>
      <span role="presentation" />
      <span role="presentation" />
      <span role="columnheader">{columns.name}</span>
      <span className="file-size" role="columnheader">
        {columns.size}
      </span>
      <span role="columnheader">{columns.changed}</span>
      <span className="file-owner" role="columnheader">
        {columns.owner}
      </span>
    </div>
  )
}

const dayMs = 86_400_000

/** The rows that are to be drawn. */
function Rows({ props, rows, list }: { readonly props: FileListProps; readonly rows: FileRows } & ListPlace) {
  const { browser, user } = props
  const say = useFileWords()
  const chosen = useBrowsing(browser, (state) => state.chosen)
  const current = useBrowsing(browser, (state) => state.current)
  const entered = current !== null && rows.indexOf.has(current) ? current : (rows.items[0]?.key ?? null)
  const handlers = useRowHandlers(props, rows, list)
  const drawn = useDrawnItems(list, rows, entered === null ? [] : [entered])
  const today = useNow(dayMs)
  useScrollTo(list, rows, current)
  return drawn.flatMap((index) => {
    const item = rows.items[index]
    if (item === undefined) return []
    const { key, entry } = item
    const state = { isChosen: chosen.has(key), isReachable: key === entered }
    return [<FileRow key={key} {...{ entry, index, user, say, today, handlers }} {...state} />]
  })
}

interface ListPlace {
  readonly list: RefObject<HTMLDivElement | null>
}

/** A folder at the far end: a grid that the arrows walk, and of which only what is seen is drawn. */
export function FileList(props: FileListProps) {
  const { listing } = props
  const say = useFileWords()
  const list = useRef<HTMLDivElement>(null)
  const rows = useMemo(() => rowsOf(listing), [listing])
  useFocusInFolder(list, listing.key)
  return (
    <div
      className="file-grid"
      role="grid"
      aria-label={say.list(listing.path)}
      aria-multiselectable
      aria-rowcount={rows.items.length + 1}
    >
      <Heads />
      <div ref={list} className="list-scroll file-list" role="rowgroup" style={{ maxHeight: rows.height }}>
        <div className="list-drawn" role="presentation" style={{ height: rows.height }}>
          <Rows props={props} rows={rows} list={list} />
        </div>
      </div>
    </div>
  )
}
