import type { LineSealVerdict, RecordingEntry, SealVerdict } from '#contract/recordings.ts'
import { formatTime } from '#words/format.ts'
import type { RecordingWords } from '#words/recordings/recording-words.ts'
import type { Glyph } from '../../ui/state-glyph.tsx'

/** How a recording's state is shown: a shape, a word and a line below it. */
export interface SealLook {
  readonly glyph: Glyph | 'recording'
  readonly tone: 'plain' | 'fail'
  readonly title: string
  readonly help: string
}

/** `verdict`: undefined while it is not known yet. */
export function sealLook(
  { isLive, content }: Pick<RecordingEntry, 'isLive' | 'content'>,
  verdict: SealVerdict | null | undefined,
  { state, stateHelp, ...words }: RecordingWords,
): SealLook {
  const plain = (glyph: SealLook['glyph'], title: string, help: string): SealLook => ({
    glyph,
    tone: 'plain',
    title,
    help,
  })
  if (isLive) return plain('recording', state.live, stateHelp.live)
  if (content.is === 'newer') return plain('unknown', state.newer, stateHelp.newer)
  if (content.is === 'unreadable')
    return { glyph: 'failed', tone: 'fail', title: state.unreadable, help: stateHelp.unreadable }
  if (verdict === undefined || verdict === null) return plain('unknown', state.checking, stateHelp.checking)
  switch (verdict.is) {
    case 'intact':
      return verdict.keyed
        ? plain('ready', state.intact, stateHelp.intact)
        : plain('unknown', state.unkeyed, stateHelp.unkeyed)
    case 'unfinished':
      return plain(
        'unanswered',
        state.unfinished,
        verdict.keyed ? words.sealedUntil(formatTime(verdict.until)) : stateHelp.unkeyed,
      )
    case 'altered':
      return { glyph: 'failed', tone: 'fail', title: state.altered, help: words.sealBroken(formatTime(verdict.from)) }
    case 'unknown-key':
      return plain('unknown', state['unknown-key'], stateHelp['unknown-key'])
  }
}

/** The same for a list whose lines have seals: how the worst of them are. */
export function listSealLook(
  { is, lines }: { readonly is: LineSealVerdict; readonly lines: number },
  { state, stateHelp, transfers }: RecordingWords,
): { readonly glyph: Glyph; readonly tone: SealLook['tone']; readonly title: string; readonly help: string } {
  switch (is) {
    case 'intact':
      return { glyph: 'ready', tone: 'plain', title: state.intact, help: stateHelp.intact }
    case 'altered':
      return { glyph: 'failed', tone: 'fail', title: state.altered, help: transfers.alteredLines(lines) }
    case 'unkeyed':
    case 'unknown-key':
      return { glyph: 'unknown', tone: 'plain', title: state[is], help: stateHelp[is] }
  }
}
