import type { KeyboardEvent } from 'react'
import { pressedOf } from '#domain/shortcuts/shortcuts.ts'
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
const orders = {
  'target-open': 'open',
  'target-split': 'open-split',
  'target-star': 'star',
  'target-copy': 'copy',
  'target-document': 'document',
  'target-files': 'files',
  'target-menu': 'menu',
} as const
const names = [
  'target-open',
  'target-split',
  'target-star',
  'target-copy',
  'target-document',
  'target-files',
  'target-menu',
] as const

/** The order of a key that was pressed on a line itself, or null. A key pressed on a control in it is the control's. */
export function lineOrder(event: KeyboardEvent, platform: string): LineOrder | null {
  if (event.target !== event.currentTarget) return null
  const isPlain = !event.altKey && !event.ctrlKey && !event.metaKey && !event.shiftKey
  const by = isPlain ? steps[event.key] : undefined
  if (by !== undefined) return { do: 'walk', by }
  const name = pressedOf(names, event, platform)
  return name === null ? null : { do: orders[name] }
}
