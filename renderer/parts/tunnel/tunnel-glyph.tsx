import type { TunnelStatus } from '#contract/status.ts'
import { StateGlyph, type Glyph } from '../../ui/state-glyph.tsx'

interface TunnelGlyphProps {
  readonly state: TunnelStatus['kind']
  /** Width and height in px; 14 if left out. */
  readonly size?: number
}

const glyphOf = (state: TunnelStatus['kind']): Glyph => (state === 'armed' ? 'waiting' : state)

/** The glyph of a tunnel's state. Decorative: the word beside it is what is read. */
export function TunnelGlyph({ state, size = 14 }: TunnelGlyphProps) {
  return <StateGlyph glyph={glyphOf(state)} size={size} />
}
