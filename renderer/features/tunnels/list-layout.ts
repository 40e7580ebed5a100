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
  | (ItemPlace & { readonly kind: 'head' })
  | (ItemPlace & {
      readonly kind: 'row'
      readonly tunnel: TunnelView
      /** Px from the top of the group. */
      readonly top: number
      /** Place among the rows of the whole list, from 1. */
      readonly rowIndex: number
      readonly isLast: boolean
    })

export interface PlacedGroup extends TunnelGroup {
  /** Px from the top of the list. */
  readonly top: number
  /** Px, with its head and its rule. */
  readonly height: number
}

/** The whole list as places, whether they are drawn or not. */
export interface ListLayout {
  readonly items: readonly ListItem[]
  /** Ids of the tunnels, in the order of the list. */
  readonly order: readonly string[]
  /** Where an item is in `items`, by its key. */
  readonly indexOf: ReadonlyMap<string, number>
  /** Px. */
  readonly height: number
}

function groupItems(group: PlacedGroup, rowsBefore: number): ListItem[] {
  const last = group.tunnels.length - 1
  const rows = group.tunnels.map((tunnel, index): ListItem => ({
    kind: 'row',
    key: tunnel.id,
    size: rowHeight + (index === last ? ruleHeight : 0),
    group,
    tunnel,
    top: headHeight + index * rowHeight,
    rowIndex: rowsBefore + index + 1,
    isLast: index === last,
  }))
  return [{ kind: 'head', key: group.key, size: headHeight, group }, ...rows]
}

/** Gives each head and row its place. */
export function layoutOf(groups: readonly TunnelGroup[]): ListLayout {
  const items: ListItem[] = []
  const order: string[] = []
  let top = 0
  for (const group of groups) {
    const height = headHeight + group.tunnels.length * rowHeight + ruleHeight
    for (const item of groupItems({ ...group, top, height }, order.length)) items.push(item)
    for (const tunnel of group.tunnels) order.push(tunnel.id)
    top += height
  }
  return { items, order, indexOf: new Map(items.map((item, index) => [item.key, index])), height: top }
}

export interface DrawnGroup {
  readonly group: PlacedGroup
  readonly rows: readonly Extract<ListItem, { kind: 'row' }>[]
}

/** The groups of which something is to be drawn, each with those of its rows. `indexes` are of `items`, in order. */
export function drawnGroups({ items }: ListLayout, indexes: readonly number[]): DrawnGroup[] {
  const drawn = new Map<PlacedGroup, Extract<ListItem, { kind: 'row' }>[]>()
  for (const index of indexes) {
    const item = items[index]
    if (item === undefined) continue
    const rows = drawn.get(item.group) ?? []
    drawn.set(item.group, rows)
    if (item.kind === 'row') rows.push(item)
  }
  return [...drawn].map(([group, rows]) => ({ group, rows }))
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
