import { useLayoutEffect, useState, type KeyboardEvent, type MouseEvent, type RefObject } from 'react'
import { flushSync } from 'react-dom'
import type { TunnelView } from '#contract/snapshot.ts'
import { useActions, type Actions } from '../../app/actions.ts'
import { useServices, useSnapshot, type Services } from '../../app/services.ts'
import { someStopped } from '../../app/several.ts'
import { withMod } from '../../app/shortcuts.ts'
import { isOn } from '../../parts/tunnel/tunnel-words.ts'
import type { MenuAnchor } from '../../ui/menu.tsx'
import { focusRow } from './list-focus.ts'
import { stepFrom, type ListLayout, type PlacedGroup } from './list-layout.ts'
import { handleRowKey, steps, type Step } from './row-keys.ts'
import { selectTo, toggleRow, type Selection } from './selection.ts'

/** What rows and heads tell the list; the same object for all of them and at each drawing. */
export interface RowHandlers {
  readonly onSelect: (id: string, event: Pick<MouseEvent, 'metaKey' | 'ctrlKey' | 'shiftKey'>) => void
  readonly onWhy: (id: string) => void
  readonly onKey: (event: KeyboardEvent, tunnel: TunnelView) => void
  /** `key`: a tunnel's id or a group's key. */
  readonly onMenu: (key: string, anchor: MenuAnchor) => void
  readonly onHeadKey: (event: KeyboardEvent<HTMLElement>, key: string) => void
  readonly onToggle: (key: string) => void
}

/** The list as it is at the moment; handlers that stay the same look here. */
interface ListNow {
  readonly layout: ListLayout
  readonly actions: Actions
  readonly platform: string
  readonly element: () => HTMLElement | null
}

interface ListParts {
  readonly now: () => ListNow
  readonly view: Services['view']
  readonly snapshots: Services['snapshots']
  readonly onMenu: RowHandlers['onMenu']
  readonly setHead: (key: string | null) => void
  /** Changes what is selected together; remembers where a range of rows starts. */
  readonly select: (change: (before: Selection) => Selection) => void
}

/** Walks with the keyboard. What it comes to may not be drawn yet; it has to be there to take the focus. */
function createWalk({ now, view, setHead, select }: ListParts) {
  const goTo = (key: string): void => {
    const isRow = now().layout.order.includes(key)
    flushSync(() => {
      setHead(isRow ? null : key)
      if (isRow) view.setState({ current: key })
    })
    focusRow(now().element(), key)
  }
  const step = (from: string, by: Step, kind: 'plain' | 'range'): void => {
    const { layout } = now()
    const key = stepFrom(layout, from, by)
    if (key === null) return
    const isRange = kind === 'range' && layout.order.includes(key)
    select((before) => (isRange ? selectTo(before, key, from, layout.order) : { chosen: [], anchor: key }))
    goTo(key)
  }
  return { goTo, step }
}

type Walk = ReturnType<typeof createWalk>

function createSelect({ now, view, setHead, select }: ListParts): RowHandlers['onSelect'] {
  return (id, event) => {
    const { current, panelOpen } = view.getState()
    setHead(null)
    if (withMod(event, now().platform)) {
      select((before) => toggleRow(before, id, panelOpen ? current : null))
      return view.setState({ current: id })
    }
    if (event.shiftKey) {
      select((before) => selectTo(before, id, current ?? id, now().layout.order))
      return view.setState({ current: id })
    }
    select(() => ({ chosen: [], anchor: id }))
    view.setState({ current: id, panelOpen: true })
  }
}

function createSwitch({ now, view, snapshots }: ListParts): (tunnel: TunnelView) => void {
  return (tunnel) => {
    const { chosen } = view.getState()
    const { actions } = now()
    if (!chosen.includes(tunnel.id)) return actions.listen(tunnel.id, isOn(tunnel) ? 'off' : 'on')
    const tunnels = snapshots.getState().snapshot?.tunnels.filter(({ id }) => chosen.includes(id)) ?? []
    if (someStopped(tunnels)) actions.armAll(chosen)
    else actions.stopAll(chosen)
  }
}

