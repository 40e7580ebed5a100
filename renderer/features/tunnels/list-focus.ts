import { useEffect, useRef, useState, type FocusEvent, type RefObject } from 'react'
import type { ListLayout } from './list-layout.ts'

const keyOf = ({ dataset }: HTMLElement): string | null => dataset['tunnel'] ?? dataset['head'] ?? null

/** Puts the keyboard on a row, or the head of a group, by its key; with null on the one where it enters the list. */
export function focusRow(list: HTMLElement | null, key: string | null): void {
  const stops = list?.querySelectorAll<HTMLElement>('[data-tunnel], [data-head]') ?? []
  const stop = [...stops].find((one) => (key === null ? one.tabIndex === 0 : keyOf(one) === key))
  stop?.focus({ preventScroll: key !== null })
}

/** Whether the focus is nowhere: where it was is gone. */
export function isFocusLost(): boolean {
  return document.activeElement === null || document.activeElement === document.body
}

/** Hands the focus of a row that was deleted to the one that took its place, or to the last. */
export function useFocusOfGone(list: RefObject<HTMLElement | null>, layout: ListLayout, focused: string | null): void {
  const before = useRef(layout)
  useEffect(() => {
    const { stops } = before.current
    before.current = layout
    if (focused === null || layout.indexOf.has(focused) || !isFocusLost()) return
    const at = stops.indexOf(focused)
    const near = [...stops.slice(at + 1), ...stops.slice(0, Math.max(0, at)).toReversed()]
    focusRow(list.current, near.find((key) => layout.indexOf.has(key)) ?? null)
  }, [list, layout, focused])
}

/** What the focus is in, by a click on one of a row's controls for one: it must not vanish when it is scrolled away. */
export function useFocusedStop() {
  const [focused, setFocused] = useState<string | null>(null)
  const onFocus = ({ target }: FocusEvent): void => {
    const stop = target.closest<HTMLElement>('[data-tunnel], [data-head]')
    setFocused(stop === null ? null : keyOf(stop))
  }
  return { focused, onFocus, onBlur: () => setFocused(null) }
}
