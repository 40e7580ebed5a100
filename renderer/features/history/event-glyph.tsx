import { Download, Globe, KeyRound, SquareTerminal, Upload } from 'lucide-react'
import type { ActivityEvent, ActivityKind } from '#contract/activity.ts'
import { StateGlyph } from '../../ui/state-glyph.tsx'

type GlyphName = Parameters<typeof StateGlyph>[0]['glyph']

const glyphs: Partial<Record<ActivityKind, GlyphName>> = {
  armed: 'waiting',
  ready: 'ready',
  answered: 'ready',
  rotated: 'ready',
  recovered: 'ready',
  client: 'open',
  'client-elsewhere': 'open',
  exposed: 'unanswered',
  'exposure-failed': 'failed',
  failed: 'failed',
  'drained-cut': 'failed',
  'lane-opened': 'ready',
  'lane-failed': 'unanswered',
  dropped: 'reconnecting',
  unanswered: 'unanswered',
  slowed: 'unanswered',
  overflowed: 'unanswered',
  'rotation-failed': 'unanswered',
  'ends-soon': 'unanswered',
  'turned-away': 'unanswered',
  'out-of-handles': 'unanswered',
  'starts-limited': 'unanswered',
}

/** The shape of an event. Decorative: the words beside it are what is read. */
export function EventGlyph({ event }: { readonly event: ActivityEvent }) {
  const { kind, problem } = event
  const size = 14
  if (kind === 'refused') return <Globe className="c-warn" size={size} aria-hidden="true" />
  if (kind === 'sign-in' || kind === 'signed-in' || kind === 'signed-out')
    return <KeyRound className="t3" size={size} aria-hidden="true" />
  if (problem === null && kind === 'files-received') return <Download className="t3" size={size} aria-hidden="true" />
  if (problem === null && kind === 'files-sent') return <Upload className="t3" size={size} aria-hidden="true" />
  if (kind === 'shell-opened') return <SquareTerminal className="t3" size={size} aria-hidden="true" />
  const isOfShell = kind === 'shell-ended' || kind === 'files-received' || kind === 'files-sent'
  const plain = (problem !== null && isOfShell) || kind === 'files-not-same' ? 'failed' : 'stopped'
  return <StateGlyph glyph={glyphs[kind] ?? plain} size={size} />
}
