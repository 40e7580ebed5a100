import type { FarEntry, FarKey, FarListing } from '#contract/files.ts'

/** Height of a row in CSS px; known beforehand, so nothing has to be drawn to know where one is. */
export const rowHeight = 32

/** A folder's names as rows, whether they are drawn or not. */
export interface FileRows {
  readonly items: readonly { readonly key: FarKey; readonly size: number; readonly entry: FarEntry }[]
  readonly indexOf: ReadonlyMap<FarKey, number>
  /** Px. */
  readonly height: number
}

const byName = new Intl.Collator(undefined, { numeric: true })

/** Folders before files, each by name. */
function inOrder(one: FarEntry, other: FarEntry): number {
  const rank = (entry: FarEntry): number => (entry.kind === 'folder' ? 0 : 1)
  return rank(one) - rank(other) || byName.compare(one.name, other.name)
}

/** Gives each name of a folder its row. */
export function rowsOf(listing: FarListing | null): FileRows {
  const entries = (listing?.entries ?? []).toSorted(inOrder)
  return {
    items: entries.map((entry) => ({ key: entry.key, size: rowHeight, entry })),
    indexOf: new Map(entries.map(({ key }, index) => [key, index])),
    height: entries.length * rowHeight,
  }
}

/** Rows on, or an end of the list. */
export type Step = number | 'first' | 'last'

/** The row that a walk from `from` leads to; null in an empty folder. */
export function stepFrom({ items, indexOf }: FileRows, from: FarKey | null, by: Step): FarKey | null {
  if (by === 'first') return items[0]?.key ?? null
  if (by === 'last') return items.at(-1)?.key ?? null
  const at = from === null ? undefined : indexOf.get(from)
  const to = at === undefined ? 0 : at + by
  return items[Math.min(items.length - 1, Math.max(0, to))]?.key ?? null
}

/** All rows between two, and those two. */
export function between({ items, indexOf }: FileRows, one: FarKey, other: FarKey): readonly FarEntry[] {
  const ends = [indexOf.get(one) ?? 0, indexOf.get(other) ?? 0]
  return items.slice(Math.min(...ends), Math.max(...ends) + 1).map(({ entry }) => entry)
}

/** Where to scroll to, px, so that a row can be seen whole. */
export function scrollPlaceFor(index: number, seen: { readonly top: number; readonly height: number }): number {
  const top = index * rowHeight
  return top < seen.top ? top : Math.max(seen.top, top + rowHeight - seen.height)
}
