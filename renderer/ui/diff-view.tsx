import './diff-view.css'
import { Fragment } from 'react'

/** A line of two texts beside each other, or how many that are the same were left out. */
export type ShownDiffRow =
  | { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }
  | { readonly kind: 'gap'; readonly lines: number }

interface DiffViewProps {
  readonly label?: string
  readonly rows: readonly ShownDiffRow[]
  /** What stands for lines that were left out. */
  readonly gap: (lines: number) => string
  /** Said before a line that is added or removed: the colour says nothing to everybody. */
  readonly said: { readonly added: string; readonly removed: string }
}

const marks = { same: ' ', added: '+', removed: '−' } as const

/** What becomes of a file, line by line. */
export function DiffView({ label, rows, gap, said }: DiffViewProps) {
  return (
    <ul className="diff" aria-label={label}>
      {rows.map((row, index) => (
        // Lines may be alike, and never change their order.
        <Fragment key={`${index} ${row.kind}`}>
          {row.kind === 'gap' ? (
            <li data-gap="">{gap(row.lines)}</li>
          ) : (
            <li data-change={row.kind === 'same' ? undefined : row.kind}>
              <i aria-hidden="true">{marks[row.kind]}</i>
              {row.kind === 'same' ? null : <span className="visually-hidden">{said[row.kind]} </span>}
              <span>{row.text}</span>
            </li>
          )}
        </Fragment>
      ))}
    </ul>
  )
}
