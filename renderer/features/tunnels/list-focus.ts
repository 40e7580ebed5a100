import { useState, type FocusEvent } from 'react'

const keyOf = ({ dataset }: HTMLElement): string | null => dataset['tunnel'] ?? dataset['head'] ?? null

/** Puts the keyboard on a row, or the head of a group, by its key; with null on the one where it enters the list. */
export function focusRow(list: HTMLElement | null, key: string | null): void {
  const stops = list?.querySelectorAll<HTMLElement>('[data-tunnel], [data-head]') ?? []
  const stop = [...stops].find((one) => (key === null ? one.tabIndex === 0 : keyOf(one) === key))
  stop?.focus({ preventScroll: key !== null })
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
