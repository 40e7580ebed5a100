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

/** Where the list is scrolled to: where somebody did, or to the line that is being sent. */
function useScrolled(sent: number | null, lines: number) {
  const box = useRef<HTMLDivElement>(null)
  const [scrolled, setScrolled] = useState(0)
  const last = Math.max(0, lines - mostSeen)
  const followed = sent === null ? null : Math.min(last, Math.max(0, sent - mostSeen / 2)) * lineHeight
  useEffect(() => {
    if (followed !== null) box.current?.scrollTo({ top: followed })
  }, [followed])
  return { box, top: followed ?? scrolled, setScrolled }
}

/** What is pasted, line by line, with what cannot be seen spelled out. Of many lines only those in view are drawn. */
export function PasteList({ label, review, sent }: PasteListProps) {
  const { lines, endsWithEnter } = review
  const { box, top, setScrolled } = useScrolled(sent, lines.length)
  const first = Math.max(0, Math.floor(top / lineHeight) - beyond)
  const drawn = lines.slice(first, first + mostSeen + 2 * beyond)
  const lastEnter = lines.length - (endsWithEnter ? 0 : 1)
  const onScroll = (event: UIEvent<HTMLElement>): void => setScrolled(event.currentTarget.scrollTop)
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
