import type { ProfileView } from '#contract/sign-in.ts'
import type { AccountGroup, AccountLine } from './account-lines.ts'

/** Heights in CSS px. */
export const lineHeight = 48
export const headHeight = 32
/** The rule under each section. */
const ruleHeight = 1

/** What the list shows below one head. */
export type AccountSection =
  | (AccountGroup & {
      readonly kind: 'accounts'
      /** How many there are without a search. */
      readonly total: number
    })
  | { readonly kind: 'broken'; readonly key: 'broken'; readonly lines: readonly BrokenLine[] }

/** A profile that cannot be used. */
export interface BrokenLine {
  readonly key: string
  readonly broken: ProfileView
}

type Line = AccountLine | BrokenLine

/** A section with its place in the list, px. */
export interface PlacedSection {
  readonly section: AccountSection
  readonly top: number
  readonly height: number
}

interface Item {
  readonly key: string
  readonly size: number
  readonly placed: PlacedSection
  /** Null is the head. */
  readonly line: Line | null
  /** Px from the top of the section. */
  readonly top: number
}

/** The whole list as places, whether they are drawn or not. */
export interface AccountLayout {
  readonly items: readonly Item[]
  readonly indexOf: ReadonlyMap<string, number>
  /** Keys of the lines: where the arrows stop. */
  readonly stops: readonly string[]
  /** Px. */
  readonly height: number
}

/** Gives each head and line its place. */
export function layoutAccounts(sections: readonly AccountSection[]): AccountLayout {
  const items: Item[] = []
  let top = 0
  for (const section of sections) {
    const height = headHeight + section.lines.length * lineHeight + ruleHeight
    const placed = { section, top, height }
    items.push({ key: `head ${section.key}`, size: headHeight, placed, line: null, top: 0 })
    section.lines.forEach((line, index) => {
      const rule = index === section.lines.length - 1 ? ruleHeight : 0
      items.push({ key: line.key, size: lineHeight + rule, placed, line, top: headHeight + index * lineHeight })
    })
    top += height
  }
  const stops = items.flatMap(({ key, line }) => (line === null ? [] : [key]))
  return { items, stops, indexOf: new Map(items.map(({ key }, index) => [key, index])), height: top }
}

/** What of one section is drawn. */
export interface DrawnSection extends PlacedSection {
  /** Place of its head among all items, from 1. */
  readonly rowIndex: number
  readonly lines: readonly {
    readonly line: Line
    readonly top: number
    readonly rowIndex: number
    readonly isLast: boolean
  }[]
}

/** The sections of which something is drawn; `indexes` are of `items`, in order. */
export function drawnSections({ items, indexOf }: AccountLayout, indexes: readonly number[]): readonly DrawnSection[] {
  const drawn = new Map<PlacedSection, DrawnSection['lines'][number][]>()
  for (const index of indexes) {
    const item = items[index]
    if (item === undefined) continue
    const lines = drawn.get(item.placed) ?? []
    drawn.set(item.placed, lines)
    const { line, top, placed } = item
    if (line !== null) lines.push({ line, top, rowIndex: index + 1, isLast: placed.section.lines.at(-1) === line })
  }
  return [...drawn].map(([placed, lines]) => {
    const rowIndex = (indexOf.get(`head ${placed.section.key}`) ?? 0) + 1
    return { ...placed, rowIndex, lines }
  })
}

/** Where to scroll to, px, so that a line is seen below its head. */
export function scrollPlaceFor(
  key: string,
  { items, indexOf }: AccountLayout,
  seen: { readonly top: number; readonly height: number },
): number | null {
  const item = items[indexOf.get(key) ?? -1]
  if (item === undefined) return null
  const top = item.placed.top + item.top
  return top - headHeight < seen.top ? top - headHeight : Math.max(seen.top, top + item.size - seen.height)
}
