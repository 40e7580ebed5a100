import type { TunnelView } from '#contract/snapshot.ts'
import type { TunnelGroup } from './groups.ts'

/** Heights in CSS px. They are known beforehand, so nothing has to be drawn to know where a row is. */
export const rowHeight = 48
export const headHeight = 32
/** The line under each group. */
const ruleHeight = 1

interface ItemPlace {
  /** The tunnel's id, or the group's key. */
  readonly key: string
  /** Height in px, with the group's rule where the item is its last. */
  readonly size: number
  readonly group: PlacedGroup
}

/** What takes a line of the list. */
export type ListItem =
  | (ItemPlace & { readonly kind: 'head'; readonly rowIndex: number })
  | (ItemPlace & {
      readonly kind: 'row'
      readonly tunnel: TunnelView
      /** Px from the top of the group. */
      readonly top: number
      /** Place among the rows of the whole list, heads included, from 1. */
      readonly rowIndex: number
      readonly isLast: boolean
    })

export interface PlacedGroup extends TunnelGroup {
  /** Only its head is shown. */
  readonly isCollapsed: boolean
  /** Px from the top of the list. */
  readonly top: number
  /** Px, with its head and its rule. */
  readonly height: number
}

/** The whole list as places, whether they are drawn or not. */
export interface ListLayout {
  readonly items: readonly ListItem[]
  /** Ids of the tunnels whose rows are shown, in the order of the list. */
  readonly order: readonly string[]
  /** Where the arrows stop: each row, and the heads of collapsed groups. Keys, in the order of the list. */
  readonly stops: readonly string[]
  /** Where an item is in `items`, by its key. */
  readonly indexOf: ReadonlyMap<string, number>
  /** Px. */
  readonly height: number
}

function groupItems(group: PlacedGroup, itemsBefore: number): ListItem[] {
  const tunnels = group.isCollapsed ? [] : group.tunnels
  const head: ListItem = {
    kind: 'head',
    key: group.key,
    size: headHeight + (group.isCollapsed ? ruleHeight : 0),
    group,
    rowIndex: itemsBefore + 1,
  }
  const rows = tunnels.map((tunnel, index): ListItem => {
    const isLast = index === tunnels.length - 1
    const size = rowHeight + (isLast ? ruleHeight : 0)
    const top = headHeight + index * rowHeight
    return { kind: 'row', key: tunnel.id, size, group, tunnel, top, rowIndex: itemsBefore + index + 2, isLast }
  })
  return [head, ...rows]
}

/** Gives each head and row its place. `collapsed` are keys of groups. */
export function layoutOf(groups: readonly TunnelGroup[], collapsed: readonly string[] = []): ListLayout {
  const items: ListItem[] = []
  let top = 0
  for (const group of groups) {
    const isCollapsed = collapsed.includes(group.key)
    const height = headHeight + (isCollapsed ? 0 : group.tunnels.length * rowHeight) + ruleHeight
    for (const item of groupItems({ ...group, isCollapsed, top, height }, items.length)) items.push(item)
    top += height
  }
  const order = items.flatMap((item) => (item.kind === 'row' ? [item.key] : []))
  const stops = items.flatMap((item) => (item.kind === 'row' || item.group.isCollapsed ? [item.key] : []))
  return { items, order, stops, indexOf: new Map(items.map((item, index) => [item.key, index])), height: top }
}

/** The key of the stop that a walk from `from` leads to; `from` may be the head of an open group, which is no stop itself. */
export function stepFrom({ stops, indexOf }: ListLayout, from: string, by: number | 'first' | 'last'): string | null {
  if (by === 'first') return stops[0] ?? null
  if (by === 'last') return stops.at(-1) ?? null
  const here = indexOf.get(from) ?? -1
  const at = stops.indexOf(from)
  const next = stops.findIndex((key) => (indexOf.get(key) ?? 0) > here)
  const start = at >= 0 ? at : by > 0 ? next - 1 : next
  return stops[Math.min(stops.length - 1, Math.max(0, start + by))] ?? null
}

export interface DrawnGroup {
  readonly group: PlacedGroup
  /** Place of its head among the rows of the whole list, from 1. */
  readonly rowIndex: number
  readonly rows: readonly Extract<ListItem, { kind: 'row' }>[]
}

/** The groups of which something is to be drawn, each with those of its rows. `indexes` are of `items`, in order. */
export function drawnGroups({ items, indexOf }: ListLayout, indexes: readonly number[]): DrawnGroup[] {
  const drawn = new Map<PlacedGroup, Extract<ListItem, { kind: 'row' }>[]>()
  for (const index of indexes) {
    const item = items[index]
    if (item === undefined) continue
    const rows = drawn.get(item.group) ?? []
    drawn.set(item.group, rows)
    if (item.kind === 'row') rows.push(item)
  }
  return [...drawn].map(([group, rows]) => ({ group, rowIndex: (indexOf.get(group.key) ?? 0) + 1, rows }))
}

/**
 * Where to scroll to, in px, so that an item can be seen below its group's head: no further than it takes. `seen` is what
 * the list shows at present. Null for an item that is not in the list.
 */
export function scrollPlaceFor(
  key: string,
  { items, indexOf }: ListLayout,
  seen: { readonly top: number; readonly height: number },
): number | null {
  const item = items[indexOf.get(key) ?? -1]
  if (item === undefined) return null
  const top = item.group.top + (item.kind === 'row' ? item.top - headHeight : 0)
  const bottom = item.group.top + (item.kind === 'row' ? item.top + item.size : headHeight)
  if (top < seen.top) return top
  return Math.max(seen.top, bottom - seen.height)
}
