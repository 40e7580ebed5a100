import { memo, type KeyboardEvent } from 'react'
import type { ActivityEvent } from '#contract/activity.ts'
import { environmentOf } from '#domain/environments.ts'
import { bytesOf } from '#domain/activity/fitting.ts'
import { formatBytes, formatTimeWithSeconds } from '#words/format.ts'
import { spanText } from '#words/span.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import { useAccountName } from '../../parts/account/use-account-name.ts'
import { useActivityWords } from '../../parts/activity/use-activity-words.ts'
import { EnvironmentMark } from '../../parts/tunnel/tunnel-marks.tsx'
import { EventGlyph } from './event-glyph.tsx'
import { causeText, eventText } from './event-words.ts'

interface HistoryRowProps {
  readonly eventKey: string
  readonly event: ActivityEvent
  readonly top: number
  /** Place in the list and how many there are, as far as they were read. */
  readonly place: number
  readonly isCurrent: boolean
  readonly onSelect: (key: string) => void
  readonly onKey: (event: KeyboardEvent, key: string) => void
}

/** One event: when, what to whom, by what, where, how long and how much. */
export const EventRow = memo(function EventRow(props: HistoryRowProps) {
  const { eventKey, event, top, place, isCurrent, onSelect, onKey } = props
  const all = useWords()
  const cause = causeText(event, useActivityWords().history)
  const bytes = bytesOf(event)
  return (
    <div
      className="list-row history-row"
      role="row"
      data-key={eventKey}
      aria-rowindex={place}
      aria-selected={isCurrent}
      tabIndex={isCurrent ? 0 : -1}
      style={{ top }}
      onClick={() => onSelect(eventKey)}
      onFocus={() => onSelect(eventKey)}
      onKeyDown={(key) => onKey(key, eventKey)}
    >
      <span className="t3 num" role="gridcell">
        <time dateTime={new Date(event.at).toISOString()}>{formatTimeWithSeconds(event.at)}</time>
      </span>
      <What event={event} />
      <span className="t2 trunc" role="gridcell" title={cause}>
        {cause}
      </span>
      <Account event={event} />
      <span className="t3 num history-lasted" role="gridcell">
        {event.lastedMs === null ? '' : spanText(all, event.lastedMs)}
      </span>
      <span className="t3 num history-data" role="gridcell">
        {bytes === 0 ? '' : formatBytes(bytes)}
      </span>
    </div>
  )
})

function What({ event }: Pick<HistoryRowProps, 'event'>) {
  const text = eventText(event, useWords(), useActivityWords())
  return (
    <span className="history-what" role="gridcell" title={detailOf(event)}>
      <EventGlyph event={event} />
      <span className="trunc">
        <b>{event.subject.name}</b> <span className="t2">{text}</span>
      </span>
    </span>
  )
}

/** What an administrator would be asked about. */
function detailOf({ sessionId, node, endpoint, region }: ActivityEvent): string {
  return [node, endpoint, region, sessionId].filter((part) => part !== null).join('\n')
}

function Account({ event }: Pick<HistoryRowProps, 'event'>) {
  const { environments } = useSnapshot()
  const { account, environment } = event
  const name = useAccountName(account === null ? null : { id: account, name: null }) ?? ''
  return (
    <span className="history-account t3" role="gridcell" title={name}>
      {environment === null ? null : <EnvironmentMark environment={environmentOf(environments, environment)} />}
      <span className="trunc">{name}</span>
    </span>
  )
}
