import './tunnel-list.css'
import { useCallback, useEffect, useMemo, useRef, useState, type ComponentProps, type RefObject } from 'react'
import { useServices, useView, useWords } from '../../app/services.ts'
import type { TunnelGroup } from './groups.ts'
import { useFocusedStop, useFocusOfGone } from './list-focus.ts'
import { drawnGroups, layoutOf, scrollPlaceFor, type ListLayout } from './list-layout.ts'
import { ListMenu, type OpenMenu } from './list-menu.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { TunnelGroupSection } from './tunnel-group.tsx'
import { useDrawnItems } from '../../parts/list/use-drawn-items.ts'
import { useLatest } from '../../parts/list/use-latest.ts'
import { useRowHandlers, type RowHandlers } from './use-row-handlers.ts'

/** The stop of the keyboard comes into view when it becomes that or is led to, and the top when another list is asked for. */
function useScrollPlace(list: RefObject<HTMLElement | null>, layout: ListLayout, stop: string | null): void {
  const revealed = useView((state) => state.revealed)
  const query = useView((state) => JSON.stringify([state.search, state.filter, state.environment]))
  const latest = useLatest(layout)
  const isScrolled = useRef(false)
  useEffect(() => {
    const box = list.current
    const note = (): void => void (isScrolled.current = (box?.scrollTop ?? 0) > 0)
    box?.addEventListener('scroll', note, { passive: true })
    return () => box?.removeEventListener('scroll', note)
  }, [list])
  useEffect(() => {
    // Where there is nothing to scroll it would still lay the list out, at each letter of a search.
    if (isScrolled.current) list.current?.scrollTo(0, 0)
  }, [list, query])
  useEffect(() => {
    const box = list.current
    if (box === null || stop === null) return
    const place = scrollPlaceFor(stop, latest.current, { top: box.scrollTop, height: box.clientHeight })
    if (place !== null) box.scrollTo(0, place)
  }, [list, latest, stop, revealed])
}

const none: readonly string[] = []

/** The list with its places. A search shows what it finds in collapsed groups, too. */
function useLayout(groups: readonly TunnelGroup[]): ListLayout {
  const collapsed = useView((state) => (state.search === '' ? state.collapsed : none))
  return useMemo(() => layoutOf(groups, collapsed), [groups, collapsed])
}

/** Only what can be seen is selected: what is filtered away, folded or deleted is given up. */
function useSeenOnly(chosen: readonly string[], shown: readonly string[]): void {
  const { view } = useServices()
  useEffect(() => {
    if (shown.length < chosen.length) view.setState({ chosen: shown })
  }, [view, chosen, shown])
}

/** Ids of the rows that are drawn as selected: those chosen together, else the one whose panel is open. */
function useSelected(layout: ListLayout): {
  readonly selected: ReadonlySet<string>
  readonly chosen: readonly string[]
} {
  const chosen = useView((state) => state.chosen)
  const open = useView((state) => (state.panelOpen ? state.current : null))
  const seen = useMemo(() => {
    const shown = chosen.filter((id) => layout.indexOf.has(id))
    return { selected: new Set(shown.length > 0 || open === null ? shown : [open]), chosen: shown }
  }, [layout, chosen, open])
  useSeenOnly(chosen, seen.chosen)
  return seen
}

/** Where the keyboard is, or would enter the list: a head that it was moved to, else the current tunnel's row. */
function useKeyboardStop(layout: ListLayout, head: string | null) {
  const current = useView((state) => state.current)
  const stop = [head, current].find((key) => key !== null && layout.indexOf.has(key)) ?? null
  return { stop, reachable: stop ?? layout.stops[0] ?? null }
}

interface GridProps extends ComponentProps<'div'> {
  readonly layout: ListLayout
}

/** The frame of the list. It is as high as all of its rows, of which its children are those that are drawn. */
function Grid({ layout, children, ...rest }: GridProps) {
  const words = useWords()
  return (
    <div
      className="list-scroll tunnel-list"
      role="grid"
      aria-label={words.tunnels.title}
      aria-rowcount={layout.items.length}
      aria-multiselectable="true"
      {...rest}
    >
      <div className="list-drawn tunnel-groups" role="presentation" style={{ height: layout.height }}>
        {children}
      </div>
    </div>
  )
}

/** The list of tunnels: a grid whose rows are walked with the arrows, and of which only what is seen is drawn. */
export function TunnelList({ groups }: { readonly groups: readonly TunnelGroup[] }) {
  const list = useRef<HTMLDivElement>(null)
  const layout = useLayout(groups)
  const [menu, setMenu] = useState<OpenMenu | null>(null)
  const [head, setHead] = useState<string | null>(null)
  const onMenu = useCallback<RowHandlers['onMenu']>((key, anchor) => setMenu({ key, anchor }), [])
  const handlers = useRowHandlers({ list, onMenu, setHead }, layout)
  const { selected, chosen } = useSelected(layout)
  const { stop, reachable } = useKeyboardStop(layout, head)
  const { focused, onFocus, onBlur } = useFocusedStop()
  const kept = [reachable, focused, menu?.key].filter((key) => typeof key === 'string')
  const drawn = drawnGroups(layout, useDrawnItems(list, layout, kept))
  useScrollPlace(list, layout, stop)
  useFocusOfGone(list, layout, focused)
  return (
    <div className="list-pane" data-selection={chosen.length > 0 ? '' : undefined}>
      <Grid layout={layout} ref={list} onFocus={onFocus} onBlur={onBlur}>
        {drawn.map((part) => (
          <TunnelGroupSection
            key={part.group.key}
            drawn={part}
            selected={selected}
            reachable={reachable}
            handlers={handlers}
          />
        ))}
      </Grid>
      <ListMenu open={menu} groups={groups} list={list} onClose={() => setMenu(null)} />
      {chosen.length > 0 ? <SelectionBar ids={chosen} /> : null}
    </div>
  )
}
