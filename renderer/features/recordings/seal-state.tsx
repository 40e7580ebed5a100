import type { RecordingEntry, SealVerdict } from '#contract/recordings.ts'
import { RecordingDot } from '../../ui/recording-dot.tsx'
import { StateGlyph } from '../../ui/state-glyph.tsx'
import { sealLook } from './seal-words.ts'
import { useRecordingWords } from './use-recording-words.ts'

interface SealStateProps {
  readonly entry: Pick<RecordingEntry, 'isLive' | 'content'>
  readonly verdict: SealVerdict | null | undefined
  readonly lines: 'one' | 'two'
}

/** Whether a recording is as it was written. */
export function SealState({ entry, verdict, lines }: SealStateProps) {
  const look = sealLook(entry, verdict, useRecordingWords())
  return (
    <span className="seal-state" data-tone={look.tone}>
      <span className="seal-title">
        {look.glyph === 'recording' ? <RecordingDot /> : <StateGlyph glyph={look.glyph} />}
        <span>{look.title}</span>
      </span>
      {lines === 'two' ? <span className="recording-line trunc">{look.help}</span> : null}
    </span>
  )
}
