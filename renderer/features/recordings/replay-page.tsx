import './replay.css'
import { ChevronRight, X } from 'lucide-react'
import { useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { RecordingHeader, RecordingOutline } from '#contract/recordings.ts'
import { environmentOf } from '#domain/environments.ts'
import { formatTime } from '#words/format.ts'
import { problemText } from '#words/problem-text.ts'
import { useEscape } from '../../app/global-keys.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import { EnvironmentTag, productionOf } from '../../parts/tunnel/tunnel-marks.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { ExportMenu } from './export-menu.tsx'
import { PlayerBar } from './player-bar.tsx'
import { targetOf } from './recording-groups.ts'
import type { Found } from './recordings-store.ts'
import { ReplaySide } from './replay-side.tsx'
import { ReplayTerminal } from './replay-terminal.tsx'
import type { ReplayPlayer } from './replay-player.ts'
import { useHits, useOutline } from './use-outline.ts'
import { usePlayerKeys } from './use-player-keys.ts'
import { useRecordingWords } from './use-recording-words.ts'

interface ReplayPageProps {
  readonly id: string
  /** What was sought in the list. */
  readonly sought: string
  readonly onClose: () => void
}

/** One recording, played. */
export function ReplayPage({ id, sought: first, onClose }: ReplayPageProps) {
  const outline = useOutline(id)
  const [sought, setSought] = useState(first)
  useEscape(onClose)
  if (outline === null) return <div className="replay" aria-busy="true" />
  if (!outline.ok) return <Unplayable problem={outline.error} onClose={onClose} />
  const { content } = outline.value.entry
  if (content.is !== 'readable') return null
  return <Replay outline={outline.value} header={content.header} {...{ sought, setSought, onClose }} />
}

function Unplayable({
  problem,
  onClose,
}: {
  readonly problem: Parameters<typeof problemText>[0]
  readonly onClose: () => void
}) {
  const words = useWords()
  const { replay } = useRecordingWords()
  const { headline, sentence } = problemText(problem, words, {})
  return (
    <div className="list-empty">
      <h2>{headline}</h2>
      <p>{sentence}</p>
      <div className="empty-actions">
        <Button variant="primary" onClick={onClose}>
          {replay.close}
        </Button>
      </div>
    </div>
  )
}

interface ReplayProps {
  readonly outline: RecordingOutline
  readonly header: RecordingHeader
  readonly sought: string
  readonly setSought: (text: string) => void
  readonly onClose: () => void
}

function Replay({ outline, header, sought, setSought, onClose }: ReplayProps) {
  const found = useHits(outline.entry.id, sought)
  const [player, setPlayer] = useState<ReplayPlayer | null>(null)
  return (
    <div className="replay">
      <Toolbar {...{ outline, header, sought, setSought, onClose }} />
      <div className="body">
        <div className="replay-main">
          <ReplayTerminal outline={outline} onPlayer={setPlayer} />
          {player === null ? null : <Controls {...{ player, outline, found }} />}
        </div>
        {player === null ? null : <Side {...{ player, outline, header, sought, found }} />}
      </div>
    </div>
  )
}

function Toolbar({ outline, header, sought, setSought, onClose }: ReplayProps) {
  const words = useRecordingWords()
  const { replay: say } = words
  const { environments } = useSnapshot()
  const field = useRef<HTMLInputElement>(null)
  const environment = header.environment === null ? null : environmentOf(environments, header.environment)
  const { id, content } = outline.entry
  const until = header.startedAt + (content.is === 'readable' ? content.durationMs : 0)
  return (
    <header className="toolbar" data-production={environment === null ? undefined : productionOf(environment)}>
      <nav className="crumb">
        <button type="button" className="crumb-link" onClick={onClose}>
          {say.crumb}
        </button>
        <ChevronRight size={14} aria-hidden="true" />
        <h1 className="trunc">{targetOf(outline.entry)}</h1>
        {environment === null ? null : <EnvironmentTag environment={environment} />}
        <span className="replay-span num">
          {dayText(header.startedAt)} {say.span(formatTime(header.startedAt), formatTime(until))}
        </span>
      </nav>
      <span className="grow" />
      <SearchField
        ref={field}
        value={sought}
        label={words.searchHere}
        clearLabel={words.clearSearch}
        onChange={setSought}
        onLeave={() => field.current?.blur()}
      />
      <ExportMenu id={id} variant="secondary" size="normal" />
      <IconButton label={say.close} onClick={onClose}>
        <X size={16} />
      </IconButton>
    </header>
  )
}

function dayText(at: number): string {
  const date = new Date(at)
  return `${date.getMonth() + 1}/${date.getDate()}`
}

interface PlayingProps {
  readonly player: ReplayPlayer
  readonly outline: RecordingOutline
  readonly found: Found | null
}

function durationOf({ entry: { content } }: RecordingOutline): number {
  return content.is === 'readable' ? content.durationMs : 0
}

function Controls({ player, outline, found }: PlayingProps) {
  const hits = (found?.hits ?? []).map(({ atMs }) => atMs)
  const toHit = (to: 'next' | 'previous'): void => {
    const { atMs } = player.state.getState()
    const wanted = to === 'next' ? hits.find((hit) => hit > atMs) : hits.findLast((hit) => hit < atMs)
    if (wanted !== undefined) player.tell({ type: 'sought', atMs: wanted })
  }
  usePlayerKeys(player, toHit)
  return (
    <PlayerBar player={player} durationMs={durationOf(outline)} activity={outline.activity} hits={hits} onHit={toHit} />
  )
}

function Side({ player, ...rest }: PlayingProps & Pick<ReplayProps, 'header' | 'sought'>) {
  const atMs = useStore(player.state, (state) => state.atMs)
  return <ReplaySide {...rest} atMs={atMs} onSeek={(to) => player.tell({ type: 'sought', atMs: to })} />
}
