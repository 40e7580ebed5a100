import { ShieldCheck, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import type { RecordingHeader, RecordingHit, RecordingOutline } from '#contract/recordings.ts'
import { environmentOf } from '#domain/environments.ts'
import { formatBytes, formatStopwatch, shortenId } from '#words/format.ts'
import { useSnapshot } from '../../app/services.ts'
import { useAccountName } from '../../parts/account/use-account-name.ts'
import { EnvironmentMark } from '../../parts/tunnel/tunnel-marks.tsx'
import { HitLine } from './hit-line.tsx'
import { SealState } from './seal-state.tsx'
import { useRecordingWords } from './use-recording-words.ts'

interface ReplaySideProps {
  readonly outline: RecordingOutline
  readonly header: RecordingHeader
  readonly sought: string
  /** Null while nothing is sought. */
  readonly found: { readonly count: number; readonly hits: readonly RecordingHit[] } | null
  readonly atMs: number
  readonly onSeek: (atMs: number) => void
}

/** Who and what the recording is of, what its seal says, and what was found in it. */
export function ReplaySide({ outline, header, sought, found, atMs, onSeek }: ReplaySideProps) {
  const { replay: say, ...words } = useRecordingWords()
  return (
    <aside className="replay-side" aria-label={say.about}>
      <Facts outline={outline} header={header} />
      <Note icon={<ShieldCheck size={14} aria-hidden="true" />}>
        {header.keys === 'shown' ? `${say.passwords} ${say.keysToo}` : say.passwords}
      </Note>
      {outline.isTorn ? <Note icon={<TriangleAlert size={14} aria-hidden="true" />}>{say.torn}</Note> : null}
      {found === null ? null : (
        <section className="panel-section">
          <h2 className="section-head">
            <span role="status">{found.count === 0 ? words.noHits : words.hits(found.count)}</span>
          </h2>
          <Hits hits={found.hits} sought={sought} atMs={atMs} onSeek={onSeek} />
        </section>
      )}
    </aside>
  )
}

function Note({ icon, children }: { readonly icon: ReactNode; readonly children: ReactNode }) {
  return (
    <p className="replay-note">
      {icon}
      <span>{children}</span>
    </p>
  )
}

function Facts({ outline, header }: Pick<ReplaySideProps, 'outline' | 'header'>) {
  const { replay: say, someone } = useRecordingWords()
  const { entry, verdict } = outline
  const size = entry.content.is === 'readable' ? entry.content.size : { columns: 0, rows: 0 }
  return (
    <dl className="facts">
      <Fact name={say.who}>{header.user ?? someone}</Fact>
      <Fact name={say.role}>{header.role}</Fact>
      <Fact name={say.account}>{header.account === null ? null : <Account header={header} />}</Fact>
      <Fact name={say.target} mono>
        {shortenId(header.target)}
      </Fact>
      <Fact name={say.session} mono>
        {header.sessionId}
      </Fact>
      <Fact name={say.tunnel}>{header.tunnel}</Fact>
      <Fact name={say.command} mono>
        {header.command}
      </Fact>
      <Fact name={say.reason}>{header.reason}</Fact>
      <Fact name={say.size}>{say.sizeOf(formatBytes(entry.bytes), size.columns, size.rows)}</Fact>
      <Fact name={say.seal}>
        <SealState entry={entry} verdict={verdict} lines="two" />
      </Fact>
    </dl>
  )
}

function Account({ header }: Pick<ReplaySideProps, 'header'>) {
  const { environments } = useSnapshot()
  const { environment, account } = header
  const name = useAccountName(account)
  return (
    <>
      {environment === null ? null : <EnvironmentMark environment={environmentOf(environments, environment)} />}
      {name}
    </>
  )
}

interface FactProps {
  readonly name: string
  readonly mono?: boolean
  /** What is not known has no line. */
  readonly children: ReactNode
}

function Fact({ name, mono = false, children }: FactProps) {
  if (children === null) return null
  return (
    <>
      <dt>{name}</dt>
      <dd className={mono ? 'mono' : undefined} title={typeof children === 'string' ? children : undefined}>
        {children}
      </dd>
    </>
  )
}

interface HitsProps extends Pick<ReplaySideProps, 'sought' | 'atMs' | 'onSeek'> {
  readonly hits: readonly RecordingHit[]
}

function Hits({ hits, sought, atMs, onSeek }: HitsProps) {
  const current = hits.findLastIndex((hit) => hit.atMs <= atMs)
  return (
    <ul className="replay-hits">
      {hits.map((hit, index) => (
        <li key={`${index} ${hit.atMs}`}>
          <button type="button" aria-current={index === current ? 'true' : undefined} onClick={() => onSeek(hit.atMs)}>
            <span className="num t3">{formatStopwatch(hit.atMs)}</span>
            <HitLine line={hit.line} sought={sought} />
          </button>
        </li>
      ))}
    </ul>
  )
}
