import { ArrowDown, ArrowUp, FolderOpen, Pause, Play, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { TransferView } from '#contract/files.ts'
import { useNow } from '../../app/clock.ts'
import { useWords } from '../../app/services.ts'
import { IconButton } from '../../ui/button.tsx'
import { ProgressBar } from '../../ui/progress-bar.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { actsOf, transferLine, type TransferAct, type TransferLine } from './transfer-words.ts'
import { useFileWords } from './use-files.ts'

interface TransferItemProps {
  readonly transfer: TransferView
  readonly onAct: (act: TransferAct, transfer: TransferView) => void
}

/** Acts that are pictures; the others are links in the second line. */
const pictures: Partial<Readonly<Record<TransferAct, ReactNode>>> = {
  pause: <Pause size={14} />,
  goOn: <Play size={14} />,
  cancel: <X size={14} />,
  forget: <X size={14} />,
  reveal: <FolderOpen size={14} />,
}

function Acts({ transfer, onAct }: TransferItemProps) {
  const { transfers: say } = useFileWords()
  const labels = { pause: say.pause, goOn: say.goOn, cancel: say.cancel, forget: say.forget, reveal: say.reveal }
  return (
    <span className="transfer-acts">
      {actsOf(transfer).map((act) =>
        act === 'retry' || act === 'answer' ? null : (
          <IconButton key={act} label={say.of(labels[act], transfer.name)} onClick={() => onAct(act, transfer)}>
            {pictures[act]}
          </IconButton>
        ),
      )}
    </span>
  )
}

/** The one thing to do about a transfer that stands still. */
function LinkAct({ transfer, onAct }: TransferItemProps) {
  const { transfers: say } = useFileWords()
  const act = actsOf(transfer).find((one) => one === 'retry' || one === 'answer')
  if (act === undefined) return null
  const label = act === 'retry' ? say.again : say.answer
  return (
    <button
      type="button"
      className="link link-tall"
      aria-label={say.of(label, transfer.name)}
      onClick={() => onAct(act, transfer)}
    >
      {label}
    </button>
  )
}

function Mark({ glyph }: Pick<TransferLine, 'glyph'>) {
  if (glyph === null) return null
  return glyph === 'paused' ? <Pause size={12} aria-hidden="true" /> : <StateGlyph glyph={glyph} size={13} />
}

/** One file or folder on its way: what it is, how far it is, and what can be done. */
export function TransferItem({ transfer, onAct }: TransferItemProps) {
  const say = useFileWords()
  const words = useWords()
  const { status, direction, name } = transfer
  const now = useNow(status.kind === 'paused' ? 60_000 : null)
  const line = transferLine(transfer, { say, words, now })
  const moves = status.kind === 'moving' || status.kind === 'paused' ? status : null
  return (
    <li className="transfer">
      <div className="transfer-head">
        <span className="t3" role="img" aria-label={say.transfers[direction]}>
          {direction === 'up' ? <ArrowUp size={14} /> : <ArrowDown size={14} />}
        </span>
        <b className="trunc" title={name}>
          {name}
        </b>
        <Acts transfer={transfer} onAct={onAct} />
      </div>
      {moves === null ? null : (
        <ProgressBar
          label={name}
          value={moves.amount.bytes}
          of={moves.amount.totalBytes}
          tone={moves.kind === 'paused' ? 'held' : 'moving'}
        />
      )}
      <div className="transfer-line num" data-tone={line.tone}>
        <span className="transfer-text">
          <Mark glyph={line.glyph} />
          <span className="trunc" title={line.text}>
            {line.text}
          </span>
        </span>
        {line.aside === '' ? null : <span className={status.kind === 'same' ? 'mono' : undefined}>{line.aside}</span>}
        <LinkAct transfer={transfer} onAct={onAct} />
      </div>
      {line.sentence === null ? null : <p className="transfer-sentence">{line.sentence}</p>}
    </li>
  )
}
