import type { ActivityPage } from '#contract/activity.ts'

type KeyedEvent = ActivityPage['events'][number]

/** One line of the list. */
export type HistoryRow =
  | { readonly is: 'day'; readonly key: string; readonly at: number; readonly size: number }
  | ({ readonly is: 'event'; readonly size: number } & KeyedEvent)

/** Everything that has a place in the list, drawn or not. */
export interface HistoryLayout {
  readonly items: readonly HistoryRow[]
  readonly indexOf: ReadonlyMap<string, number>
  /** CSS px from the top, by place in `items`. */
  readonly tops: readonly number[]
  readonly height: number
  /** Keys of events, in their order. */
  readonly stops: readonly string[]
}

const rowHeight = 32

/** Puts the events under their days, the newest first. */
export function layoutHistory(events: readonly KeyedEvent[]): HistoryLayout {
  const items: HistoryRow[] = []
  let day = ''
  for (const { key, event } of events) {
    const date = new Date(event.at).toDateString()
    // A clock that was set back, or a journey, brings a day a second time.
    if (date !== day) items.push({ is: 'day', key: `day ${key}`, at: event.at, size: rowHeight })
    day = date
    items.push({ is: 'event', key, event, size: rowHeight })
  }
  return {
    items,
    indexOf: new Map(items.map(({ key }, index) => [key, index])),
    tops: items.map((_, index) => index * rowHeight),
    height: items.length * rowHeight,
    stops: items.flatMap((item) => (item.is === 'event' ? [item.key] : [])),
  }
}
