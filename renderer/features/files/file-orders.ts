import type { KeyboardEvent } from 'react'
import type { FarEntry, FarKey } from '#contract/files.ts'
import type { FileBrowser } from './file-browser.ts'
import { rowOrder, type RowOrder } from './file-keys.ts'
import { between, stepFrom, type FileRows } from './file-rows.ts'

/** What can be done with a row. */
export interface RowHandlers {
  readonly onSelect: (entry: FarEntry) => void
  readonly onToggle: (entry: FarEntry) => void
  readonly onOpen: (entry: FarEntry) => void
  readonly onKey: (event: KeyboardEvent, entry: FarEntry) => void
}

/** What orders are carried out with. */
interface Means {
  readonly browser: FileBrowser
  readonly rows: FileRows
  readonly platform: string
  readonly onFetch: (entries: readonly FarEntry[]) => void
  /** The keyboard is on another row. */
  readonly onWalked: (key: FarKey) => void
}

function open({ browser, onFetch }: Means, entry: FarEntry): void {
  if (entry.closed !== null) return
  if (entry.kind === 'folder') void browser.go({ by: 'key', key: entry.key })
  else onFetch([entry])
}

function toggle({ browser }: Means, entry: FarEntry): void {
  browser.choose([entry], browser.getState().chosen.has(entry.key) ? 'off' : 'on')
}

function walk(means: Means, { do: how, by }: Extract<RowOrder, { by: unknown }>, from: FarEntry): void {
  const { browser, rows, onWalked } = means
  const next = stepFrom(rows, from.key, by)
  if (next === null) return
  if (how === 'extend') browser.choose(between(rows, from.key, next), 'on')
  browser.walk(next)
  onWalked(next)
}

function obey(means: Means, order: RowOrder, entry: FarEntry): void {
  if ('by' in order) return walk(means, order, entry)
  switch (order.do) {
    case 'open':
      return open(means, entry)
    case 'toggle':
      return toggle(means, entry)
    case 'up':
      return means.browser.up()
    case 'all':
      return means.browser.choose(
        means.rows.items.map((item) => item.entry),
        'on',
      )
  }
}

/** The handlers of rows, over means that are asked for anew each time. */
export function rowHandlers(means: () => Means): RowHandlers {
  return {
    onSelect: ({ key }) => means().browser.walk(key),
    onToggle: (entry) => toggle(means(), entry),
    onOpen: (entry) => open(means(), entry),
    onKey: (event, entry) => {
      const order = rowOrder(event, means().platform)
      if (order === null) return
      event.preventDefault()
      obey(means(), order, entry)
    },
  }
}
