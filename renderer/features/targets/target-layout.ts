import type { TargetGroup, TargetLine } from './target-rows.ts'

/** Heights in CSS px; they are known beforehand, so nothing has to be drawn to know where a line is. */
export const lineHeight = 48
export const headHeight = 32
export const noteHeight = 36
/** The rule under each group. */
const ruleHeight = 1

interface Place {
  readonly key: string
  readonly group: PlacedGroup
  /** Px from the top of the group. */
  readonly top: number
  readonly size: number
}

/** What takes a line: a group's head, a target, or the note of what could not be read. */
export type TargetItem =
  | (Place & { readonly kind: 'head' })
  | (Place & { readonly kind: 'line'; readonly line: TargetLine; readonly isLast: boolean })
  | (Place & { readonly kind: 'note' })

/** A group with its place in the list, px. */
export interface PlacedGroup extends TargetGroup {
  readonly top: number
  readonly height: number
}

/** The whole list as places, whether they are drawn or not. */
export interface TargetLayout {
  readonly items: readonly TargetItem[]
  /** Keys of the lines, in their order: where the arrows stop. */
  readonly stops: readonly string[]
  readonly indexOf: ReadonlyMap<string, number>
  /** Px. */
  readonly height: number
}

/** Gives each head, line and note its place. `hasNote` says whether something of a group could not be read. */
export function layoutTargets(groups: readonly TargetGroup[], hasNote: (group: TargetGroup) => boolean): TargetLayout {
  const items: TargetItem[] = []
  let top = 0
  for (const group of groups) {
    const noted = hasNote(group)
    const height = headHeight + group.lines.length * lineHeight + (noted ? noteHeight : 0) + ruleHeight
    const placed: PlacedGroup = { ...group, top, height }
    items.push({ kind: 'head', key: `head ${group.key}`, group: placed, top: 0, size: headHeight })
    group.lines.forEach((line, index) => {
      const isLast = index === group.lines.length - 1
      const at = headHeight + index * lineHeight
      const size = lineHeight + (isLast && !noted ? ruleHeight : 0)
      items.push({ kind: 'line', key: line.key, group: placed, line, top: at, size, isLast })
    })
    if (noted) {
      const at = headHeight + group.lines.length * lineHeight
      items.push({ kind: 'note', key: `note ${group.key}`, group: placed, top: at, size: noteHeight + ruleHeight })
    }
    top += height
  }
  const stops = items.flatMap((item) => (item.kind === 'line' ? [item.key] : []))
  return { items, stops, indexOf: new Map(items.map((item, index) => [item.key, index])), height: top }
}

/** Lines on, or an end of the list. */
export type Step = number | 'first' | 'last'

/** The stop that a walk from `from` leads to; null in an empty list. */
export function stepFrom({ stops }: TargetLayout, from: string | null, by: Step): string | null {
  if (by === 'first') return stops[0] ?? null
  if (by === 'last') return stops.at(-1) ?? null
  const at = from === null ? -1 : stops.indexOf(from)
  return stops[Math.min(stops.length - 1, Math.max(0, at < 0 ? 0 : at + by))] ?? null
}

/** Where to scroll to, px, so that a line can be seen below its group's head; null for one that is not in the list. */
export function scrollPlaceFor(
  key: string,
  { items, indexOf }: TargetLayout,
  seen: { readonly top: number; readonly height: number },
): number | null {
  const item = items[indexOf.get(key) ?? -1]
  if (item === undefined) return null
  const top = item.group.top + item.top - headHeight
  const bottom = item.group.top + item.top + item.size
  return top < seen.top ? top : Math.max(seen.top, bottom - seen.height)
}

/** A group of which something is to be drawn. */
export interface DrawnTargets {
  readonly group: PlacedGroup
  /** Place of its head among all items, from 1. */
  readonly rowIndex: number
  readonly items: readonly Exclude<TargetItem, { kind: 'head' }>[]
}

/** The groups of which something is to be drawn. `indexes` are of `items`, in order. */
export function drawnTargets({ items, indexOf }: TargetLayout, indexes: readonly number[]): readonly DrawnTargets[] {
  const drawn = new Map<PlacedGroup, Exclude<TargetItem, { kind: 'head' }>[]>()
  for (const index of indexes) {
    const item = items[index]
    if (item === undefined) continue
    const own = drawn.get(item.group) ?? []
    drawn.set(item.group, own)
    if (item.kind !== 'head') own.push(item)
  }
  return [...drawn].map(([group, own]) => ({
    group,
    rowIndex: (indexOf.get(`head ${group.key}`) ?? 0) + 1,
    items: own,
  }))
}
