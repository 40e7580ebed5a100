import { useEffect } from 'react'
import type { ReplayPlayer } from './replay-player.ts'

/** Controls that have a meaning of their own for a key. */
const ownKeys = 'input, textarea, button, [role="option"], [role="menuitem"]'

/** Space plays and pauses, `N` goes to the next hit and Shift `N` to the one before, `,` and `.` change the speed. */
export function usePlayerKeys(player: ReplayPlayer, toHit: (to: 'next' | 'previous') => void): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const { target } = event
      // The terminal has a field for keys, and takes none.
      const isTaken =
        target instanceof Element && target.closest('.replay-terminal') === null && target.closest(ownKeys) !== null
      if (event.defaultPrevented || isTaken || event.ctrlKey || event.metaKey || event.altKey) return
      const ways: Readonly<Record<string, () => void>> = {
        ' ': () => player.tell({ type: 'toggled' }),
        n: () => toHit('next'),
        N: () => toHit('previous'),
        ',': () => player.tell({ type: 'speed-stepped', by: -1 }),
        '.': () => player.tell({ type: 'speed-stepped', by: 1 }),
      }
      const way = ways[event.key]
      if (way === undefined) return
      event.preventDefault()
      way()
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  })
}
