import { useEffect, type RefObject } from 'react'
import { currentTab } from '#domain/shell-layout/workspace.ts'
import { pressedOf } from '#domain/shortcuts/shortcuts.ts'
import { useSnapshot } from '../../app/services.ts'
import { keysBeside } from './terminal/shell-keys.ts'
import { useShellStore } from './use-shells.ts'

/** In a field the arrows with their keys are for its text. */
const inField = ['shell-walk', 'shell-move'] as const

/** Whether a key is somebody else's: a terminal decides itself, and what lies over the window has its own. */
function isTaken({ target }: KeyboardEvent): boolean {
  const isCovered = document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]') !== null
  return isCovered || (target instanceof Element && target.closest('[data-terminal]') !== null)
}

/**
 * The keys of the shells while no terminal has the keys: on the tabs, in the list of targets, in files. `place`: where they
 * are obeyed; everywhere while it is null.
 */
export function useShellKeys(place: RefObject<HTMLElement | null> | null): void {
  const store = useShellStore()
  const { platform } = useSnapshot().app
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const isElsewhere = place !== null && place.current?.contains(event.target as Node) !== true
      if (event.defaultPrevented || isElsewhere || isTaken(event)) return
      const key = pressedOf(keysBeside, event, platform)
      const tab = currentTab(store.getState().workspace)
      if (key === null || tab === null) return
      const isField = event.target instanceof Element && event.target.matches('input, textarea')
      if (isField && inField.some((one) => one === key)) return
      const { contents } = store.getState()
      const hasTerminal = store.terminals.peek(tab.active) !== null && contents.get(tab.active)?.kind === 'shell'
      if (key === 'shell-find' && !hasTerminal) return
      event.preventDefault()
      event.stopPropagation()
      store.press(tab.active, key, event)
    }
    // Before the window's own, which close it or lead away with the same keys on some systems.
    document.addEventListener('keydown', onKey, { capture: true })
    return () => document.removeEventListener('keydown', onKey, { capture: true })
  }, [store, platform, place])
}
