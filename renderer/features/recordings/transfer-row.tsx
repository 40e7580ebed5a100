import { ArrowDownToLine, ArrowUpFromLine } from 'lucide-react'
import type { LoggedTransfer } from '#contract/recordings.ts'
import { environmentOf } from '#domain/environments.ts'
import { formatBytes, formatTime } from '#words/format.ts'
import type { Messages } from '#words/messages.ts'
import { useActions } from '../../app/actions.ts'
import { useSnapshot, useWords } from '../../app/services.ts'
import { EnvironmentMark } from '../../parts/tunnel/tunnel-marks.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { useRecordingWords } from './use-recording-words.ts'

/** What was written down of one file, or of a transfer that came to no good end. */
export function TransferRow({ line }: { readonly line: LoggedTransfer }) {
  const words = useRecordingWords()
  const { direction, name, here, there, bytes } = line
  const isUp = direction === 'up'
  const way = isUp ? `${here} → ${there}` : `${there} → ${here}`
  const at = new Date(line.at)
  return (
    <div className="list-row recording-row transfer-row" role="listitem">
      <span className="list-icon" role="img" aria-label={isUp ? words.transfers.up : words.transfers.down}>
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
      <Where line={line} />
      <span className="transfer-copy">{line.sha256 === null ? null : <CopySum sha256={line.sha256} />}</span>
      <Who line={line} />
      <span className="recording-when num">
        <span>{formatTime(at.getTime())}</span>
        <span className="recording-line">{`${at.getFullYear()}/${at.getMonth() + 1}/${at.getDate()}`}</span>
      </span>
      <span className="recording-size num">{bytes === null ? '' : formatBytes(bytes)}</span>
    </div>
  )
}

/** The target, and what came of it. */
function Where({ line }: { readonly line: LoggedTransfer }) {
  const { environments } = useSnapshot()
  const { environment, target, targetName } = line
  return (
    <span className="recording-what">
      <span className="row-x">
        {environment === null ? null : <EnvironmentMark environment={environmentOf(environments, environment)} />}
        <span className="trunc">{targetName ?? target}</span>
      </span>
      <Outcome line={line} />
    </span>
  )
}

function Who({ line: { user, role } }: { readonly line: LoggedTransfer }) {
  const { someone } = useRecordingWords()
  const name = user ?? someone
  return (
    <span className="recording-who">
      <span className="t2 trunc" title={name}>
        {name}
      </span>
      <span className="recording-line mono trunc" title={role ?? ''}>
        {role ?? ''}
      </span>
    </span>
  )
}

const fileNameOf = (path: string): string => path.split(/[/\\]/).findLast((part) => part !== '') ?? path

/** The file's sum, or how the transfer ended without one; of a line that somebody changed neither is to be believed. */
function Outcome({ line: { event, sha256, why, seal } }: { readonly line: LoggedTransfer }) {
  const { transfers } = useRecordingWords()
  const words = useWords()
  if (seal === 'altered') return <Bad text={transfers.altered} title={sha256 === null ? '' : `SHA-256 ${sha256}`} />
  if (sha256 !== null) return <Sum sha256={sha256} />
  const end = event === 'file' || event === 'same' ? '' : transfers.ends[event]
  return why === null ? <Bad text={end} title="" /> : <Bad text={`${end}: ${reasonOf(why, words)}`} title={why} />
}

function Bad({ text, title }: { readonly text: string; readonly title: string }) {
  return (
    <span className="recording-line trunc transfer-bad" title={title === '' ? text : `${text} (${title})`}>
      {text}
    </span>
  )
}

/** A problem's code in words, and why a transfer was stopped; what a later version wrote stays as it is. */
function reasonOf(why: string, { problems }: Messages): string {
  return isKnown(why, problems) ? problems[why].short : why
}

const isKnown = (code: string, problems: Messages['problems']): code is keyof Messages['problems'] =>
  Object.hasOwn(problems, code)

/** Both ends of a sum. */
function Sum({ sha256 }: { readonly sha256: string }) {
  return (
    <span className="recording-line mono trunc" title={`SHA-256 ${sha256}`}>
      {`SHA-256 ${sha256.slice(0, 8)}…${sha256.slice(-8)}`}
    </span>
  )
}

/** Copies all of a sum. */
function CopySum({ sha256 }: { readonly sha256: string }) {
  const { transfers } = useRecordingWords()
  const actions = useActions()
  return <CopyButton label={transfers.copySum} onCopy={() => void actions.copy(sha256, transfers.sumCopied)} />
}
