import type { ReactNode } from 'react'

/** At most as many options are drawn; whoever looks for another one types. */
const drawnOptions = 50

export interface SearchOption {
  readonly value: string
  /** What is searched, in lower case. */
  readonly text: string
  readonly label: ReactNode
  /** Shown, but not to be chosen. */
  readonly disabled?: boolean
}

/** A type and no interface: the list wants groups that could have any other property. */
export type SearchGroup = {
  readonly name: string
  readonly label: ReactNode
  readonly items: readonly SearchOption[]
}

interface Found {
  readonly groups: readonly SearchGroup[]
  /** How many match and are not drawn. */
  readonly left: number
}

/** The groups with what matches every word of the search, as many as are drawn. */
export function searchGroups(groups: readonly SearchGroup[], search: string): Found {
  const words = search.toLowerCase().split(/\s+/)
  const found: SearchGroup[] = []
  let [drawn, left] = [0, 0]
  for (const group of groups) {
    const matching = group.items.filter(({ text }) => words.every((word) => text.includes(word)))
    const items = matching.slice(0, Math.max(0, drawnOptions - drawn))
    drawn += items.length
    left += matching.length - items.length
    if (items.length > 0) found.push({ ...group, items })
  }
  return { groups: found, left }
}
