import './tunnel-list.css'
import { useCallback, useDeferredValue, useMemo, useRef, useState, type KeyboardEvent } from 'react'
import { fullName } from '#domain/tunnel-text/full-name.ts'
import type { TunnelView } from '#contract/snapshot.ts'
import { useActions } from '../../app/actions.ts'
import { useServices, useSnapshot, useTunnel, useView, useWords } from '../../app/services.ts'
import { AnchoredMenu, type MenuAnchor } from '../../ui/menu.tsx'
import { rowsWithin, type TunnelGroup } from './groups.ts'
import { handleRowKey } from './row-keys.ts'
import { TunnelGroupSection } from './tunnel-group.tsx'
import { TunnelMenuItems } from '../../parts/tunnel/tunnel-menu.tsx'

/** More than most windows show: the list is there with them, and the rest of a long one follows when it was seen. */
const firstRows = 16

/** Puts the keyboard on a tunnel's row. */
export function focusRow(list: HTMLElement | null, id: string | null): void {
  const row = list?.querySelector<HTMLElement>(id === null ? '[data-tunnel][tabindex="0"]' : `[data-tunnel="${id}"]`)
  row?.focus()
}

function useRowMovement(list: React.RefObject<HTMLElement | null>, order: readonly string[]) {
  const { view } = useServices()
  return useCallback(
    (from: string, by: number | 'first' | 'last'): void => {
      const index = order.indexOf(from)
      const target =
        by === 'first' ? 0 : by === 'last' ? order.length - 1 : Math.min(order.length - 1, Math.max(0, index + by))
      const id = order[target]
      if (id === undefined) return
      view.setState({ current: id })
      focusRow(list.current, id)
    },
    [list, order, view],
  )
}

interface RowMenuProps {
  readonly open: { readonly id: string; readonly anchor: MenuAnchor } | null
  readonly list: React.RefObject<HTMLElement | null>
  readonly onClose: () => void
}

function RowMenu({ open, list, onClose }: RowMenuProps) {
  const tunnel = useTunnel(open?.id ?? null)
  const words = useWords()
  if (tunnel === null || open === null) return null
  const back = (): HTMLElement | boolean =>
    list.current?.querySelector<HTMLElement>(`[data-tunnel="${open.id}"]`) ?? true
  return (
    <AnchoredMenu anchor={open.anchor} label={`${words.more}, ${fullName(tunnel)}`} onClose={onClose} finalFocus={back}>
      <TunnelMenuItems tunnel={tunnel} />
    </AnchoredMenu>
  )
}

/** The row that the keyboard enters the list at, and the walk from there. */
function useRovingRow(list: React.RefObject<HTMLElement | null>, groups: readonly TunnelGroup[]) {
  const current = useView((state) => state.current)
  const order = useMemo(() => groups.flatMap((group) => group.tunnels.map((tunnel) => tunnel.id)), [groups])
  const move = useRowMovement(list, order)
  const reachable = current !== null && order.includes(current) ? current : (order[0] ?? null)
  return { reachable, move }
}

/** Where a row leads: its panel beside the list, or the page that says why it failed. */
function useRowLinks() {
  const { view } = useServices()
  const select = useCallback((id: string) => view.setState({ current: id, panelOpen: true }), [view])
  const why = useCallback((id: string) => view.setState({ current: id, screen: { name: 'failure', id } }), [view])
  return { select, why }
}

/** The list of tunnels: a grid whose rows are walked with the arrows. */
export function TunnelList({ groups }: { readonly groups: readonly TunnelGroup[] }) {
  const words = useWords()
  const actions = useActions()
  const { platform } = useSnapshot().app
  const list = useRef<HTMLDivElement>(null)
  const [menu, setMenu] = useState<RowMenuProps['open']>(null)
  const current = useView((state) => state.current)
  const panelOpen = useView((state) => state.panelOpen)
  const { reachable, move } = useRovingRow(list, groups)
  const shown = rowsWithin(groups, useDeferredValue(Number.POSITIVE_INFINITY, firstRows))
  const { select, why } = useRowLinks()
  const openMenu = useCallback((id: string, anchor: MenuAnchor) => setMenu({ id, anchor }), [])
  const onKey = useCallback(
    (event: KeyboardEvent, tunnel: TunnelView): void => {
      const { id } = tunnel
      const onMenu = (anchor: Element): void => openMenu(id, anchor)
      handleRowKey(event, { tunnel, platform, actions, onMove: (by) => move(id, by), onOpen: () => select(id), onMenu })
    },
    [platform, actions, move, select, openMenu],
  )
  return (
    <div className="tunnel-list" role="grid" aria-label={words.tunnels.title} ref={list}>
      {groups.map((group, index) => (
        <TunnelGroupSection
          key={group.key}
          group={group}
          shown={shown[index] ?? 0}
          selected={panelOpen ? current : null}
          reachable={reachable}
          onSelect={select}
          onWhy={why}
          onKey={onKey}
          onMenu={openMenu}
        />
      ))}
      <RowMenu open={menu} list={list} onClose={() => setMenu(null)} />
    </div>
  )
}
