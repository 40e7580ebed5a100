import './transfers-list.css'
import { useRef, useState } from 'react'
import type { LoggedTransfers } from '#contract/recordings.ts'
import type { RecordingWords } from '#words/recordings/recording-words.ts'
import { useWords } from '../../app/services.ts'
import { Banner } from '../../ui/banner.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { problemText } from '#words/problem-text.ts'
import { listSealLook } from './seal-words.ts'
import { TransferRow } from './transfer-row.tsx'
import { useRecordingWords } from './use-recording-words.ts'
import { useTransfers } from './use-transfers.ts'

/** What was written down of files that moved: who, when, which way, what and its sum. */
export function TransfersList() {
  const words = useRecordingWords()
  const [search, setSearch] = useState('')
  const list = useRef<HTMLDivElement>(null)
  const { found, problem } = useTransfers(search)
  const messages = useWords()
  // It is read with the arrows.
  const reads = { tabIndex: 0 }
  const trouble = problem === null ? null : problemText(problem, messages, {})
  return (
    <>
      {trouble === null ? null : <Banner>{`${trouble.headline}. ${trouble.sentence}`}</Banner>}
      <div className="list-bar list-filters">
        <span className="t3 num" role="status">
          {found === null ? '' : countText(found, words)}
        </span>
        <ListSeal seal={found?.seal ?? null} />
        <span className="grow" />
        <SearchField
          value={search}
          label={words.transfers.search}
          clearLabel={words.clearSearch}
          onChange={setSearch}
          onLeave={() => list.current?.focus()}
        />
      </div>
      <div ref={list} className="list-scroll recording-list" role="list" aria-label={words.transfers.list} {...reads}>
        {found?.lines.map((line, index) => (
          <TransferRow key={`${line.transfer} ${line.at} ${index}`} line={line} />
        ))}
        {found?.lines.length === 0 ? (
          <p className="list-none t3">{search === '' ? words.transfers.none : words.nothing(search)}</p>
        ) : null}
      </div>
    </>
  )
}

function countText({ lines, isAll, unreadable }: LoggedTransfers, { shownOf, transfers: say }: RecordingWords): string {
  const count = isAll ? shownOf(lines.length, lines.length) : say.newest(lines.length)
  return unreadable === 0 ? count : `${count} · ${say.unreadable(unreadable)}`
}

/** Whether the list is as it was written. */
function ListSeal({ seal }: { readonly seal: LoggedTransfers['seal'] }) {
  const words = useRecordingWords()
  if (seal === null) return null
  const { glyph, tone, title, help } = listSealLook(seal, words)
  return (
    <span className="seal-state list-seal" data-tone={tone} role="status">
      <span className="seal-title">
        <StateGlyph glyph={glyph} />
        <span>{title}</span>
      </span>
      <span className="t3 trunc">{help}</span>
    </span>
  )
}
