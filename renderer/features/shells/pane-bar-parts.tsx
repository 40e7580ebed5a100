import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import { StateGlyph, type Glyph } from '../../ui/state-glyph.tsx'
import { useShellStore, useShellWords } from './use-shells.ts'

interface BarProps {
  readonly glyph: Glyph
  readonly headline: string
  readonly sentence: string
  readonly children?: ReactNode
}

/** The bar at the foot of a pane: what is, why, and what can be done. */
export function Bar({ glyph, headline, sentence, children }: BarProps) {
  return (
    <div className="pane-end" role="status">
      <StateGlyph glyph={glyph} />
      <div className="pane-end-text">
        <b data-failed={glyph === 'failed' ? '' : undefined}>{headline}</b>
        {sentence}
      </div>
      {children}
    </div>
  )
}

interface ActsProps {
  readonly pane: string
  readonly again?: string | undefined
  readonly isPrimary?: boolean
}

/** What can be done about a pane: to close it, and one thing more. */
export function Acts({ pane, again, isPrimary = false }: ActsProps) {
  const store = useShellStore()
  const say = useShellWords()
  return (
    <>
      <Button size="small" variant="ghost" onClick={() => store.closing.pane(pane)}>
        {say.close}
      </Button>
      {again === undefined ? null : (
        <Button
          size="small"
          variant={isPrimary ? 'primary' : 'secondary'}
          shortcut="↵"
          onClick={() => void store.again(pane)}
        >
          {again}
        </Button>
      )}
    </>
  )
}
