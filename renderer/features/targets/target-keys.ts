import type { KeyboardEvent } from 'react'
import { withMod } from '../../app/shortcuts.ts'
import type { Step } from './target-layout.ts'

/** What a key on a line asks for. */
export type LineOrder =
  | { readonly do: 'walk'; readonly by: Step }
  | { readonly do: 'open' | 'open-split' | 'star' | 'copy' | 'files' | 'document' | 'menu' }

const steps: Readonly<Record<string, Step>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 8,
  PageUp: -8,
  Home: 'first',
  End: 'last',
}
const letters: Readonly<Record<string, 'star' | 'files' | 'document'>> = { s: 'star', f: 'files', d: 'document' }

/** The order of a key that was pressed on a line itself, or null. A key pressed on a control in it is the control's. */
export function lineOrder(event: KeyboardEvent, platform: string): LineOrder | null {
  if (event.target !== event.currentTarget || event.altKey) return null
  if (withMod(event, platform)) {
    if (event.key === 'Enter') return { do: 'open-split' }
    return event.key.toLowerCase() === 'c' ? { do: 'copy' } : null
  }
  if (event.key === 'ContextMenu' || (event.key === 'F10' && event.shiftKey)) return { do: 'menu' }
  if (event.ctrlKey || event.metaKey || event.shiftKey) return null
  const by = steps[event.key]
  if (by !== undefined) return { do: 'walk', by }
  if (event.key === 'Enter') return { do: 'open' }
  const letter = letters[event.key.toLowerCase()]
  return letter === undefined ? null : { do: letter }
}
