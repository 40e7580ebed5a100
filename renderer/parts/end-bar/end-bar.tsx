import './end-bar.css'
import type { ReactNode } from 'react'
import { StateGlyph, type Glyph } from '../../ui/state-glyph.tsx'

interface EndBarProps {
  readonly glyph: Glyph
  readonly headline: string
  readonly sentence: string
  /** It lies over what it is about, which keeps its size. */
  readonly lies?: 'over' | 'below'
  /** What can be done, at the right. */
  readonly children?: ReactNode
}

/** The bar at the foot of what a session carries: what is, why, and what can be done. */
export function EndBar({ glyph, headline, sentence, lies = 'below', children }: EndBarProps) {
  return (
    <div className="end-bar" role="status" data-lies={lies}>
      <StateGlyph glyph={glyph} />
      <div className="end-bar-text">
        <b data-failed={glyph === 'failed' ? '' : undefined}>{headline}</b>
        {sentence}
      </div>
      {children}
    </div>
  )
}
