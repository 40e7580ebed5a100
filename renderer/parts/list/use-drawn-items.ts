import { defaultRangeExtractor, useVirtualizer, type Range } from '@tanstack/react-virtual'
import { useCallback, type RefObject } from 'react'

/** What has a place in a list, whether it is drawn or not. */
interface ItemList {
  /** `size` in CSS px. */
  readonly items: readonly { readonly key: string; readonly size: number }[]
  /** Where an item is in `items`, by its key. */
  readonly indexOf: ReadonlyMap<string, number>
}

/** Items beyond each edge of what is seen, so that a scroll finds them there. */
const overscan = 4

/**
 * Which items of the list are drawn: those that can be seen, and those that must stay whatever is seen, because the
 * keyboard is on them or enters the list there. Gives their places in `layout.items`, in order.
 */
export function useDrawnItems(list: RefObject<HTMLElement | null>, layout: ItemList, kept: readonly string[]) {
  const { items, indexOf } = layout
  const getItemKey = useCallback((index: number) => items[index]?.key ?? index, [items])
  const rangeExtractor = (range: Range): number[] => {
    const always = kept.map((key) => indexOf.get(key)).filter((index) => index !== undefined)
    return [...new Set([...defaultRangeExtractor(range), ...always])].toSorted((one, other) => one - other)
  }
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => list.current,
    // Sizes are told anew whenever this function is another one.
    getItemKey,
    estimateSize: (index) => items[index]?.size ?? 0,
    overscan,
    // Before the list is measured: no higher than its window, so that the first drawing is the whole one.
    initialRect: { width: window.innerWidth, height: window.innerHeight },
    rangeExtractor,
  })
  return virtualizer.getVirtualItems().map((item) => item.index)
}
