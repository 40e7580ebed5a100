import './transfers-list.css'
import { ArrowDownToLine, ArrowUpFromLine } from 'lucide-react'
import { useRef, useState } from 'react'
import type { LoggedTransfer, LoggedTransfers } from '#contract/recordings.ts'
import { environmentOf } from '#domain/environments.ts'
import { formatBytes, formatTime } from '#words/format.ts'
import { useSnapshot } from '../../app/services.ts'
import { EnvironmentMark } from '../../parts/tunnel/tunnel-marks.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { useRecordingWords } from './use-recording-words.ts'
import { useTransfers } from './use-transfers.ts'

/** What was written down of files that moved: who, when, which way, what and its sum. */
export function TransfersList() {
  const words = useRecordingWords()
  const [search, setSearch] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const found = useTransfers(search)
  // It is read with the arrows.
  const reads = { tabIndex: 0 }
  return (
    <>
      <div className="filters">
        <span className="t3 num" role="status">
          {found === null ? '' : countText(found, words)}
        </span>
        <span className="grow" />
        <SearchField
          value={search}
          label={words.transfers.search}
          clearLabel={words.clearSearch}
          onChange={setSearch}
          onLeave={() => list.current?.focus()}
        />
      </div>
      <div ref={list} className="recording-list" role="list" aria-label={words.transfers.list} {...reads}>
        {found?.lines.map((line, index) => (
          <Row key={`${line.transfer} ${line.at} ${index}`} line={line} />
        ))}
        {found?.lines.length === 0 ? (
          <p className="list-none t3">{search === '' ? words.transfers.none : words.nothing(search)}</p>
        ) : null}
      </div>
    </>
  )
}

function countText(
  { lines, isAll, unreadable }: LoggedTransfers,
  { shownOf, transfers: say }: ReturnType<typeof useRecordingWords>,
): string {
  const count = isAll ? shownOf(lines.length, lines.length) : say.newest(lines.length)
  return unreadable === 0 ? count : `${count} · ${say.unreadable(unreadable)}`
}

function Row({ line }: { readonly line: LoggedTransfer }) {
  const words = useRecordingWords()
  const { environments } = useSnapshot()
  const { direction, environment, name, here, there, user, role, target, targetName, bytes, sha256 } = line
  const isUp = direction === 'up'
  const way = isUp ? `${here} → ${there}` : `${there} → ${here}`
  const at = new Date(line.at)
  return (
    <div className="recording-row transfer-row" role="listitem">
      <span className="recording-icon" role="img" aria-label={isUp ? words.transfers.up : words.transfers.down}>
        {isUp ? <ArrowUpFromLine size={16} /> : <ArrowDownToLine size={16} />}
      </span>
      <span className="recording-what">
        <span className="row-x">
          <b className="trunc">{name ?? fileNameOf(isUp ? here : there)}</b>
        </span>
        <span className="recording-line trunc" title={way}>
          {way}
        </span>
      </span>
      <span className="recording-what">
        <span className="row-x">
          {environment === null ? null : <EnvironmentMark environment={environmentOf(environments, environment)} />}
          <span className="trunc">{targetName ?? target}</span>
        </span>
        <Sum event={line.event} sha256={sha256} why={line.why} />
      </span>
      <span className="recording-who">
        <span className="t2 trunc">{user ?? words.someone}</span>
        <span className="recording-line mono trunc">{role ?? ''}</span>
      </span>
      <span className="recording-when num">
        <span>{formatTime(at.getTime())}</span>
        <span className="recording-line">{`${at.getFullYear()}/${at.getMonth() + 1}/${at.getDate()}`}</span>
      </span>
      <span className="recording-size num">{bytes === null ? '' : formatBytes(bytes)}</span>
    </div>
  )
}

const fileNameOf = (path: string): string => path.split(/[/\\]/).findLast((part) => part !== '') ?? path

/** The file's sum, or how the transfer ended without one. */
function Sum({ event, sha256, why }: Pick<LoggedTransfer, 'event' | 'sha256' | 'why'>) {
  const { ends } = useRecordingWords().transfers
  if (sha256 !== null)
    return (
      <span className="recording-line mono trunc transfer-sum" title={`SHA-256 ${sha256}`}>
        {`SHA-256 ${sha256}`}
      </span>
    )
  const end = event === 'file' || event === 'same' ? '' : ends[event]
  return <span className="recording-line trunc transfer-bad">{why === null ? end : `${end}: ${why}`}</span>
}
