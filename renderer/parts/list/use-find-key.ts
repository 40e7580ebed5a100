import { useEffect, type RefObject } from 'react'
import { pressedOf } from '#domain/shortcuts/shortcuts.ts'
import { useSnapshot } from '../../app/services.ts'

/** In a field or a terminal a mark is text; what lies over the window hears its own keys. */
function isTaken({ target, key }: KeyboardEvent): boolean {
  const element = target instanceof Element ? target : null
  const isField = element?.matches('input, textarea, select, [contenteditable]') === true && key.length === 1
  const isCovered = document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null
  return isField || isCovered || (element !== null && element.closest('[data-terminal]') !== null)
}

/** While the list is there, the keys of the search lead to its own field, and not to that of the tunnels. */
export function useFindKey(search: RefObject<HTMLInputElement | null>): void {
  const { platform } = useSnapshot().app
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || isTaken(event) || pressedOf(['find'], event, platform) === null) return
      event.preventDefault()
      search.current?.focus()
    }
    document.addEventListener('keydown', onKey, { capture: true })
    return () => document.removeEventListener('keydown', onKey, { capture: true })
  }, [search, platform])
}
