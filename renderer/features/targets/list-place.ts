import { useEffect, type RefObject } from 'react'
import { useLatest } from '../../parts/list/use-latest.ts'
import { scrollPlaceFor, type TargetLayout } from './target-layout.ts'

/** The line of the keyboard comes into view when it becomes that. */
export function useScrollTo(list: RefObject<HTMLElement | null>, layout: TargetLayout, current: string | null): void {
  const latest = useLatest(layout)
  useEffect(() => {
    const box = list.current
    if (box === null || current === null) return
    // The layout alone moves nothing: what is read meanwhile must not pull the list from under somebody who scrolls.
    const place = scrollPlaceFor(current, latest.current, { top: box.scrollTop, height: box.clientHeight })
    if (place !== null && place !== box.scrollTop) box.scrollTo(0, place)
  }, [list, latest, current])
}

/** A list that has just come takes the keyboard, if nothing else has it. */
export function useFirstFocus(list: RefObject<HTMLElement | null>, isThere: boolean): void {
  useEffect(() => {
    if (!isThere || document.activeElement !== document.body) return
    const frame = requestAnimationFrame(() => {
      if (document.activeElement === document.body) focusTarget(list.current, null)
    })
    return () => cancelAnimationFrame(frame)
  }, [list, isThere])
}

/** Puts the keyboard on a line of the list, or on the one at which it enters. */
export function focusTarget(list: HTMLElement | null, key: string | null): void {
  const lines = list?.querySelectorAll<HTMLElement>('[data-target]') ?? []
  const line = [...lines].find((one) => (key === null ? one.tabIndex === 0 : one.dataset['target'] === key))
  line?.focus({ preventScroll: true })
}
