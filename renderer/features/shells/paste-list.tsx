import { TriangleAlert } from 'lucide-react'
import { useEffect, useRef, useState, type UIEvent } from 'react'
import type { PastePart, PasteReview } from '#domain/paste-review/paste-review.ts'
import { StateGlyph } from '../../ui/state-glyph.tsx'

/** Pixels of a line, as the style sheet has it, and lines that are drawn beyond the edges. */
const lineHeight = 20
const beyond = 10
/** Lines that the box shows at once. */
const mostSeen = 14

function Part({ part }: { readonly part: PastePart }) {
  return part.kind === 'text' ? part.text : <span className="paste-hidden">{part.name}</span>
}

interface PasteListProps {
  readonly label: string
  readonly review: PasteReview
  /** Lines that are sent; null while nobody has said yes. */
  readonly sent: number | null
}

interface LineProps {
  readonly parts: readonly PastePart[]
  readonly number: number
  readonly hasEnter: boolean
  readonly sent: number | null
}

/** A line with its number, what is hidden in it, and how far it got. */
function Line({ parts, number, hasEnter, sent }: LineProps) {
  const isMarked = sent === null && parts.some(({ kind }) => kind === 'hidden')
  const state = sent === null || number > sent + 1 ? undefined : number <= sent ? 'sent' : 'now'
  return (
    <li data-hidden={isMarked ? '' : undefined} data-state={state}>
      <span className="paste-number">{number}</span>
      <span className="paste-text">
        {parts.map((part, at) => (
          <Part key={at} part={part} />
        ))}
        {hasEnter ? <span className="paste-enter">⏎</span> : null}
      </span>
      {state === undefined ? null : <StateGlyph glyph={state === 'sent' ? 'ready' : 'connecting'} size={12} />}
      {isMarked ? <TriangleAlert size={13} className="paste-warning" aria-hidden="true" /> : null}
    </li>
  )
}

/** Keeps the line that is being sent in view. */
function useFollowed(sent: number | null) {
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (sent !== null && sent > mostSeen / 2) box.current?.scrollTo({ top: (sent - mostSeen / 2) * lineHeight })
  }, [sent])
  return box
}

/** What is pasted, line by line, with what cannot be seen spelled out. Of many lines only those in view are drawn. */
export function PasteList({ label, review, sent }: PasteListProps) {
  const { lines, endsWithEnter } = review
  const [top, setTop] = useState(0)
  const box = useFollowed(sent)
  const first = Math.max(0, Math.floor(top / lineHeight) - beyond)
  const drawn = lines.slice(first, first + mostSeen + 2 * beyond)
  const lastEnter = lines.length - (endsWithEnter ? 0 : 1)
  const onScroll = (event: UIEvent<HTMLElement>): void => setTop(event.currentTarget.scrollTop)
  // It is read with the arrows.
  const reads = { tabIndex: 0 }
  return (
    <div ref={box} className="paste-list" role="group" aria-label={label} {...reads} onScroll={onScroll}>
      <ol style={{ height: lines.length * lineHeight, paddingTop: first * lineHeight }}>
        {drawn.map((parts, offset) => {
          const number = first + offset + 1
          return <Line key={number} parts={parts} number={number} hasEnter={number <= lastEnter} sent={sent} />
        })}
      </ol>
    </div>
  )
}
