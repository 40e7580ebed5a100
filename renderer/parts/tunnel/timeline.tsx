import './timeline.css'
import type { TimelineEntry } from '#contract/status.ts'
import type { Ref } from 'react'
import { useWords } from '../../app/services.ts'
import { formatTime, formatTimeWithSeconds } from '#words/format.ts'
import type { Messages } from '#words/messages.ts'

const dots: Record<TimelineEntry['kind'], string> = {
  armed: 'ring',
  stopped: 'plain',
  connecting: 'ring',
  ready: 'ring',
  answered: 'ok',
  unanswered: 'warn',
  dropped: 'warn',
  failed: 'fail',
  'idle-closed': 'plain',
  'sign-in': 'plain',
  'turned-away': 'warn',
  'out-of-handles': 'warn',
  refused: 'warn',
  'starts-limited': 'warn',
  slowed: 'warn',
  overflowed: 'warn',
  recovered: 'ok',
  rotated: 'ok',
  'rotation-failed': 'warn',
  'lane-opened': 'ok',
  'lane-failed': 'warn',
  'ends-soon': 'warn',
  'drained-cut': 'warn',
  'clients-told': 'plain',
  'clients-closed': 'plain',
  client: 'ring',
  'client-elsewhere': 'warn',
  exposed: 'warn',
  'exposure-ended': 'plain',
  'exposure-failed': 'fail',
}

function eventText({ kind, client, place }: TimelineEntry, detail: Messages['tunnels']['detail']): string {
  if (client !== undefined) return detail.clientCame(client.program, client.pid)
  return place === undefined ? detail.timeline[kind] : detail.timelineAt(detail.timeline[kind], place)
}

/** One line of history in words. */
function timelineText(entry: TimelineEntry, words: Messages): string {
  const { detail } = words.tunnels
  const { problem, again } = entry
  if (problem?.code === 'CLIENT_REFUSED') return words.refusals.line(problem.details)
  const event = eventText(entry, detail)
  const told = problem === null ? event : detail.timelineProblem(event, words.problems[problem.code].short)
  return again === undefined ? told : detail.timelineAgain(told, again.times, formatTime(again.since))
}

interface TimelineProps {
  readonly ref?: Ref<HTMLElement>
  readonly title: string
  readonly entries: readonly TimelineEntry[]
  readonly limit: number
}

/** A tunnel's recent history, newest first. */
export function Timeline({ ref, title, entries, limit }: TimelineProps) {
  const words = useWords()
  return (
    <section className="panel-section" aria-label={title} ref={ref} tabIndex={-1}>
      <h3 className="section-head">{title}</h3>
      {entries.length === 0 ? <p className="t3">{words.tunnels.detail.noEvents}</p> : null}
      <ol className="timeline">
        {entries.slice(0, limit).map((entry, index) => (
          <li key={`${entry.at}-${entry.kind}-${entries.length - index}`}>
            <time className="timeline-time" dateTime={new Date(entry.at).toISOString()}>
              {formatTimeWithSeconds(entry.at)}
            </time>
            <span className="timeline-dot" data-dot={dots[entry.kind]} aria-hidden="true" />
            <span className="trunc" title={timelineText(entry, words)}>
              {timelineText(entry, words)}
            </span>
          </li>
        ))}
      </ol>
    </section>
  )
}
