import './tunnel-list.css'
import {
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type FocusEvent,
  type RefObject,
} from 'react'
import { flushSync } from 'react-dom'
import { useActions } from '../../app/actions.ts'
import { useServices, useSnapshot, useView, useWords } from '../../app/services.ts'
import type { TunnelGroup } from './groups.ts'
import { drawnGroups, layoutOf, scrollPlaceFor, type ListLayout } from './list-layout.ts'
import { handleRowKey } from './row-keys.ts'
import { RowMenu, type OpenRowMenu } from './row-menu.tsx'
import { TunnelGroupSection } from './tunnel-group.tsx'
import type { RowHandlers } from './tunnel-row.tsx'
import { useDrawnItems } from './use-drawn-items.ts'

/** Puts the keyboard on a tunnel's row; with null on the one where it enters the list. */
export function focusRow(list: HTMLElement | null, id: string | null): void {
  const row = list?.querySelector<HTMLElement>(id === null ? '[data-tunnel][tabindex="0"]' : `[data-tunnel="${id}"]`)
  row?.focus({ preventScroll: id !== null })
}

/** Holds a value for handlers that must stay the same: a handler that changed would draw every row again. */
function useLatest<T>(value: T): RefObject<T> {
  const latest = useRef(value)
  useLayoutEffect(() => {
    latest.current = value
  })
  return latest
}

function stepFrom(order: readonly string[], from: string, by: number | 'first' | 'last'): string | undefined {
  if (by === 'first') return order[0]
  if (by === 'last') return order.at(-1)
  return order[Math.min(order.length - 1, Math.max(0, order.indexOf(from) + by))]
}

function useRowHandlers(list: RefObject<HTMLElement | null>, layout: ListLayout, onMenu: RowHandlers['onMenu']) {
  const { view } = useServices()
  const actions = useActions()
  const { platform } = useSnapshot().app
  const latest = useLatest(layout)
  return useMemo((): RowHandlers => {
    const onSelect = (id: string): void => view.setState({ current: id, panelOpen: true })
    const move = (from: string, by: number | 'first' | 'last'): void => {
      const id = stepFrom(latest.current.order, from, by)
      if (id === undefined) return
      // The row may not be drawn yet; it has to be there to take the focus.
      flushSync(() => view.setState({ current: id }))
      focusRow(list.current, id)
    }
    return {
      onSelect,
      onMenu,
      onWhy: (id) => view.setState({ current: id, screen: { name: 'failure', id } }),
      onKey: (event, tunnel) => {
        const { id } = tunnel
        handleRowKey(event, {
          tunnel,
          platform,
          actions,
          onMove: (by) => move(id, by),
          onOpen: () => onSelect(id),
          onMenu: (anchor) => onMenu(id, anchor),
        })
      },
    }
  }, [list, latest, view, actions, platform, onMenu])
}

/** The row that the focus is in, by a click on one of its controls for one: it must not vanish when it is scrolled away. */
function useFocusedRow() {
  const [focused, setFocused] = useState<string | null>(null)
  const onFocus = ({ target }: FocusEvent): void =>
    setFocused(target.closest<HTMLElement>('[data-tunnel]')?.dataset['tunnel'] ?? null)
  return { focused, onFocus, onBlur: () => setFocused(null) }
}

/** The current row comes into view when it becomes the current one, and the top when another list is asked for. */
function useScrollPlace(list: RefObject<HTMLElement | null>, layout: ListLayout): void {
  const current = useView((state) => state.current)
  const query = useView((state) => JSON.stringify([state.search, state.filter, state.environment]))
  const latest = useLatest(layout)
  useEffect(() => {
    list.current?.scrollTo(0, 0)
  }, [list, query])
  useEffect(() => {
    const box = list.current
    if (box === null || current === null) return
    const place = scrollPlaceFor(current, latest.current, { top: box.scrollTop, height: box.clientHeight })
    if (place !== null) box.scrollTo(0, place)
  }, [list, latest, current])
}

/** The list of tunnels: a grid whose rows are walked with the arrows, and of which only what is seen is drawn. */
export function TunnelList({ groups }: { readonly groups: readonly TunnelGroup[] }) {
  const words = useWords()
  const list = useRef<HTMLDivElement>(null)
  const layout = useMemo(() => layoutOf(groups), [groups])
  const [menu, setMenu] = useState<OpenRowMenu | null>(null)
  const onMenu = useCallback<RowHandlers['onMenu']>((id, anchor) => setMenu({ id, anchor }), [])
  const handlers = useRowHandlers(list, layout, onMenu)
  const current = useView((state) => state.current)
  const panelOpen = useView((state) => state.panelOpen)
  const reachable = current !== null && layout.indexOf.has(current) ? current : (layout.order[0] ?? null)
  const { focused, onFocus, onBlur } = useFocusedRow()
  const kept = [reachable, focused, menu?.id].filter((id) => typeof id === 'string')
  const drawn = drawnGroups(layout, useDrawnItems(list, layout, kept))
  useScrollPlace(list, layout)
  return (
    <div
      className="tunnel-list"
      role="grid"
      aria-label={words.tunnels.title}
      aria-rowcount={layout.order.length}
      ref={list}
      onFocus={onFocus}
      onBlur={onBlur}
    >
      <div className="tunnel-groups" role="presentation" style={{ height: layout.height }}>
        {drawn.map((part) => (
          <TunnelGroupSection
            key={part.group.key}
            drawn={part}
            selected={panelOpen ? current : null}
            reachable={reachable}
            handlers={handlers}
          />
        ))}
      </div>
      <RowMenu open={menu} list={list} onClose={() => setMenu(null)} />
    </div>
  )
}
