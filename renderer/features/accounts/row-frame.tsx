import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import { lineHeight } from './account-layout.ts'

/** What can be done with a line. */
export interface LineHandlers {
  readonly onSelect: (key: string) => void
  readonly onStar: (key: string) => void
  readonly onKey: (event: KeyboardEvent, key: string) => void
}

/** Where and how a line is drawn. */
export interface LinePlace {
  readonly top: number
  /** Place in the whole list, from 1. */
  readonly rowIndex: number
  readonly isLast: boolean
  readonly selected: boolean
  /** True for the line at which the keyboard enters the list. */
  readonly reachable: boolean
}

interface RowFrameProps extends LinePlace {
  readonly lineKey: string
  readonly kind: 'account' | 'broken'
  /** Read aloud instead of the parts. */
  readonly sentence: string
  readonly handlers: LineHandlers
  readonly children: ReactNode
}

const isOnControl = ({ target }: MouseEvent): boolean => target instanceof Element && target.closest('button') !== null

/** A line at its place, with what is the same for all: where the keyboard is, and what a press does. */
export function RowFrame(props: RowFrameProps) {
  const { lineKey, kind, sentence, handlers, top, rowIndex, isLast, selected, reachable, children } = props
  return (
    <div
      className={kind === 'broken' ? 'list-row account-row broken-row' : 'list-row account-row'}
      role="row"
      aria-rowindex={rowIndex}
      aria-selected={selected}
      aria-label={sentence}
      tabIndex={reachable ? 0 : -1}
      style={{ top, height: lineHeight }}
      data-account={lineKey}
      data-last={isLast ? '' : undefined}
      onClick={(event) => (isOnControl(event) ? undefined : handlers.onSelect(lineKey))}
      onKeyDown={(event) => handlers.onKey(event, lineKey)}
    >
      {children}
    </div>
  )
}
