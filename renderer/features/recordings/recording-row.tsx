import { Container, Play, Server } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import type { RecordingEntry, SealVerdict } from '#contract/recordings.ts'
import { environmentOf } from '#domain/environments.ts'
import { formatBytes, formatTime } from '#words/format.ts'
import { spanText } from '#words/span.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import { useAccountName } from '../../parts/account/use-account-name.ts'
import { EnvironmentMark } from '../../parts/tunnel/tunnel-marks.tsx'
import { HitLine } from './hit-line.tsx'
import { environmentIdOf, targetOf, type RecordingDay } from './recording-groups.ts'
import type { Found } from './recordings-store.ts'
import { SealState } from './seal-state.tsx'
import { useRecordingWords } from './use-recording-words.ts'

interface RecordingRowProps {
  readonly entry: RecordingEntry
  readonly day: RecordingDay
  readonly verdict: SealVerdict | null | undefined
  readonly sought: string
  readonly found: Found | undefined
  readonly isCurrent: boolean
  readonly onSelect: () => void
  readonly onPlay: () => void
  readonly onKeyDown: (event: KeyboardEvent) => void
}

/** One recording: what and where, its seal, who, when, how much, and what a search found in it. */
export function RecordingRow({ entry, verdict, isCurrent, onSelect, onPlay, onKeyDown, ...rest }: RecordingRowProps) {
  const words = useWords()
  const { content } = entry
  const container = content.is === 'readable' && content.header.targetKind === 'container'
  const duration = content.is === 'readable' ? spanText(words, content.durationMs) : ''
  return (
    <div
      className="list-row recording-row"
      role="option"
      id={`recording-${entry.id}`}
      aria-selected={isCurrent}
      tabIndex={isCurrent ? 0 : -1}
      onClick={onSelect}
      onFocus={onSelect}
      onDoubleClick={onPlay}
      onKeyDown={onKeyDown}
    >
      <span className="list-icon" aria-hidden="true">
        {container ? <Container size={16} /> : <Server size={16} />}
      </span>
      <What entry={entry} {...rest} />
      <SealState entry={entry} verdict={verdict} lines="two" />
      <Who entry={entry} />
      <span className="recording-when num">
        <span>{whenText(entry.startedAt, rest.day)}</span>
        <span className="recording-line">{duration}</span>
      </span>
      <span className="recording-size num">{formatBytes(entry.bytes)}</span>
      <Hits found={rest.found} onPlay={onPlay} />
    </div>
  )
}

function whenText(startedAt: number, day: RecordingDay): string {
  const time = formatTime(startedAt)
  if (day === 'today' || day === 'yesterday') return time
  const date = new Date(startedAt)
  return `${date.getMonth() + 1}/${date.getDate()} ${time}`
}

function What({ entry, sought, found }: Pick<RecordingRowProps, 'entry' | 'sought' | 'found'>) {
  const { environments } = useSnapshot()
  const { content } = entry
  const header = content.is === 'readable' ? content.header : null
  const id = environmentIdOf(entry)
  const account = useAccountName(header?.account ?? null) ?? header?.region ?? ''
  const [first] = found?.hits ?? []
  return (
    <span className="recording-what">
      <b className="trunc">{targetOf(entry)}</b>
      <span className="recording-line row-x">
        {id === null ? null : <EnvironmentMark environment={environmentOf(environments, id)} />}
        <span className="trunc recording-account">{account}</span>
        {first === undefined ? null : <HitLine line={first.line} sought={sought} />}
      </span>
    </span>
  )
}

function Who({ entry }: Pick<RecordingRowProps, 'entry'>) {
  const { someone } = useRecordingWords()
  const { content } = entry
  const header = content.is === 'readable' ? content.header : null
  return (
    <span className="recording-who">
      <span className="t2 trunc">{header === null ? entry.user : (header.user ?? someone)}</span>
      <span className="recording-line mono trunc">{header?.role ?? ''}</span>
    </span>
  )
}

function Hits({ found, onPlay }: Pick<RecordingRowProps, 'found' | 'onPlay'>) {
  const words = useRecordingWords()
  return (
    <span className="recording-hits">
      {found === undefined || found.count === 0 ? null : <span className="tag">{words.hits(found.count)}</span>}
      <span className="icon-btn" aria-hidden="true" title={words.play} onClick={onPlay}>
        <Play size={14} />
      </span>
    </span>
  )
}
