import type { KeyboardEvent } from 'react'
import { pressedOf } from '#domain/shortcuts/shortcuts.ts'
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

const orders = {
  'file-open': 'open',
  'file-choose': 'toggle',
  'file-up': 'up',
  'file-choose-all': 'all',
} as const
const names = ['file-open', 'file-choose', 'file-up', 'file-choose-all'] as const

/** The order of a key that was pressed on a row itself, or null. A key pressed on a control in it is the control's. */
export function rowOrder(event: KeyboardEvent, platform: string): RowOrder | null {
  if (event.target !== event.currentTarget) return null
  const by = event.altKey || event.ctrlKey || event.metaKey ? undefined : steps[event.key]
  if (by !== undefined) return { do: event.shiftKey ? 'extend' : 'walk', by }
  const name = pressedOf(names, event, platform)
  return name === null ? null : { do: orders[name] }
}