function createToggle({ view }: ListParts): RowHandlers['onToggle'] {
  return (key) => {
    const { collapsed } = view.getState()
    view.setState({ collapsed: collapsed.includes(key) ? collapsed.filter((one) => one !== key) : [...collapsed, key] })
  }
}

const groupOf = ({ items, indexOf }: ListLayout, key: string): PlacedGroup | undefined =>
  items[indexOf.get(key) ?? -1]?.group

/** The keys of a group's head; Enter and Space are the button's own. */
function createHeadKey(
  { now, onMenu }: ListParts,
  walk: Walk,
  toggle: (key: string) => void,
): RowHandlers['onHeadKey'] {
  return (event, key) => {
    const group = groupOf(now().layout, key)
    if (group === undefined || event.altKey || event.ctrlKey || event.metaKey) return
    const step = steps[event.key]
    const opens = event.key === 'ArrowRight' && group.isCollapsed
    const closes = event.key === 'ArrowLeft' && !group.isCollapsed
    if (step !== undefined) walk.step(key, step, 'plain')
    else if (opens || closes) toggle(key)
    else if (event.key === 'ArrowRight') walk.step(key, 1, 'plain')
    else if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) onMenu(key, event.currentTarget)
    else return
    event.preventDefault()
  }
}

const plainly = { metaKey: false, ctrlKey: false, shiftKey: false } as const

function createHandlers(parts: ListParts): RowHandlers {
  const { now, view, onMenu } = parts
  const walk = createWalk(parts)
  const onSelect = createSelect(parts)
  const onSwitch = createSwitch(parts)
  const onToggle = createToggle(parts)
  return {
    onSelect,
    onMenu,
    onToggle,
    onHeadKey: createHeadKey(parts, walk, onToggle),
    onWhy: (id) => view.setState({ current: id, screen: { name: 'failure', id } }),
    onKey: (event, tunnel) => {
      const { id } = tunnel
      const { layout, platform, actions } = now()
      handleRowKey(event, {
        tunnel,
        platform,
        actions,
        onMove: (by, kind) => walk.step(id, by, kind),
        onOut: () => walk.goTo(groupOf(layout, id)?.key ?? id),
        onOpen: () => onSelect(id, plainly),
        onChooseAll: () => view.setState({ chosen: layout.order }),
        onSwitch: () => onSwitch(tunnel),
        onMenu: (anchor) => onMenu(id, anchor),
      })
    },
  }
}

/** Handlers that are made once, and are told what the list is at each drawing. */
function createListControl(parts: Omit<ListParts, 'now' | 'select'>, first: ListNow) {
  let current = first
  let anchor: string | null = null
  const select: ListParts['select'] = (change) => {
    const selection = change({ chosen: parts.view.getState().chosen, anchor })
    anchor = selection.anchor
    parts.view.setState({ chosen: selection.chosen })
  }
  const handlers = createHandlers({ ...parts, now: () => current, select })
  const update = (now: ListNow): void => {
    current = now
  }
  return { handlers, update }
}

/** The handlers of a list, the same ones as long as it is there. */
export function useRowHandlers(
  { list, onMenu, setHead }: Pick<ListParts, 'onMenu' | 'setHead'> & { readonly list: RefObject<HTMLElement | null> },
  layout: ListLayout,
): RowHandlers {
  const { view, snapshots } = useServices()
  const actions = useActions()
  const { platform } = useSnapshot().app
  const element = (): HTMLElement | null => list.current
  const now = { layout, actions, platform, element }
  const [control] = useState(() => createListControl({ view, snapshots, onMenu, setHead }, now))
  useLayoutEffect(() => control.update(now))
  return control.handlers
}
