import type { KeyboardEvent } from 'react'
import { withMod } from '../../app/shortcuts.ts'
import type { Step } from './file-rows.ts'

/** What a key on a row asks for. */
export type RowOrder =
  | { readonly do: 'walk' | 'extend'; readonly by: Step }
  | { readonly do: 'open' | 'toggle' | 'up' | 'all' }

const steps: Readonly<Record<string, Step>> = {
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 12,
  PageUp: -12,
  Home: 'first',
  End: 'last',
}

/** The order of a key that was pressed on a row itself, or null. A key pressed on a control in it is the control's. */
export function rowOrder(event: KeyboardEvent, platform: string): RowOrder | null {
  if (event.target !== event.currentTarget || event.altKey) return null
  if (withMod(event, platform)) return event.key.toLowerCase() === 'a' ? { do: 'all' } : null
  if (event.ctrlKey || event.metaKey) return null
  const by = steps[event.key]
  if (by !== undefined) return { do: event.shiftKey ? 'extend' : 'walk', by }
  if (event.shiftKey) return null
  if (event.key === 'Enter') return { do: 'open' }
  if (event.key === ' ') return { do: 'toggle' }
  return event.key === 'Backspace' ? { do: 'up' } : null
}
